package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// PIPE and XFSZ, which the kernel directs at the thread whose write fails.
class SignalsOfWritesTest {
  private static final String FORCED = "-Ddev.signalman.handlerOnly=true";

  private static ChildJvm.Builder program(Class<?> main, String signal) {
    // XFSZ needs a limit, and the VM's own files must fit below it.
    return ChildJvm.of(main).prefix("prlimit", "--fsize=65536").vm("-XX:-UsePerfData").args(signal);
  }

  @DisplayName("JVM-25: PIPE and XFSZ can be received, and close restores them")
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"PIPE, -Dx=y", "XFSZ, -Dx=y", "PIPE, " + FORCED, "XFSZ, " + FORCED})
  void areReceivedBesideTheVm(String name, String option) throws Exception {
    try (ChildJvm child = program(Receive.class, name).vm(option).start()) {
      child.expect("ready");
      Peer sender = Peer.kill(name, child.pid());
      child.expect(name + " from " + sender.pid());
      for (int i = 0; i < 3; i++) { // each in a thread of its own
        child.expect(name + " from " + child.pid() + " after " + Receive.words(name));
      }
      child.expect("closed, jvm");
      Peer.kill(name, child.pid());
      child.send("again");
      child.expect(Receive.words(name), "pending []");
      int number = Signal.parse(name).number();
      // Not at once: a thread that begins or ends blocks everything for a moment.
      Eventually.until(
          "no thread blocks " + name,
          () -> ProcFs.masks(child.pid()).values().stream().noneMatch(mask -> mask.get(number)));
      child.send("end");
      child.expectExit(0);
    }
  }

  @ParameterizedTest(name = "JVM-25: an unread {0} is discarded at close")
  @ValueSource(strings = {"PIPE", "XFSZ"})
  void unreadIsSwallowed(String name) throws Exception {
    try (ChildJvm child = program(LeaveUnread.class, name).start()) {
      child.expect("closed", "pending []");
      child.expectExit(0);
    }
  }

  @ParameterizedTest(name = "JVM-25: {0} blocked in every thread at launch is received")
  @ValueSource(strings = {"PIPE", "XFSZ"})
  void blockedAtLaunch(String name) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ReceiveOne.class).prefix("env", "--block-signal=" + name).args(name).start()) {
      child.expect("ready");
      Peer sender = Peer.kill(name, child.pid());
      child.expect(name + " from " + sender.pid());
      child.expectExit(0);
    }
  }

  static final class ReceiveOne {
    private ReceiveOne() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.parse(args[0]))) {
        System.out.println("ready");
        SignalInfo info = pipe.take();
        System.out.println(info.signal() + " from " + info.pid());
      }
    }
  }

  static final class LeaveUnread {
    private LeaveUnread() {}

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.parse(args[0]));
      Receive.write(args[0]);
      Signals.raise(Signal.parse(args[0]));
      pipe.close();
      System.out.println("closed");
      Receive.awaitNonePending(args[0]);
    }
  }

  static final class Receive {
    private Receive() {}

    public static void main(String[] args) throws Exception {
      String name = args[0];
      CountDownLatch end = new CountDownLatch(1);
      try (SelfPipe pipe = SelfPipe.open(Signal.parse(name))) {
        System.out.println("ready");
        SignalInfo info = pipe.take();
        System.out.println(info.signal() + " from " + info.pid());
        for (int i = 0; i < 3; i++) {
          String[] failure = new String[1];
          CountDownLatch written = new CountDownLatch(1);
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                failure[0] = write(name);
                written.countDown();
                awaitQuietly(end); // a signal that is left would be pending in it
              });
          written.await();
          info = pipe.take();
          System.out.println(info.signal() + " from " + info.pid() + " after " + failure[0]);
        }
      }
      boolean vm = Signals.disposition(Signal.parse(name)) instanceof Disposition.Jvm;
      System.out.println("closed, " + (vm ? "jvm" : "other"));
      Lines.next();
      System.out.println(write(name));
      awaitNonePending(name);
      Lines.next();
    }

    private static void awaitQuietly(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /// What a failed write is called.
    static String words(String name) {
      return name.equals("PIPE") ? "Broken pipe" : "File too large";
    }

    /// Makes the signal come, and returns what the write is told.
    static String write(String name) {
      try {
        if (name.equals("PIPE")) {
          Pipe pipe = Pipe.open();
          pipe.source().close();
          try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1));
          }
        } else {
          Path file = Files.createTempFile("limit", ".tmp");
          try (OutputStream out = new FileOutputStream(file.toFile())) {
            out.write(new byte[65_536]);
            out.write(1);
          } finally {
            Files.delete(file);
          }
        }
        return "written";
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }

    /// Not at once: the thread that the kernel chose for a signal takes it when it runs again.
    static void awaitNonePending(String name) throws Exception {
      Eventually.until("pending in no thread", () -> pending(name).isEmpty());
      System.out.println("pending []");
    }

    /// Threads in which the signal is pending.
    private static List<String> pending(String name) throws IOException {
      int bit = Signal.parse(name).number() - 1;
      List<String> found = new ArrayList<>();
      try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path task : tasks) {
          for (String line : Files.readAllLines(task.resolve("status"))) {
            if (line.matches("(SigPnd|ShdPnd):.*")
                && (Long.parseUnsignedLong(line.substring(7).strip(), 16) >>> bit & 1) != 0) {
              found.add(task.getFileName() + " " + line);
            }
          }
        }
      }
      return found;
    }
  }
}
