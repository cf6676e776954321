package dev.signalman.lifecycle.world;

import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A lifecycle as its [World] sees it. All of it may be called by any thread.
public interface Inhabitant {
  /// The signals that stop or reload.
  SignalSet signals();

  /// A signal comes. Its consequences run in this thread, or in another one that is handling events
  /// of the lifecycle already.
  ///
  /// @param command the name of the sender's program; may be empty
  void signal(SignalInfo info, String command);

  /// When [#tick] is due; [Long#MAX_VALUE] for never.
  long nextWake();

  /// The clock has reached [#nextWake].
  void tick();

  /// Whether nothing has come that still has to be acted upon.
  boolean isIdle();

  /// The threads of tasks, aborts and reloads that have not ended, by name such as `drain/http`.
  /// Null for one that was started and has not begun.
  Map<String, @Nullable Thread> atWork();
}
