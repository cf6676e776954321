package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.PosixException;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixDatagramTest {
  /// Takes a message for each line of its input, and prints the sender's pid, the bytes, and what
  /// is in the file that came.
  private static final String RECEIVER =
      """
      import array, os, socket, struct, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      s.bind(sys.argv[1].replace('@', '\\0'))
      print('ready', flush=True)
      while sys.stdin.readline():
          data, control, flags, _ = s.recvmsg(1 << 17, 4096)
          pid, files = 0, []
          for level, kind, value in control:
              if kind == socket.SCM_CREDENTIALS:
                  pid = struct.unpack('iii', value)[0]
              elif kind == socket.SCM_RIGHTS:
                  files += [os.pread(fd, 100, 0).decode() for fd in array.array('i', value)]
          print(pid, len(data), data[:20].decode(), *files, flush=True)
      """;

  @TempDir private Path folder;

  private static ChildProgram receiver(String address) throws Exception {
    Peer.assumePython();
    ChildProgram receiver = ChildProgram.start("python3", "-c", RECEIVER, address);
    receiver.expect("ready");
    return receiver;
  }

  private String address(String kind) {
    Path path = folder.resolve("receiver");
    return kind.equals("path") ? path.toString() : "@" + path;
  }

  private static UnixDatagram connect(String address) throws Exception {
    return address.startsWith("@")
        ? UnixDatagram.connectAbstract(address.substring(1))
        : UnixDatagram.connect(Path.of(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract name"})
  @DisplayName("SD-01 messages arrive whole, with the sender's pid and open files")
  void messagesArriveWithFiles(String kind) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    String address = address(kind);
    long pid = ProcessHandle.current().pid();
    try (ChildProgram receiver = receiver(address);
        UnixDatagram socket = connect(address);
        Fd open = OpenFile.of(file)) {
      ByteBuffer message = Bytes.of("with a file");
      socket.send(message, open);
      assertThat(message.hasRemaining()).isFalse();
      assertThat(socket.trySend(Bytes.of("without"))).isTrue();
      socket.send(ByteBuffer.allocate(0));
      socket.send(ByteBuffer.wrap("x".repeat(65_536).getBytes(UTF_8)));
      for (String expected :
          new String[] {"11 with a file content", "7 without", "0 ", "65536 " + "x".repeat(20)}) {
        receiver.send("next");
        receiver.expect(pid + " " + expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Threads.Kind.class)
  @DisplayName("SD-02 a full socket is told at once, or waited for")
  void fullSocket(Threads.Kind kind) throws Exception {
    String address = address("path");
    try (ChildProgram receiver = receiver(address);
        UnixDatagram socket = connect(address)) {
      ByteBuffer refused = Bytes.of("x");
      int count = 0;
      while (socket.trySend(refused.rewind())) {
        count++;
      }
      assertThat(refused.remaining()).isEqualTo(1);
      assertThat(count).isPositive();
      var waiting =
          Threads.start(
                  kind,
                  () -> {
                    socket.send(Bytes.of("late"));
                    return "sent";
                  })
              .awaitWaiting();
      receiver.send("next");
      assertThat(waiting.get()).isEqualTo("sent");
      var interrupted =
          Threads.start(
                  kind,
                  () -> {
                    assertThatThrownBy(() -> socket.send(Bytes.of("never")))
                        .isInstanceOf(InterruptedIOException.class);
                    return Thread.interrupted();
                  })
              .awaitWaiting();
      interrupted.thread().interrupt();
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  @DisplayName("SD-03 a receiver that has gone, and addresses of none, are named")
  void nobodyReceives() throws Exception {
    String address = address("path");
    try (ChildProgram receiver = receiver(address);
        UnixDatagram socket = connect(address)) {
      receiver.process().destroyForcibly().waitFor();
      assertThatThrownBy(() -> socket.send(Bytes.of("x")))
          .isInstanceOf(PosixException.class)
          .hasMessageStartingWith("sendmsg(socket to " + address)
          .hasMessageContaining("ECONNREFUSED");
      assertThatThrownBy(() -> connect(address)).hasMessageContaining("ECONNREFUSED");
    }
    assertThatThrownBy(() -> connect("@nobody.receives.here"))
        .hasMessage("connect(@nobody.receives.here): ECONNREFUSED (Connection refused)");
    assertThatThrownBy(() -> connect(folder.resolve("none").toString()))
        .hasMessageContaining("ENOENT");
    Path stream = folder.resolve("stream");
    try (UnixServer server = UnixServer.listen(stream, 1)) {
      assertThat(server.fd().isOpen()).isTrue();
      assertThatThrownBy(() -> connect(stream.toString())).hasMessageContaining("EPROTOTYPE");
    }
  }

  @Test
  void addressesAndMessagesThatDoNotFitAreRefused() throws Exception {
    assertThatThrownBy(() -> UnixDatagram.connectAbstract("x".repeat(108)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the abstract name of a socket has 1 to 107 bytes, not 108: x");
    assertThatThrownBy(() -> UnixDatagram.connectAbstract(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UnixDatagram.connect(Path.of("/" + "x".repeat(107))))
        .hasMessageStartingWith("the path of a socket has 1 to 107 bytes, not 108: /x");
    String address = "@" + "x".repeat(107);
    try (ChildProgram receiver = receiver(address);
        UnixDatagram socket = connect(address)) {
      assertThatThrownBy(() -> socket.send(ByteBuffer.allocate(65_537)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a message has at most 65536 bytes, not 65537");
      socket.send(Bytes.of("fits"));
      receiver.send("next");
      assertThat(receiver.line()).endsWith("4 fits");
    }
  }
}
