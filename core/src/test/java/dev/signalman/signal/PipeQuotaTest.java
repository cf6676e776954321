package dev.signalman.signal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Capabilities;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Pipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all pipes of a user may hold together is limited, and receivers leave room for others.
class PipeQuotaTest {
  private static final Path LIMIT = Path.of("/proc/sys/fs/pipe-user-pages-soft");
  private static final int USUAL_LIMIT = 16_384;

  private static String[] user() throws Exception {
    String[] user = OtherUser.ofItsOwn();
    assumeTrue(OtherUser.works(user), "skipped: needs root and setpriv, for another user");
    long pages = Long.parseLong(Files.readAllLines(LIMIT).getFirst()); // in one read
    assumeTrue(pages == USUAL_LIMIT, () -> "skipped: " + LIMIT + " is " + pages);
    return user;
  }

  @ParameterizedTest(
      name = "FD-19: 27 self-pipes in each of three processes leave others their room {0}")
  @ValueSource(strings = {"", "-Ddev.signalman.handlerOnly=true"})
  void receiversLeaveRoomForOthers(String option) throws Exception {
    String[] user = user();
    List<ChildJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        ChildJvm.Builder builder = ChildJvm.of(Receivers.class).prefix(user);
        children.add((option.isEmpty() ? builder : builder.vm(option)).start());
      }
      for (ChildJvm child : children) {
        child.expect("27 self-pipes");
      }
      for (ChildJvm child : children) {
        child.send("a pipe");
        child.expect("another pipe holds 65536, pipes true");
      }
    } finally {
      for (ChildJvm child : children) {
        child.close();
      }
    }
  }

  static final class Receivers {
    private static final List<SelfPipe> ALL = new ArrayList<>();

    private Receivers() {}

    public static void main(String[] args) throws Exception {
      for (int i = 0; i < 27; i++) {
        ALL.add(SelfPipe.open(Signal.of(Signal.RT1.number() + i)));
      }
      System.out.println(ALL.size() + " self-pipes");
      Lines.next();
      try (Pipe pipe = Pipe.open()) {
        System.out.println(
            "another pipe holds " + pipe.capacity() + ", pipes " + Signals.capabilities().pipes());
      }
      Lines.next();
    }
  }

  @Test
  @DisplayName("FD-20: the capabilities report a receiver whose pipe is too small from the start")
  void aSmallPipeIsTold() throws Exception {
    try (ChildJvm child = ChildJvm.of(AtTheLimit.class).prefix(user()).start()) {
      child.expect("pipes true, missing false", "pipes false, missing true", "USR1");
      child.expectExit(0);
    }
  }

  static final class AtTheLimit {
    private static final List<Pipe> OTHERS = new ArrayList<>();

    private AtTheLimit() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe _ = SelfPipe.open(Signal.RT1)) {
        show();
        for (int bytes = 1 << 20; bytes > 1 << 16; bytes /= 2) {
          while (isGranted(bytes)) {}
        }
        try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
          show();
          Signals.raise(Signal.USR1);
          System.out.println(pipe.take().signal());
        }
      }
      OTHERS.forEach(Pipe::close);
    }

    private static void show() {
      Capabilities now = Signals.capabilities();
      boolean missing = now.missing().stream().anyMatch(line -> line.startsWith("F_SETPIPE_SZ"));
      System.out.println("pipes " + now.pipes() + ", missing " + missing);
    }

    private static boolean isGranted(int bytes) throws IOException {
      Pipe pipe = Pipe.open();
      OTHERS.add(pipe);
      try {
        return pipe.capacity(bytes) == bytes;
      } catch (PosixException e) {
        return false;
      }
    }
  }
}
