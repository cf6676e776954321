package dev.signalman.bench.peer;

import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixSocket;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A byte that goes to a child and comes back. The child is the C program, or a Java program of
/// this library's.
final class PingPong {
  private PingPong() {}

  /// Plays with the C program that the second argument names.
  ///
  /// @return what each round took, in nanoseconds
  static String play(long count, String[] args) throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      Child child = Spawn.of(args[1], "echo").fd(3, pair.right().fd()).start();
      pair.right().close();
      String times = play(count, pair.left());
      pair.left().close();
      child.waitFor();
      return times;
    }
  }

  private static String play(long count, UnixSocket socket) throws IOException {
    ByteBuffer ball = ByteBuffer.allocateDirect(1);
    StringBuilder times = new StringBuilder();
    for (long i = 0; i < count; i++) {
      long begin = System.nanoTime();
      socket.fd().write(ball.clear());
      socket.fd().read(ball.clear());
      times.append(System.nanoTime() - begin).append(' ');
    }
    return times.toString();
  }
}
