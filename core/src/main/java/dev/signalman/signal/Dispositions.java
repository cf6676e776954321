package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.internal.engine.SignalState;
import java.util.List;

/// Turns the engine's answer into a [Disposition]. It is separate from its callers so that a
/// program that never asks loads none of these classes.
final class Dispositions {
  private Dispositions() {}

  static Disposition of(Signal signal, SignalState standing) {
    return switch (standing.kind()) {
      case CLAIMED ->
          new Disposition.Handled(
              switch (standing.holder()) {
                case SelfPipe pipe -> List.of(pipe);
                case Dispatcher dispatcher -> dispatcher.receiversOf(signal);
                case null, default -> List.of();
              });
      case DEFAULT -> new Disposition.Default();
      case IGNORED -> new Disposition.Ignored();
      case VM -> new Disposition.Jvm(standing.owner(), standing.symbol());
      case NATIVE ->
          new Disposition.Native(standing.library(), standing.symbol(), standing.owner());
    };
  }
}
