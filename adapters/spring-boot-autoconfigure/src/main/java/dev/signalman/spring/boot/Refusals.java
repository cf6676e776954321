package dev.signalman.spring.boot;

import dev.signalman.ReservedSignalException;
import dev.signalman.SignalClaimedException;
import dev.signalman.lifecycle.LifecycleExistsException;

/// The messages about a failure to claim signals.
final class Refusals {
  static final String ARTIFACT = "signalman-spring-boot-starter";

  /// The words of the library when the VM forbids native access.
  private static final String NATIVE_ACCESS = "--enable-native-access";

  private static final String TURN_OFF =
      " Or let the VM have the signals: signalman.enabled=false.";

  private Refusals() {}

  static StartRefusedException of(Throwable failure) {
    return switch (failure) {
      case StartRefusedException known -> known;
      case LifecycleExistsException e ->
          refused(
              "another part of the program has opened a Lifecycle, and a VM has only one.",
              "Do not open one: inject the bean of type Lifecycle.",
              e);
      case SignalClaimedException e ->
          refused(
              e.getMessage() + ".",
              "Or choose other signals: signalman.stop.on, signalman.reload.on.",
              e);
      case ReservedSignalException e ->
          refused(
              e.getMessage() + ".",
              "Choose other signals: signalman.stop.on, signalman.reload.on.",
              e);
      case UnsupportedOperationException e ->
          refused(
              e.getMessage() + ".",
              "Choose other signals: signalman.stop.on, signalman.reload.on.",
              e);
      case IllegalArgumentException e ->
          refused(
              e.getMessage() + ".",
              "The properties are signalman.stop.deadline and signalman.stop.drain-delay.",
              e);
      case Throwable e when isNativeAccess(e) ->
          refused(
              "this VM forbids calls of the C library.",
              "Start it with --enable-native-access=ALL-UNNAMED, or put the line"
                  + " \"Enable-Native-Access: ALL-UNNAMED\" into the manifest of the executable"
                  + " jar.",
              e);
      default ->
          refused("signals could not be taken from the VM: " + failure, "See the cause.", failure);
    };
  }

  private static StartRefusedException refused(String reason, String wayOut, Throwable cause) {
    return new StartRefusedException(ARTIFACT + ": " + reason, wayOut + TURN_OFF, cause);
  }

  private static boolean isNativeAccess(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof IllegalCallerException
          || String.valueOf(each.getMessage()).contains(NATIVE_ACCESS)) {
        return true;
      }
    }
    return false;
  }
}
