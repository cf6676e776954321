package dev.signalman.jfr;

import dev.signalman.Registration;
import dev.signalman.observe.Observers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Signals, children and stops as events of the Flight Recorder (JFR), in the category Signalman:
/// `dev.signalman.SignalDelivered`, `.SignalDropped`, `.ChildStarted`, `.ChildExited`, `.StopStage`
/// and `.StopTask`.
///
/// ```java
/// Registration events = JfrEvents.open();
/// ```
///
/// A recording has these events unless it switches them off; it may be started before or after
/// [#open]. Without a recording, an event costs some nanoseconds; before the call of [#open] it
/// costs nothing. The events do not have the arguments of children, which may be secret.
///
/// The module `jdk.jfr` is optional. A program on the class path has it, unless its VM was built
/// without the module. A program on the module path needs `requires jdk.jfr` or `--add-modules
/// jdk.jfr`.
public final class JfrEvents {
  private static final String NEEDED = "jdk.jfr.Event";

  /// Guarded by the class.
  private static int users;

  /// Guarded by the class; null without users.
  private static @Nullable Registration writer;

  private JfrEvents() {}

  /// Whether the module `jdk.jfr` is present, so that [#open] works.
  public static boolean isPresent() {
    try {
      Class.forName(NEEDED, false, JfrEvents.class.getClassLoader());
      return isReadable();
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private static boolean isReadable() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(JfrEvents.class.getModule()::canRead)
        .isPresent();
  }

  /// Writes the events from now on. After several calls each event is still written once.
  ///
  /// @return its `close()` ends the writing, once all results of this method are closed
  /// @throws UnsupportedOperationException if the module `jdk.jfr` is missing
  public static Registration open() {
    if (!isPresent()) {
      throw new UnsupportedOperationException(
          "events of the Flight Recorder need the module jdk.jfr: start the program with"
              + " --add-modules jdk.jfr, on a VM that has it");
    }
    return new Use();
  }

  private static synchronized void begin() {
    if (users == 0) {
      writer = Observers.add(new EventWriter());
    }
    users++;
  }

  private static synchronized void end() {
    users--;
    Registration present = writer;
    if (users == 0 && present != null) {
      present.close();
      writer = null;
    }
  }

  private static final class Use implements Registration {
    private final AtomicBoolean open = new AtomicBoolean(true);

    Use() {
      begin();
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        end();
      }
    }
  }
}
