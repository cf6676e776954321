package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.StressRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Two C programs that queue signals to a [QueueWitness] or another child, each with its number and
/// a sequence number, as fast as the kernel takes them.
final class Flood {
  static final Signal SIGNAL = Signal.RT6;
  static final int SENDERS = 2;

  private static final String REST = ", dropped 0, sum of values 0 off";

  private final ChildJvm child;
  private final int each;
  private final long begun = System.nanoTime();
  private long sent;
  private String disorder = "0";

  /// @param each how many signals each program sends in a round
  Flood(ChildJvm child, int each) {
    this.child = child;
    this.each = each;
  }

  /// Checks all but the order.
  Flood inAnyOrder() {
    disorder = "\\d+";
    return this;
  }

  /// Sends rounds for the time of a run, and at least so many signals; checks after each that all
  /// have come.
  Flood run(long least) throws Exception {
    do {
      round();
    } while (sent < least || System.nanoTime() - begun < StressRun.time().toNanos());
    return this;
  }

  private void round() throws Exception {
    child.send(Integer.toString(each));
    send(child, each);
    sent += (long) SENDERS * each;
    String counts = child.line();
    if (!counts.matches("received " + sent + ", " + disorder + " out of order" + REST)) {
      throw child.failure("instead of " + sent + ": " + counts);
    }
  }

  /// Ends the child, which tells what it did beside.
  void end(String what) throws Exception {
    child.send("end");
    String beside = child.line();
    child.expectExit(0);
    System.out.printf("stress: %s: %s beside %s%n", what, this, beside);
    if (!beside.endsWith(" 0 wrong")) {
      throw child.failure(beside);
    }
  }

  /// Sends to any child; returns when all is in the kernel's queue, or has been read.
  static void send(ChildJvm child, int each) throws Exception {
    CProgram flood = CProgram.compile(Flood.class, "/c/flood.c");
    List<ChildProgram> senders = new ArrayList<>();
    try {
      for (int sender = 0; sender < SENDERS; sender++) {
        senders.add(
            flood.start(
                Integer.toString(child.pid()),
                Integer.toString(SIGNAL.number()),
                Integer.toString(sender),
                Integer.toString(each)));
      }
      for (ChildProgram sender : senders) {
        assertThat(sender.process().waitFor()).isZero();
      }
    } finally {
      senders.forEach(ChildProgram::close);
    }
  }

  @Override
  public String toString() {
    return sent + " signals in " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms";
  }
}
