package dev.signalman.internal.peers;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import java.io.IOException;

/// C programs that send what no command of the system does.
public final class Waker {
  private Waker() {}

  /// A program from the folder `c` of the resources, compiled; the test is skipped where there is
  /// no compiler.
  public static CProgram program(String source) throws IOException, InterruptedException {
    return CProgram.compile(Waker.class, "/c/" + source);
  }

  /// Sends a signal to one thread of a process.
  public static void signalThread(int pid, String tid, Signal signal)
      throws IOException, InterruptedException {
    program("tgkill.c").run(Integer.toString(pid), tid, Integer.toString(signal.number()), "1");
  }

  /// Begins to send a signal over and over, until the program is closed.
  public static ChildProgram storm(int pid, Signal signal)
      throws IOException, InterruptedException {
    ChildProgram storm =
        program("waker.c").start("storm", Integer.toString(pid), Integer.toString(signal.number()));
    storm.expect("blowing");
    return storm;
  }
}
