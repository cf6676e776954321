package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.io.Fd;
import dev.signalman.io.UnixServer;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be handed over is refused by an exception that says why, and nothing has changed.
class HandoverRefusedTest {
  @TempDir private Path folder;

  private List<String> lines(String program, ChildJvm.Builder builder) throws Exception {
    try (ChildJvm child = builder.args(program, folder.toString()).start()) {
      List<String> lines = Stopping.rest(child);
      assertThat(child.errors()).noneMatch(line -> line.contains("Exception"));
      child.expectExit(0);
      return lines;
    }
  }

  private List<String> lines(String program) throws Exception {
    return lines(program, ChildJvm.of(Asking.class));
  }

  @Test
  @DisplayName("HAND-07 HttpServer, a second ServerSocketChannel and others: with the ways out")
  void listeners() throws Exception {
    List<String> lines = lines("listeners");
    assertThat(lines.get(0)).contains("com.sun.net.httpserver.HttpServer cannot be handed over");
    assertThat(lines.get(1)).contains("java.net.ServerSocket cannot be handed over");
    assertThat(lines.get(2)).contains("a second ServerSocketChannel, other after http, cannot");
    assertThat(lines.subList(0, 3))
        .allMatch(line ->
            line.startsWith("IllegalArgumentException")
                && line.contains("a proxy in front")
                && line.contains("SO_REUSEPORT")
                && line.contains("FileDescriptorStoreMax="));
    assertThat(lines.get(3)).contains("there is a listener \"http\" already");
    assertThat(lines.get(4)).contains("1 to 255 characters of ASCII");
    assertThat(lines).hasSize(5);
  }

  @Test
  @DisplayName("HAND-08 a channel whose descriptor cannot be found is refused at once")
  void channels() throws Exception {
    assertThat(lines("unbound"))
        .containsExactly("IOException: the listener a is not bound to an address");
    List<String> shared = lines("shared");
    assertThat(shared).hasSize(1);
    assertThat(shared.get(0)).startsWith("IOException: the listener a is not found: more than one");
  }

  @Test
  @DisplayName("HAND-22 a handover that cannot begin is an exception or a report")
  void starts() throws Exception {
    List<String> lines = lines("starts");
    assertThat(lines.get(0)).startsWith("HandoverException: ").contains("no listener to inherit");
    assertThat(lines.get(1))
        .isEqualTo("IllegalStateException: this lifecycle has a Handover already");
    assertThat(lines.get(2)).startsWith("FAILED").contains("not started", "no/such/folder");
    assertThat(lines.get(3))
        .startsWith("FAILED")
        .contains("exited with code 1 before it was ready");
    assertThat(lines.get(4)).startsWith("FAILED").contains("the listener a is closed");
    assertThat(lines.get(5))
        .startsWith("IllegalStateException")
        .contains("before Lifecycle.ready()");
    assertThat(lines).hasSize(6);
  }

  @Test
  @DisplayName("HAND-23 a class path that moved is named")
  void classPathMoved() throws Exception {
    Path moved = Files.createDirectory(folder.resolve("moved"));
    List<String> lines = lines("moved", ChildJvm.of(Asking.class).vm("-p", moved.toString()));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("FAILED").contains(moved.toString(), "not there any more");
  }

  @Test
  @DisplayName("HAND-24 process 1 of a container does not hand over")
  void processOne() throws Exception {
    Assumptions.assumeTrue(
        Peer.run("unshare", "--user", "--map-root-user", "--pid", "--fork", "true").status() == 0,
        "skipped: no pid namespaces for users");
    List<String> lines =
        lines(
            "one",
            ChildJvm.of(Asking.class)
                .prefix("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"));
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("HandoverException").contains("process 1");
  }

  @Test
  @DisplayName("HAND-26 a program that the java command compiled into memory does not hand over")
  void sourceFile() throws Exception {
    Path file = folder.resolve("Served.java");
    Files.writeString(
        file,
        """
        import dev.signalman.io.*;
        import dev.signalman.lifecycle.*;
        class Served {
          public static void main(String[] args) throws Exception {
            Lifecycle life = Lifecycle.builder().quiet().open();
            Handover handover = Handover.of(life);
            handover.listener("a", UnixServer.class,
                () -> UnixServer.listen(java.nio.file.Path.of(args[0]), 8));
            try {
              handover.start();
            } catch (HandoverException e) {
              System.out.println(e.reason() + " " + e.getMessage());
            }
            life.close();
          }
        }
        """);
    try (ChildProgram child =
        ChildProgram.start(
            ChildJvm.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.classPath(),
            file.toString(),
            folder.resolve("socket").toString())) {
      assertThat(child.line()).startsWith("CANNOT_START not handing over: ").contains("javac -d");
      child.expectExit(0);
    }
  }

  static final class Asking {
    private Asking() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life = Lifecycle.builder().quiet().open();
      Path folder = Path.of(args[1]);
      Handover handover = Handover.of(life);
      Callable<UnixServer> unix = () -> UnixServer.listen(folder.resolve("unix"), 8);
      switch (args[0]) {
        case "listeners" -> {
          show(() -> handover.listener("h", httpServer(), () -> null));
          show(() -> handover.listener("s", ServerSocket.class, () -> null));
          handover.listener("http", ServerSocketChannel.class, () -> bound(0));
          show(() -> handover.listener("other", ServerSocketChannel.class, () -> bound(0)));
          show(() -> handover.listener("http", UnixServer.class, unix));
          show(() -> handover.listener("a:b", UnixServer.class, unix));
        }
        case "unbound" ->
            show(
                () -> handover.listener("a", ServerSocketChannel.class, ServerSocketChannel::open));
        case "shared" -> {
          ServerSocketChannel first = bound(0);
          int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
          show(() -> handover.listener("a", ServerSocketChannel.class, () -> bound(port)));
        }
        case "starts" -> {
          show(() -> handover.start().get());
          show(() -> Handover.of(life));
          UnixServer server = handover.listener("a", UnixServer.class, unix);
          String[] directory = {"no/such/folder"};
          handover.with(spawn -> {
            spawn.env("JDK_JAVA_OPTIONS", "-Xms900000g");
            spawn.directory(Path.of(directory[0]));
          });
          show(() -> handover.start().get());
          directory[0] = "/";
          show(() -> handover.start().get());
          server.close();
          show(() -> handover.start().get());
          life.ready();
          show(() -> Handover.of(life));
        }
        case "moved" -> {
          handover.listener("a", UnixServer.class, unix);
          Files.delete(folder.resolve("moved"));
          show(() -> handover.start().get());
        }
        case "one" -> {
          handover.listener("a", Fd.class, () -> unix.call().fd());
          show(() -> handover.start().get());
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      life.close();
    }

    /// A module that this one does not know.
    private static Class<?> httpServer() throws ClassNotFoundException {
      return Class.forName("com.sun.net.httpserver.HttpServer");
    }

    private static ServerSocketChannel bound(int port) throws Exception {
      return ServerSocketChannel.open()
          .setOption(StandardSocketOptions.SO_REUSEPORT, true)
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void show(Callable<?> call) {
      try {
        Object result = call.call();
        System.out.println(
            result instanceof HandoverReport report ? report.outcome() + " " + report : result);
      } catch (Exception e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }
}
