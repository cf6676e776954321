package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.PosixException;
import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedFdTest {
  /// What systemd does: binds, moves the socket to descriptor 3, sets the variables, execs.
  private static final String SERVICE_MANAGER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.bind(sys.argv[1])
      s.listen(5)
      r, w = os.pipe()
      os.write(w, b'kept by the manager')
      listening, stored = os.dup2(s.fileno(), 103), os.dup2(r, 104)
      os.dup2(listening, 3)
      os.dup2(stored, 4)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='2', LISTEN_FDNAMES='web:')
      os.execvp(sys.argv[2], sys.argv[2:])
      """;

  private static final String CLIENT =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      print(s.recv(100).decode())
      """;

  @TempDir private Path folder;

  @Test
  void takesOverWhatAServiceManagerPasses() throws Exception {
    Peer.assumePython();
    String path = folder.resolve("socket").toString();
    try (ChildJvm child =
        ChildJvm.of(Service.class).prefix("python3", "-c", SERVICE_MANAGER, path).start()) {
      child.expect("web", "unknown kept by the manager", "ready");
      assertThat(Peer.python(CLIENT, path).output()).isEqualTo("hello from java\n");
      child.expect("again []");
      child.expectExit(0);
    }
  }

  /// A service that is started when somebody connects.
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws Exception {
      List<PassedFd> passed = PassedFd.take();
      System.out.println(passed.get(0).name());
      System.out.println(passed.get(1).name() + " " + Bytes.read(passed.get(1).fd()));
      System.out.println("ready");
      try (UnixServer server = UnixServer.of(passed.get(0).fd());
          UnixSocket socket = server.accept()) {
        socket.out().write("hello from java".getBytes(UTF_8));
      }
      System.out.println("again " + PassedFd.take());
    }
  }

  @Test
  void nothingIsTakenThatIsMeantForAnotherProcess() throws Exception {
    assertThat(PassedFd.take(Map.of(), 7, 3)).isEmpty();
    assertThat(PassedFd.take(Map.of("LISTEN_PID", "8", "LISTEN_FDS", "5"), 7, 3)).isEmpty();
    assertThat(PassedFd.take(Map.of("LISTEN_PID", "7"), 7, 3)).isEmpty();
    assertThat(PassedFd.take(Map.of("LISTEN_PID", "7", "LISTEN_FDS", "0"), 7, 3)).isEmpty();
  }

  @Test
  void variablesThatAreNoNumbersAreNamed() {
    assertThatThrownBy(() -> PassedFd.take(Map.of("LISTEN_PID", "me"), 7, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("LISTEN_PID is not a number: me");
    assertThatThrownBy(() -> PassedFd.take(Map.of("LISTEN_PID", "7", "LISTEN_FDS", "some"), 7, 3))
        .hasMessage("LISTEN_FDS is not a number: some");
  }

  @Test
  void filesOfTheVmAreNotTakenForWhatWasPromised() throws Exception {
    Path errors = folder.resolve("errors");
    try (ChildJvm child =
        ChildJvm.of(Service.class)
            .prefix("sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\" 2>" + errors, "sh")
            .start()) {
      child.expectExit(1);
      assertThat(Files.readString(errors))
          .contains("descriptor 3 was not passed to this process: the process opened it itself");
    }
  }

  @Test
  void descriptorsThatWerePromisedAndAreNotOpenAreNamed() {
    Map<String, String> promise = Map.of("LISTEN_PID", "7", "LISTEN_FDS", "1");
    assertThatThrownBy(() -> PassedFd.take(promise, 7, 19_999))
        .hasMessage("fcntl(19999, F_GETFD): EBADF (Bad file descriptor)");
  }

  @Test
  void ifOneIsBadAllStayAsTheyAre() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "still there");
    String script = "exec 8<" + file + " 9<" + file + "; exec \"$@\"";
    try (ChildJvm child = ChildJvm.of(Unlucky.class).prefix("sh", "-c", script, "sh").start()) {
      child.expect("refused 10", "refused 10", "8 0", "9 0", "8 still there", "9 0");
      child.expectExit(0);
    }
  }

  /// Is promised descriptors 8 to 10, the last of which is not open, or a file of the VM.
  static final class Unlucky {
    private Unlucky() {}

    public static void main(String[] args) throws Exception {
      for (int i = 0; i < 2; i++) {
        try {
          PassedFd.take(Map.of("LISTEN_PID", "7", "LISTEN_FDS", "3"), 7, 8);
        } catch (PosixException | IllegalStateException e) {
          System.out.println("refused " + (e.toString().contains("10") ? "10" : e));
        }
      }
      System.out.println("8 " + FcntlH.fcntl(8, FcntlH.F_GETFD, 0));
      System.out.println("9 " + FcntlH.fcntl(9, FcntlH.F_GETFD, 0));
      try (Fd fd = Fd.inherited(8)) {
        System.out.println("8 " + Bytes.read(fd));
      }
      System.out.println("9 " + FcntlH.fcntl(9, FcntlH.F_GETFD, 0));
    }
  }

  @Test
  void standardStreamsStayOpenInChildrenOfTheJdk() throws Exception {
    String fork = "-Djdk.lang.Process.launchMechanism=FORK"; // which copies no standard stream
    try (ChildJvm child = ChildJvm.of(Owner.class).vm(fork).start()) {
      child.expect("ready");
      child.send("for the child");
      child.expect("for the child", "exit 0");
      child.expectExit(0);
    }
  }

  /// Owns its standard input, and still starts a child with it.
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      Fd own = Fd.inherited(0);
      System.out.println("ready");
      Process process = new ProcessBuilder("head", "-n1").inheritIO().start();
      System.out.println("exit " + process.waitFor());
      own.close();
    }
  }
}
