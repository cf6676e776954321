package dev.signalman.signal;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.OtherProcess;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A child that sends signals as it is told to and answers `sent` or how that failed.
///
/// It obeys lines: `send PID SIGNAL`, `queue PID SIGNAL VALUE`, `group PGID SIGNAL`, `exists PID`;
/// and `keep PID`, after which `handle SIGNAL`, `kept SIGNAL` and `value SIGNAL VALUE` go to the
/// process that had the pid then: through its handle, and through an [OtherProcess] made of that.
final class SendingProgram {
  private @Nullable ProcessHandle handle;
  private @Nullable OtherProcess kept;

  private SendingProgram() {}

  /// Starts it. It is ready when this returns.
  static ChildJvm start(String... prefix) throws IOException, InterruptedException {
    ChildJvm child = ChildJvm.of(SendingProgram.class).prefix(prefix).start();
    child.expect("ready");
    return child;
  }

  public static void main(String[] args) throws IOException {
    SendingProgram program = new SendingProgram();
    System.out.println("ready");
    for (String line : Lines.in()) {
      System.out.println(program.answer(line.split(" ")));
    }
  }

  private String answer(String... words) {
    try {
      return obey(words);
    } catch (PosixException e) {
      return e.errno().name();
    }
  }

  private String obey(String... words) throws PosixException {
    switch (words[0]) {
      case "send" -> Signals.send(Long.parseLong(words[1]), Signal.parse(words[2]));
      case "queue" ->
          Signals.send(Long.parseLong(words[1]), Signal.parse(words[2]), Long.parseLong(words[3]));
      case "group" -> Signals.sendToGroup(Long.parseLong(words[1]), Signal.parse(words[2]));
      case "exists" -> {
        return Boolean.toString(Signals.exists(Long.parseLong(words[1])));
      }
      default -> {
        return obeyWithKept(words);
      }
    }
    return "sent";
  }

  private String obeyWithKept(String... words) throws PosixException {
    if (words[0].equals("keep")) {
      handle = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
      kept = OtherProcess.of(handle);
      return "sent";
    }
    if (handle == null || kept == null) {
      throw new IllegalStateException("nothing is kept: " + words[0]);
    }
    boolean there = true;
    switch (words[0]) {
      case "handle" -> Signals.send(handle, Signal.parse(words[1]));
      case "kept" -> there = kept.send(Signal.parse(words[1]));
      default -> there = kept.send(Signal.parse(words[1]), Long.parseLong(words[2]));
    }
    return there ? "sent" : Errno.ESRCH.name();
  }
}
