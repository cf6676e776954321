package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.PosixException;
import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorPassingTest {
  private static final long SELF = ProcessHandle.current().pid();
  private static final String PEER =
      """
      import array, os, socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      data, fds, flags, address = socket.recv_fds(s, 100, 10)
      print(data.decode(), len(fds), flush=True)
      os.write(fds[1], b'written by ' + os.read(fds[0], 100))
      r, w = os.pipe()
      socket.send_fds(s, [b'back'], [r])
      os.write(w, b'through the pipe of the peer')
      s.recv(1)
      """;

  /// Asks the kernel to tell who sends through a socket that it is passed.
  private static final String CREDENTIALS =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      data, fds, flags, address = socket.recv_fds(s, 100, 10)
      passed = socket.socket(fileno=fds[0])
      passed.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      try:
          passed.setsockopt(socket.SOL_SOCKET, 76, 1)  # SO_PASSPIDFD, since Linux 6.5
      except OSError:
          pass
      s.send(b'set')
      """;

  @TempDir private Path folder;

  @Test
  void descriptorsTravelToAnotherProcessAndBack() throws Exception {
    Peer.assumePython();
    Path path = folder.resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 5);
        ChildProgram peer = ChildProgram.start("python3", "-c", PEER, path.toString());
        UnixSocket socket = server.accept();
        Pipe in = Pipe.open();
        Pipe out = Pipe.open()) {
      in.writeEnd().write(Bytes.of("python"));
      socket.send(Bytes.of("two"), in.readEnd(), out.writeEnd());
      peer.expect("two 2");
      assertThat(Bytes.read(out.readEnd())).isEqualTo("written by python");
      ByteBuffer buffer = ByteBuffer.allocate(100);
      UnixSocket.Received received = Objects.requireNonNull(socket.receive(buffer, 10));
      assertThat(received.count()).isEqualTo(4);
      assertThat(received.descriptors()).hasSize(1);
      Fd fd = received.descriptors().getFirst();
      assertThat(Bytes.read(fd)).isEqualTo("through the pipe of the peer");
      fd.close();
    }
  }

  @Test
  void receivedDescriptorsAreTheReceiversOwnAndClosedByExec() throws Exception {
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      pair.left().send(Bytes.of("x"), pipe.writeEnd());
      try (Fd copy = receive(pair.right(), 1).getFirst()) {
        assertThat(copy.number()).isNotEqualTo(pipe.writeEnd().number());
        assertThat(FcntlH.fcntl(copy.number(), FcntlH.F_GETFD, 0)).isEqualTo(FcntlH.FD_CLOEXEC);
        assertThat(copy).hasToString("received descriptor (" + copy.number() + ")");
        pipe.writeEnd().close();
        copy.write(Bytes.of("by the copy"));
      }
      assertThat(pipe.readEnd().in().readAllBytes()).hasSize(11);
    }
  }

  @Test
  void bytesAloneAndTheEnd() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      pair.left().send(ByteBuffer.allocate(200_000).limit(150_000));
      pair.left().close();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      for (var got = pair.right().receive(buffer, 0); got != null; ) {
        assertThat(got.descriptors()).isEmpty();
        got = pair.right().receive(buffer, 0);
      }
      assertThat(buffer.position()).isEqualTo(150_000);
      UnixSocket.Received nothing = pair.right().receive(ByteBuffer.allocate(0), 0);
      assertThat(nothing).isEqualTo(new UnixSocket.Received(0, List.of()));
    }
  }

  @Test
  void asManyAsTheKernelCarries() throws Exception {
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      Fd[] many = Collections.nCopies(253, pipe.readEnd()).toArray(Fd[]::new);
      pair.left().send(Bytes.of("x"), many);
      List<Fd> received = receive(pair.right(), 253);
      assertThat(received).hasSize(253);
      received.forEach(Fd::close);
      Fd[] tooMany = Collections.nCopies(254, pipe.readEnd()).toArray(Fd[]::new);
      assertThatThrownBy(() -> pair.left().send(Bytes.of("x"), tooMany))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a message carries 0 to 253 descriptors, not 254");
      assertThatThrownBy(() -> receive(pair.right(), 254))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> receive(pair.right(), -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void moreThanThereIsRoomForAreLostAndNotLeaked() throws Exception {
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      for (int room : new int[] {0, 1, 2, 3}) {
        Fd[] sent = Collections.nCopies(room + 1, pipe.writeEnd()).toArray(Fd[]::new);
        long before = copiesOf(pipe.writeEnd());
        pair.left().send(Bytes.of("x"), sent);
        assertThatThrownBy(() -> receive(pair.right(), room))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("are lost: more than there was room for");
        assertThat(copiesOf(pipe.writeEnd())).isEqualTo(before);
      }
      pair.left().send(Bytes.of("still of use"));
      assertThat(Bytes.read(pair.right().fd())).isEqualTo("still of use");
    }
  }

  @Test
  void bytesThatCameWithLostDescriptorsAreThere() throws Exception {
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      pair.left().send(Bytes.of("bytes"), pipe.readEnd());
      ByteBuffer target = ByteBuffer.allocate(100);
      assertThatThrownBy(() -> pair.right().receive(target, 0))
          .hasMessageEndingWith("more than there was room for, 1 instead of 0");
      assertThat(UTF_8.decode(target.flip()).toString()).isEqualTo("bytes");
    }
  }

  @Test
  void otherControlMessagesAreNoLostDescriptors() throws Exception {
    Peer.assumePython();
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      askForCredentials(pair.right());
      long before = ProcFs.descriptors(SELF).size();
      for (int room : new int[] {0, 1, 2, 253}) {
        pair.left().send(Bytes.of("bytes"));
        assertThat(receive(pair.right(), room)).isEmpty();
        Fd[] sent = Collections.nCopies(room, pipe.writeEnd()).toArray(Fd[]::new);
        pair.left().send(Bytes.of("bytes"), sent);
        List<Fd> received = receive(pair.right(), room);
        assertThat(received).hasSize(room);
        received.forEach(Fd::close);
      }
      pair.left().send(Bytes.of("bytes"), pipe.readEnd());
      assertThatThrownBy(() -> receive(pair.right(), 0)).hasMessageContaining("are lost");
      assertThat(ProcFs.descriptors(SELF)).hasSize((int) before);
    }
  }

  private void askForCredentials(UnixSocket passed) throws Exception {
    Path path = folder.resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 5);
        ChildProgram peer = ChildProgram.start("python3", "-c", CREDENTIALS, path.toString());
        UnixSocket socket = server.accept()) {
      socket.send(Bytes.of("x"), passed.fd());
      assertThat(Bytes.read(socket.fd())).isEqualTo("set");
      peer.expectExit(0);
    }
  }

  @Test
  void descriptorsThatThisProcessMayNotHaveAreLost() throws Exception {
    String script = "ulimit -n 100 && exec \"$@\"";
    try (ChildJvm child = ChildJvm.of(Crowded.class).prefix("sh", "-c", script, "sh").start()) {
      child.expect("4 came");
      assertThat(child.line())
          .startsWith("descriptors that came through right end of a socket pair")
          .endsWith("are lost: this process may have no more open (RLIMIT_NOFILE)");
      child.expect("a pipe more", "4 came");
      child.expectExit(0);
    }
  }

  /// Has room for two descriptors more, or three.
  static final class Crowded {
    private Crowded() {}

    public static void main(String[] args) throws Exception {
      List<Pipe> pipes = new ArrayList<>();
      try (SocketPair pair = SocketPair.open()) {
        tryReceive(pair, Pipe.open().readEnd()); // loads what the next one needs
        fill(pipes);
        pipes.removeLast().close();
        tryReceive(pair, pipes.getLast().readEnd());
        pipes.add(Pipe.open());
        System.out.println("a pipe more");
        pipes.removeLast().close();
        pipes.removeLast().close();
        tryReceive(pair, pipes.getLast().readEnd());
      }
    }

    private static void fill(List<Pipe> pipes) {
      try {
        while (true) {
          pipes.add(Pipe.open());
        }
      } catch (PosixException _) {
        // That is all.
      }
    }

    private static void tryReceive(SocketPair pair, Fd fd) throws IOException {
      pair.left().send(Bytes.of("x"), Collections.nCopies(4, fd).toArray(Fd[]::new));
      try {
        System.out.println(receive(pair.right(), 9).size() + " came");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void descriptorsTravelWithBytesOnly() throws Exception {
    try (SocketPair pair = SocketPair.open();
        Pipe pipe = Pipe.open()) {
      assertThatThrownBy(() -> pair.left().send(ByteBuffer.allocate(0), pipe.readEnd()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least one byte");
      pipe.readEnd().close();
      assertThatThrownBy(() -> pair.left().send(Bytes.of("x"), pipe.readEnd()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("read end of a pipe is closed");
    }
  }

  @Test
  void longMessagesOfSeveralThreadsDoNotMix() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      int size = 300_000;
      List<Threads.Running<String>> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) i);
        senders.add(
            Threads.start(() -> {
              pair.left().send(ByteBuffer.wrap(message));
              return "sent";
            }));
      }
      for (int i = 0; i < 4; i++) {
        byte[] message = pair.right().in().readNBytes(size);
        for (byte value : message) {
          if (value != message[0]) {
            throw new AssertionError("messages mixed");
          }
        }
      }
      for (Threads.Running<String> sender : senders) {
        assertThat(sender.get()).isEqualTo("sent");
      }
    }
  }

  private static List<Fd> receive(UnixSocket socket, int room) throws IOException {
    UnixSocket.Received received = socket.receive(ByteBuffer.allocate(100), room);
    return received == null ? List.of() : received.descriptors();
  }

  private static long copiesOf(Fd fd) throws IOException {
    var open = ProcFs.descriptors(SELF);
    String target = open.get(fd.number());
    return open.values().stream().filter(name -> name.equals(target)).count();
  }
}
