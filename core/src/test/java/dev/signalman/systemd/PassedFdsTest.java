package dev.signalman.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.io.Fd;
import dev.signalman.io.OpenFile;
import dev.signalman.io.PassedFd;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketKind;
import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixServer;
import dev.signalman.io.UnixSocket;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.NotifyPeer;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedFdsTest {
  /// What systemd passes: sockets of each kind, and what the service has left with it.
  private static final String SERVICE_MANAGER =
      """
      import os, socket, sys
      def listening(family, address, type=socket.SOCK_STREAM):
          s = socket.socket(family, type)
          s.bind(address)
          s.listen(5)
          return s
      r, w = os.pipe()
      os.write(w, b'kept')
      udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
      files = [listening(socket.AF_UNIX, sys.argv[1]), listening(socket.AF_INET, ('127.0.0.1', 0)),
               udp, r, w, listening(socket.AF_UNIX, sys.argv[1] + '2', socket.SOCK_SEQPACKET)]
      aside = [os.dup2(f if isinstance(f, int) else f.fileno(), 100 + i) for i, f in enumerate(files)]
      for i, fd in enumerate(aside):
          os.dup2(fd, 3 + i)
      os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(files)),
                        LISTEN_FDNAMES='web:web4:dns:kept:kept:')
      os.execvp(sys.argv[2], sys.argv[2:])
      """;

  @TempDir private Path folder;

  @Test
  @DisplayName("SD-19 descriptors come by name, and their kind is checked")
  void descriptorsComeByName() throws Exception {
    Peer.assumePython();
    String path = folder.resolve("socket").toString();
    try (ChildJvm child =
        ChildJvm.of(Service.class).prefix("python3", "-c", SERVICE_MANAGER, path).start()) {
      child.expect(
          "[web, web4, dns, kept, kept, unknown]",
          "web SocketKind[family=UNIX, type=STREAM, listening=true]",
          "web4 SocketKind[family=IPV4, type=STREAM, listening=true]",
          "dns SocketKind[family=IPV6, type=DATAGRAM, listening=false]",
          "kept null",
          "kept null",
          "unknown SocketKind[family=UNIX, type=SEQPACKET, listening=true]",
          "kept 2",
          "listening descriptor 3 descriptor 4",
          "the service manager passed descriptor 5 (5) as dns, which is another kind of socket:"
              + " SocketKind[family=IPV6, type=DATAGRAM, listening=false]; one that accepts"
              + " connections is made by ListenStream= with Accept=no in the socket unit",
          "SEQPACKET is refused",
          "again []");
      child.expectExit(0);
    }
  }

  /// Looks at what it was passed.
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws Exception {
      PassedFds passed = PassedFds.take();
      System.out.println(passed.all().stream().map(PassedFd::name).toList());
      for (PassedFd one : passed.all()) {
        System.out.println(one.name() + " " + SocketKind.of(one.fd()));
      }
      System.out.println("kept " + passed.named("kept").size());
      System.out.println("listening " + name(passed, "web") + " " + name(passed, "web4"));
      try {
        System.out.println(passed.listening("dns"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      try {
        System.out.println(passed.listening("unknown"));
      } catch (IllegalStateException e) {
        System.out.println(e.toString().contains("SEQPACKET") ? "SEQPACKET is refused" : e);
      }
      System.out.println("again " + PassedFds.take().all());
    }

    private static String name(PassedFds passed, String name) throws IOException {
      return passed.listening(name).toString().replaceFirst(" \\(.*", "");
    }
  }

  @Test
  void namesThatDidNotComeOnceAreTold() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      PassedFds passed =
          new PassedFds(
              List.of(
                  new PassedFd("one", pipe.readEnd()),
                  new PassedFd("two", pipe.readEnd()),
                  new PassedFd("two", pipe.writeEnd())));
      assertThat(passed.only("one")).isSameAs(pipe.readEnd());
      assertThat(passed.named("two")).containsExactly(pipe.readEnd(), pipe.writeEnd());
      assertThat(passed.named("three")).isEmpty();
      assertThatThrownBy(() -> passed.only("three"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the service manager passed no descriptors named three, not one; the names that came:"
                  + " [one, two, two]; FileDescriptorName= in the socket unit sets them");
      assertThatThrownBy(() -> passed.only("two"))
          .hasMessageStartingWith("the service manager passed 2 descriptors named two, not one");
      assertThatThrownBy(() -> passed.listening("one"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("as one, which is no socket; one that accepts connections");
    }
    try (SocketPair pair = SocketPair.open()) {
      PassedFds passed = new PassedFds(List.of(new PassedFd("pair", pair.left().fd())));
      assertThatThrownBy(() -> passed.listening("pair")).hasMessageContaining("listening=false");
    }
  }

  @Test
  @DisplayName("SD-20 what is left with the manager arrives there, under its name")
  void descriptorsAreLeftWithTheManager() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "state of the service");
    Fd open = OpenFile.of(file);
    try (NotifyPeer manager = NotifyPeer.at(folder.resolve("notify").toString());
        Pipe pipe = Pipe.open()) {
      Notify notify = Notify.to(manager.address());
      assertThat(notify.store("state 1", open)).isTrue();
      manager.expect(1, "FDSTORE=1|FDNAME=state 1");
      assertThat(manager.read()).isEqualTo("state of the service");
      assertThat(notify.storeUntilRemoved("ends", pipe.readEnd(), pipe.writeEnd(), open)).isTrue();
      manager.expect(3, "FDSTORE=1|FDPOLL=0|FDNAME=ends");
      assertThat(manager.read()).isEqualTo("state of the service");
      assertThat(notify.removeStored("ends")).isTrue();
      manager.expect("FDSTOREREMOVE=1|FDNAME=ends");
      assertThat(open.isOpen()).isTrue();
      open.close();
      assertThatThrownBy(() -> notify.store("x", open))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("is closed");
    }
  }

  @Test
  @DisplayName("SD-21 systemd's own code passes a socket, as systemd-socket-activate(1) does")
  void systemdPassesASocket() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-socket-activate")),
        "skipped: no systemd-socket-activate");
    Path path = folder.resolve("socket");
    try (ChildJvm child =
        ChildJvm.of(Activated.class)
            .prefix(
                "/usr/bin/systemd-socket-activate",
                "--listen=" + path,
                "--fdname=web",
                "--setenv=HOME",
                "--")
            .start()) {
      Eventually.until("listens", () -> connects(path));
      try (UnixSocket socket = UnixSocket.connect(path)) {
        assertThat(new String(socket.in().readNBytes(8), UTF_8)).isEqualTo("from web");
        socket.out().write('x');
      }
      child.expectExit(0);
    }
  }

  private static boolean connects(Path path) {
    try (UnixSocket _ = UnixSocket.connect(path)) {
      return true;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  /// Answers each connection by the name of its socket, until one says that it got it.
  static final class Activated {
    private Activated() {}

    public static void main(String[] args) throws Exception {
      try (UnixServer server = UnixServer.of(PassedFds.take().listening("web"))) {
        boolean answered = false;
        while (!answered) {
          try (UnixSocket socket = server.accept()) {
            socket.out().write("from web".getBytes(UTF_8));
            answered = socket.in().read() == 'x';
          } catch (IOException _) {
            // The test's first connection only asked whether the socket is there.
          }
        }
      }
    }
  }
}
