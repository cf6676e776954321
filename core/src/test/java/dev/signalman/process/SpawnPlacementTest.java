package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.Signal;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.posix.SpawnH;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The group, session and terminal of a child.
class SpawnPlacementTest {
  /// Shows its pid, group, session and the foreground group of its terminal: proc_pid_stat(5).
  private static Spawn show() {
    return Spawn.of("cut", "-d ", "-f1,5,6,8", "/proc/self/stat");
  }

  private static String[] placeOf(Spawn spawn) throws Exception {
    return Outcome.of(spawn).out().strip().split(" ", -1);
  }

  private static String[] ownPlace() throws Exception {
    String[] stat =
        Files.readString(Path.of("/proc/self/stat")).replaceAll(".*\\) ", "").split(" ", -1);
    return new String[] {stat[2], stat[3]};
  }

  @Test
  void sameGroupAndSessionUnlessSaidOtherwise() throws Exception {
    String[] place = placeOf(show());
    assertThat(new String[] {place[1], place[2]}).isEqualTo(ownPlace());
  }

  @Test
  void newGroupInTheSameSession() throws Exception {
    String[] place = placeOf(show().newGroup());
    assertThat(place[1]).isEqualTo(place[0]);
    assertThat(place[2]).isEqualTo(ownPlace()[1]);
  }

  @Test
  void groupThatExists() throws Exception {
    Child leader = Spawn.of("sh", "-c", "read x").stdin(Stdio.pipe()).newGroup().start();
    String[] place = placeOf(show().group(leader.pid()));
    assertThat(place[1]).isEqualTo("" + leader.pid());
    leader.stdin().close();
    assertThat(leader.waitFor()).isInstanceOf(ExitStatus.Exited.class);
  }

  @Test
  void newSessionHasNoTerminal() throws Exception {
    String[] place = placeOf(show().newSession());
    assertThat(place[1]).isEqualTo(place[0]);
    assertThat(place[2]).isEqualTo(place[0]);
    assertThat(place[3]).isEqualTo("-1");
  }

  @Test
  void newSessionHasNoForeground() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThatThrownBy(() -> show().foreground(pipe.readEnd()).newSession())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("a new session has no terminal");
      assertThatThrownBy(() -> show().newSession().foreground(pipe.readEnd()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("a new session has no terminal");
    }
  }

  @Test
  @DisplayName("LIFE-15: the terminal is taken back after a child in the foreground")
  void foregroundGroupOfATerminal() throws Exception {
    Peer.assumePython();
    Assumptions.assumeTrue(SpawnH.hasTerminalGroup(), "skipped: needs glibc 2.35");
    String inTerminal = "import pty, sys; pty.spawn(sys.argv[1:])";
    try (ChildJvm program =
        ChildJvm.of(Foreground.class).prefix("python3", "-c", inTerminal).start()) {
      program.expect("its group is in the foreground", "its session is ours", "taken back");
    }
  }

  @Test
  @DisplayName("LIFE-26: a new session gets the terminal that this one has given up")
  void newSessionWithATerminal() throws Exception {
    Peer.assumePython();
    String inTerminal = "import pty, sys; pty.spawn(sys.argv[1:])";
    try (ChildJvm program =
        ChildJvm.of(HandedOver.class).prefix("python3", "-c", inTerminal).start()) {
      program.expect(
          "no terminal while it is ours", "given up", "its own session in the foreground");
    }
  }

  /// Starts a child with the terminal whose session it leads, before and after it gives it up.
  static final class HandedOver {
    private HandedOver() {}

    public static void main(String[] args) throws Exception {
      Signals.handle(Signal.HUP, _ -> {});
      String[] place = placeOf(show().newSession(Fd.inherited(0)));
      System.out.println(
          place[2].equals(place[0]) && place[3].equals("-1")
              ? "no terminal while it is ours"
              : String.join(" ", place));
      Errno refused = ThisProcess.leaveTerminal();
      System.out.println(refused == null ? "given up" : refused);
      place = placeOf(show().newSession(Fd.inherited(0)));
      boolean front = place[2].equals(place[0]) && place[3].equals(place[0]);
      System.out.println(front ? "its own session in the foreground" : String.join(" ", place));
    }
  }

  /// Starts a child in the foreground of the terminal that it has.
  static final class Foreground {
    private Foreground() {}

    public static void main(String[] args) throws Exception {
      String[] place = placeOf(show().foreground(Fd.inherited(0)));
      boolean front = place[1].equals(place[0]) && place[3].equals(place[0]);
      System.out.println(front ? "its group is in the foreground" : String.join(" ", place));
      System.out.println(
          place[2].equals(ownPlace()[1]) ? "its session is ours" : String.join(" ", place));
      String[] ours = placeOf(show());
      System.out.println(ours[3].equals(ownPlace()[0]) ? "taken back" : String.join(" ", ours));
    }
  }
}
