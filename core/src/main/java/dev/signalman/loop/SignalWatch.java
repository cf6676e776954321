package dev.signalman.loop;

import dev.signalman.ReceiverClosedException;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalHandler;
import org.jspecify.annotations.Nullable;

/// Hands the signals of a self-pipe to a handler, in the loop's thread.
final class SignalWatch implements Watches.Action {
  /// Signals handled in a row before other events have their turn.
  private static final int MAX_SIGNALS = 256;

  private final EventLoop loop;
  private final SelfPipe pipe;
  private final SignalHandler handler;

  SignalWatch(EventLoop loop, SelfPipe pipe, SignalHandler handler) {
    this.loop = loop;
    this.pipe = pipe;
    this.handler = handler;
  }

  SignalHandler handler() {
    return handler;
  }

  @Override
  public void run() {
    for (int i = 0; i < MAX_SIGNALS && !loop.isStopping(); i++) {
      SignalInfo info = next();
      if (info == null) {
        return;
      }
      EventLoop.guarded(() -> handler.handle(info));
    }
    loop.later(this::run); // signals that were read ahead do not make it readable
  }

  private @Nullable SignalInfo next() {
    try {
      return pipe.poll();
    } catch (ReceiverClosedException _) {
      return null; // closed by its registration, in the previous handler or in another thread
    }
  }
}
