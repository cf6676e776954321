package dev.signalman.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signals in a loop around a `java.nio` selector.
class SelectorTest {
  @Test
  void signalsWakeASelectorBetweenSockets() throws Exception {
    try (ChildJvm child = ChildJvm.start(Server.class)) {
      int port = Integer.parseInt(child.line());
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        for (int i = 0; i < 20; i++) {
          Peer.queue("" + Signal.RT1.number(), i, child.pid());
          child.expect("signal " + i);
          String line = "line " + i;
          client.getOutputStream().write(line.getBytes(UTF_8));
          assertThat(new String(client.getInputStream().readNBytes(line.length()), UTF_8))
              .isEqualTo(line);
        }
      }
      Peer.kill("TERM", child.pid());
      child.expect("bye", "threads gone", "descriptors gone");
      child.expectExit(0);
    }
  }

  /// Echoes until TERM comes.
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      Selector.open().close(); // what the JDK opens once and keeps
      long self = ProcessHandle.current().pid();
      SelfPipe.open(Signal.TERM).close();
      var before = waitable(self);
      try (Selector selector = Selector.open();
          ServerSocketChannel server = ServerSocketChannel.open();
          SelfPipe pipe = SelfPipe.open(Signal.TERM, Signal.RT1)) {
        AutoCloseable waking = pipe.wakeup(selector);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
        while (serve(selector) && handle(pipe)) {}
        System.out.println("bye");
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
        waking.close();
        waking.close();
      }
      // A second one, which ends with its self-pipe alone.
      try (Selector selector = Selector.open();
          SelfPipe pipe = SelfPipe.open(Signal.TERM)) {
        var _ = pipe.wakeup(selector);
      }
      Eventually.until("threads end", () -> !hasWaker());
      System.out.println("threads gone");
      Eventually.until("closed", () -> waitable(self).equals(before));
      System.out.println("descriptors gone");
    }

    private static List<Integer> waitable(long pid) throws Exception {
      return ProcFs.descriptors(pid).entrySet().stream()
          .filter(open -> open.getValue().matches("pipe:.*|anon_inode:.*(event|signal).*"))
          .map(Map.Entry::getKey)
          .toList();
    }

    private static boolean hasWaker() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().equals("signalman-selector-waker"));
    }

    private static boolean handle(SelfPipe pipe) {
      for (SignalInfo info = pipe.poll(); info != null; info = pipe.poll()) {
        if (info.signal() == Signal.TERM) {
          return false;
        }
        System.out.println("signal " + info.value());
      }
      return true;
    }

    private static boolean serve(Selector selector) throws Exception {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
          client.configureBlocking(false);
          client.register(selector, SelectionKey.OP_READ);
        } else {
          echo((SocketChannel) key.channel());
        }
      }
      selector.selectedKeys().clear();
      return true;
    }

    private static void echo(SocketChannel client) throws Exception {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      if (client.read(buffer) < 0) {
        client.close();
      } else {
        client.write(buffer.flip());
      }
    }
  }
}
