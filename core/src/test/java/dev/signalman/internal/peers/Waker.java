package dev.signalman.internal.peers;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import java.io.IOException;

/// The C program `waker.c`, for what no command of the system does.
public final class Waker {
  private Waker() {}

  /// The program, compiled; the test is skipped where there is no compiler.
  public static CProgram program() throws IOException, InterruptedException {
    return CProgram.compile(Waker.class, "/c/waker.c");
  }

  /// Sends a signal to one thread of a process.
  public static void signalThread(int pid, String tid, Signal signal)
      throws IOException, InterruptedException {
    program().run("thread", Integer.toString(pid), tid, Integer.toString(signal.number()));
  }

  /// Begins to send a signal over and over, until the program is closed.
  public static ChildProgram storm(int pid, Signal signal)
      throws IOException, InterruptedException {
    ChildProgram storm =
        program().start("storm", Integer.toString(pid), Integer.toString(signal.number()));
    storm.expect("blowing");
    return storm;
  }
}
