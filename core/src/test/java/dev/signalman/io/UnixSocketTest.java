package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.OtherUser;
import dev.signalman.testkit.Peer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnixSocketTest {
  private static final String CLIENT =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      s.sendall(b'from python')
      print(os.getpid(), os.geteuid(), os.getegid(), flush=True)
      print(s.recv(100).decode(), flush=True)
      print(s.recv(100), flush=True)
      """;

  @TempDir private Path folder;

  @Test
  void bothEndsOfAPairReadWhatTheOtherWrites() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      pair.left().out().write("to the right".getBytes(UTF_8));
      pair.right().out().write("to the left".getBytes(UTF_8));
      assertThat(Bytes.read(pair.right().fd())).isEqualTo("to the right");
      assertThat(Bytes.read(pair.left().fd())).isEqualTo("to the left");
      pair.left().endOutput();
      assertThat(Bytes.read(pair.right().fd())).isEqualTo("end");
      pair.right().out().write("after the end".getBytes(UTF_8));
      assertThat(Bytes.read(pair.left().fd())).isEqualTo("after the end");
    }
  }

  @Test
  void moreThanTheSocketHoldsGoesThroughBothWays() throws Exception {
    int size = 2 << 20;
    try (SocketPair pair = SocketPair.open()) {
      var echo =
          Threads.start(() -> {
            byte[] all = pair.right().in().readNBytes(size);
            pair.right().out().write(all);
            return all.length;
          });
      pair.left().out().write(new byte[size]);
      assertThat(pair.left().in().readNBytes(size)).hasSize(size);
      assertThat(echo.get()).isEqualTo(size);
    }
  }

  @Test
  void kernelSaysWhoIsAtTheOtherEnd() throws Exception {
    Peer.assumePython();
    Path path = folder.resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 5);
        ChildProgram client = ChildProgram.start("python3", "-c", CLIENT, path.toString());
        UnixSocket socket = server.accept()) {
      PeerCredentials peer = socket.peer();
      client.expect(peer.pid() + " " + peer.uid() + " " + peer.gid());
      assertThat(new String(socket.in().readNBytes(11), UTF_8)).isEqualTo("from python");
      socket.out().write("from java".getBytes(UTF_8));
      client.expect("from java");
      socket.endOutput();
      client.expect("b''");
      client.expectExit(0);
      assertThat(Bytes.read(socket.fd())).isEqualTo("end");
    }
    assertThat(path).exists(); // whoever removes it
  }

  @Test
  @DisplayName("INFO-15: a peer's user and group above 2,147,483,647 are exact")
  void largeIdsOfAPeer() throws Exception {
    Peer.assumePython();
    String[] user = OtherUser.of(4_000_000_000L, "dac_override");
    assumeTrue(OtherUser.works(user), "skipped: needs root and setpriv, for another user");
    Path path = folder.resolve("socket");
    List<String> client = new ArrayList<>(List.of(user));
    client.addAll(
        List.of(
            "python3",
            "-c",
            "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.recv(1)",
            path.toString()));
    try (UnixServer server = UnixServer.listen(path, 5);
        ChildProgram _ = ChildProgram.start(client.toArray(String[]::new));
        UnixSocket socket = server.accept()) {
      PeerCredentials peer = socket.peer();
      assertThat(peer.uid()).isEqualTo(4_000_000_000L);
      assertThat(peer.gid()).isEqualTo(4_000_000_000L);
    }
  }

  @Test
  void thisProcessIsItsOwnPeerInAPair() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      assertThat(pair.left().peer().pid()).isEqualTo((int) ProcessHandle.current().pid());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsAccept(Threads.Kind kind) throws Exception {
    UnixServer server = UnixServer.listen(folder.resolve("socket"), 5);
    var accepting = Threads.start(kind, server::accept).awaitWaiting();
    server.close();
    assertThatThrownBy(accepting::get).hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closeEndsAcceptOfASocketThatAChildHasToo() throws Exception {
    UnixServer server = UnixServer.listen(folder.resolve("socket"), 5);
    server.fd().makeBlocking(); // as Spawn does
    var accepting = Threads.start(server::accept).awaitWaiting();
    server.close();
    assertThatThrownBy(accepting::get).hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void connectsAndAcceptsInAnyOrder() throws Exception {
    Path path = folder.resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 1)) {
      try (UnixSocket early = UnixSocket.connect(path);
          UnixSocket accepted = server.accept()) {
        early.out().write('x');
        assertThat(accepted.in().read()).isEqualTo('x');
      }
      var accepting = Threads.start(server::accept).awaitWaiting();
      try (UnixSocket late = UnixSocket.connect(path);
          UnixSocket accepted = accepting.get()) {
        accepted.out().write('y');
        assertThat(late.in().read()).isEqualTo('y');
      }
    }
  }

  @Test
  void failuresNameThePath() throws Exception {
    Path path = folder.resolve("socket");
    assertThatThrownBy(() -> UnixSocket.connect(path))
        .isInstanceOf(PosixException.class)
        .hasMessage("connect(" + path + "): ENOENT (No such file or directory)");
    UnixServer.listen(path, 1).close();
    assertThatThrownBy(() -> UnixSocket.connect(path))
        .hasMessage("connect(" + path + "): ECONNREFUSED (Connection refused)");
    assertThatThrownBy(() -> UnixServer.listen(path, 1))
        .hasMessage("bind(" + path + "): EADDRINUSE (Address already in use)");
    Path deep = folder.resolve("x".repeat(110));
    assertThatThrownBy(() -> UnixServer.listen(deep, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 107 bytes, not ")
        .hasMessageContaining(deep.toString());
    assertThatThrownBy(() -> UnixSocket.connect(Path.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longestPathWorks() throws Exception {
    int room = 107 - folder.toString().length() - 1;
    Path path = folder.resolve("x".repeat(room));
    try (UnixServer server = UnixServer.listen(path, 1);
        UnixSocket _ = UnixSocket.connect(path)) {
      assertThat(Files.exists(path)).isTrue();
      server.accept().close();
    }
  }

  @Test
  void fullQueueRefusesAtOnce() throws Exception {
    Path path = folder.resolve("socket");
    try (UnixServer _ = UnixServer.listen(path, 0);
        UnixSocket _ = UnixSocket.connect(path)) {
      assertThatThrownBy(() -> UnixSocket.connect(path))
          .extracting(e -> ((PosixException) e).errno())
          .isEqualTo(Errno.EAGAIN);
    }
  }

  @Test
  void blockingSocketsCanBeInterruptedAndClosedAsWell() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      pair.left().fd().makeBlocking();
      var receiver =
          Threads.start(() -> pair.left().receive(ByteBuffer.allocate(1), 1)).awaitWaiting();
      pair.left().close();
      assertThatThrownBy(receiver::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
    try (SocketPair pair = SocketPair.open()) {
      Bytes.fill(pair.left().fd());
      pair.left().fd().makeBlocking();
      var sender =
          Threads.start(() -> {
            pair.left().send(ByteBuffer.allocate(1 << 20));
            return "sent";
          });
      sender.awaitWaiting();
      pair.left().close();
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void aDescriptorPassedOnBecomesAServerOrASocket() throws Exception {
    Path path = folder.resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 1)) {
      server.fd().makeBlocking();
      UnixServer same = UnixServer.of(server.fd());
      var accepting = Threads.start(same::accept).awaitWaiting();
      UnixSocket.connect(path).close();
      assertThat(accepting.get().in().read()).isEqualTo(-1);
      accepting.get().close();
    }
  }
}
