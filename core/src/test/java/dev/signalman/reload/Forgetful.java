package dev.signalman.reload;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.io.IOException;

/// A plug-in that takes two signals and keeps nothing by which it could give them back.
public final class Forgetful implements Runnable {
  /// What it reads a signal with is another for each plug-in.
  static final String PIPE = "forgetful.pipe";

  static final String HANDLER = "forgetful.handler";

  /// Names what was handled last.
  static final String HANDLED = "forgetful.handled";

  /// Has nothing yet.
  public Forgetful() {}

  @Override
  public void run() {
    try {
      SelfPipe.open(Signal.parse(System.getProperty(PIPE)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Signals.handle(Signal.parse(System.getProperty(HANDLER)), Forgetful::handle);
  }

  private static void handle(SignalInfo info) {
    System.out.println("a plug-in handles " + info.signal());
    System.setProperty(HANDLED, info.signal().name());
  }
}
