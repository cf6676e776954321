package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.NotifyPeer;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Handing over between real processes, with clients in Python.
class HandoverTest {
  private static final int CLIENTS = 3;

  @TempDir private Path folder;

  @Test
  @DisplayName("HAND-10 a UnixServer is handed over under load, and no connection is lost")
  void unixServer() throws Exception {
    handsOver("unix", folder.resolve("unix").toString(), 1);
    assertThat(folder.resolve("unix")).exists(); // it belongs to the new one
  }

  @Test
  @DisplayName("HAND-11 so is a ServerSocketChannel of TCP, twice: the second time as inherited")
  void tcp() throws Exception {
    handsOver("tcp", "", 2);
  }

  @Test
  @DisplayName("HAND-12 so is a ServerSocketChannel of a UNIX socket, whose name has a space")
  void unixChannel() throws Exception {
    handsOver("channel", folder.resolve("channel s").toString(), 1);
  }

  private void handsOver(String kind, String path, int times) throws Exception {
    try (Generations server = Generations.start(folder, kind)) {
      String address = path.isEmpty() ? server.after("port ") : path;
      long present = server.ready();
      Set<Long> generations = new TreeSet<>(Set.of(present));
      try (Load load = Load.on(address, CLIENTS)) {
        for (int i = 0; i < times; i++) {
          load.until(present);
          Peer.kill("USR2", present);
          String next = server.after("ready ");
          assertThat(next).endsWith(" after " + present); // its environment is a new one
          assertThat(server.after("began ")).startsWith("handing over to pid ");
          assertThat(server.after("ended ")).contains("handing over").endsWith(": 2 tasks");
          assertThat(server.exit(present)).isEqualTo("7");
          present = Long.parseLong(next.split(" ", -1)[0]);
          generations.add(present);
          load.until(present);
        }
        Load.Result result = load.stop();
        assertThat(result.errors()).isEqualTo("{}");
        assertThat(result.servers()).isEqualTo(generations);
      }
      Peer.kill("TERM", present);
      assertThat(server.exit(present)).isEqualTo("7");
      server.expectNoneLeft();
    }
  }

  @Test
  @DisplayName("HAND-20 no generation has more descriptors or options than the one before")
  void nothingGrows() throws Exception {
    try (Generations server = Generations.start(folder, "tcp", "unix")) {
      long present = server.ready();
      List<Integer> counts = new ArrayList<>();
      Set<Integer> lines = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        Peer.kill("USR2", present);
        assertThat(server.exit(present)).isEqualTo("7");
        present = server.ready();
        long pid = present;
        int index = i;
        if (i > 0) {
          Eventually.until("not more descriptors", () -> kept(pid) <= counts.get(index - 1));
        }
        counts.add(kept(pid));
        lines.add(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0", -1).length);
      }
      assertThat(lines).hasSize(1);
      Peer.kill("TERM", present);
      assertThat(server.exit(present)).isEqualTo("7");
    }
  }

  /// The number of open descriptors, without those of waits, which come with the first wait.
  private static int kept(long pid) throws IOException {
    List<String> files = new ArrayList<>(files(pid));
    files.removeAll(List.of("anon_inode:[eventpoll]", "anon_inode:[eventfd]"));
    return files.size();
  }

  static List<String> files(long pid) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.map(HandoverTest::file).toList();
    }
  }

  private static String file(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return ""; // closed meanwhile
    }
  }

  @Test
  @DisplayName("HAND-13 a new process that crashes, hangs or dies soon leaves the old one serving")
  void badSuccessors() throws Exception {
    try (Generations server = Generations.start(folder, "tcp", "unix", "settle=60m")) {
      String port = server.after("port ");
      long first = server.ready();
      try (Load load = Load.on(port, CLIENTS)) {
        server.how("crash");
        Peer.kill("USR2", first);
        assertThat(server.after("noted "))
            .matches(
                "handing over failed: process \\d+ exited with code 3 before it was ready; this"
                    + " process continues to serve");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          server.how("port " + taken.getLocalPort());
          Peer.kill("USR2", first);
          assertThat(server.after("noted "))
              .matches("handing over failed: process \\d+ exited with code 1 before .* ready.*");
          Eventually.until(
              "the reason",
              () -> server.errors().stream().anyMatch(line -> line.contains("BindException")));
        }
        server.how("dies");
        Peer.kill("USR2", first);
        assertThat(server.after("noted "))
            .matches("handing over failed: process \\d+ exited with code 4 soon after .* ready.*");
        Load.Result result = load.stop();
        assertThat(result.errors()).isEqualTo("{}");
        assertThat(result.servers()).containsExactly(first);
      }
      Eventually.until("no process is left", () -> children(first).isEmpty());
      Peer.kill("TERM", first);
      server.after("began TERM");
      assertThat(server.exit(first)).isEqualTo("7");
    }
  }

  @Test
  @DisplayName("HAND-21 a new process that is late is killed, and the old one serves")
  void lateSuccessor() throws Exception {
    try (Generations server = Generations.start(folder, "tcp", "within=1s")) {
      String port = server.after("port ");
      long first = server.ready();
      try (Load load = Load.on(port, CLIENTS)) {
        server.how("hang");
        Peer.kill("USR2", first);
        assertThat(server.after("noted "))
            .matches(
                "handing over failed: process \\d+ was not ready within 1 s, and was killed.*");
        assertThat(children(first)).isEmpty();
        Load.Result result = load.stop();
        assertThat(result.errors()).isEqualTo("{}");
        assertThat(result.servers()).containsExactly(first);
      }
    }
  }

  private static String children(long pid) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        all.append(childrenOf(thread));
      }
    }
    return all.toString();
  }

  private static String childrenOf(Path thread) {
    try {
      return Files.readString(thread.resolve("children"));
    } catch (IOException _) {
      return ""; // the thread has ended, and its children are another thread's
    }
  }

  @Test
  @DisplayName("HAND-14 a second attempt is refused while one is at work")
  void oneAtATime() throws Exception {
    try (Generations server = Generations.start(folder, "unix")) {
      long first = server.ready();
      server.how("hang");
      Peer.kill("USR2", first);
      long hanging = Long.parseLong(server.after("hanging "));
      Peer.kill("USR2", first);
      assertThat(server.after("noted ")).contains("another attempt is at work");
      Peer.kill("KILL", hanging);
      assertThat(server.after("noted ")).contains("SIGKILL", "before it was ready");
      server.how("");
      Peer.kill("USR2", first);
      long second = server.ready();
      assertThat(server.exit(first)).isEqualTo("7");
      Peer.kill("TERM", second);
      assertThat(server.exit(second)).isEqualTo("7");
    }
  }

  @Test
  @DisplayName("HAND-15 a stop ends a new process that is not ready, and refuses further ones")
  void stopMeanwhile() throws Exception {
    try (Generations server = Generations.start(folder, "unix", "hold")) {
      long first = server.ready();
      server.how("hang");
      Peer.kill("USR2", first);
      long hanging = Long.parseLong(server.after("hanging "));
      Peer.kill("TERM", first);
      server.after("began TERM");
      assertThat(server.after("noted ")).isEqualTo("handing over failed: this program stops");
      Peer.kill("USR2", first);
      assertThat(server.after("noted ")).isEqualTo("not handing over: this program stops");
      Eventually.until("it is gone", () -> Files.notExists(Path.of("/proc/" + hanging)));
      Files.createFile(folder.resolve("held"));
      assertThat(server.exit(first)).isEqualTo("7");
    }
  }

  @Test
  @DisplayName("HAND-16 a stop while both serve ends both in order")
  void stopWhileBothServe() throws Exception {
    try (Generations server = Generations.start(folder, "unix", "settle=60m")) {
      long first = server.ready();
      Peer.kill("USR2", first);
      long second = server.ready();
      Peer.kill("TERM", first);
      List<String> causes = List.of(server.after("began "), server.after("began "));
      assertThat(causes).allMatch(cause -> cause.startsWith("TERM from pid "));
      assertThat(causes).anyMatch(cause -> cause.contains(" pid " + first + " "));
      Eventually.until("both are gone", () -> Files.notExists(Path.of("/proc/" + second)));
    }
  }

  @Test
  @DisplayName("HAND-17 the old process is killed: a new one that is not ready ends, too")
  void oldOneIsKilled() throws Exception {
    try (Generations server = Generations.start(folder, "unix")) {
      long first = server.ready();
      server.how("hang");
      Peer.kill("USR2", first);
      long hanging = Long.parseLong(server.after("hanging "));
      Peer.kill("KILL", first);
      Eventually.until("both are gone", () -> Files.notExists(Path.of("/proc/" + hanging)));
    }
  }

  @Test
  @DisplayName("HAND-18 a new process that dies after it has taken over is in the report")
  void diesAfterwards() throws Exception {
    try (Generations server = Generations.start(folder, "unix", "settle=0s", "hold")) {
      long first = server.ready();
      server.how("dies later");
      Peer.kill("USR2", first);
      long dying = Long.parseLong(server.after("dying "));
      server.after("began handing over");
      Peer.kill("KILL", dying);
      assertThat(server.after("noted ")).contains("process " + dying, "after it has taken over");
      Files.createFile(folder.resolve("held"));
      assertThat(server.after("ended ")).contains("process " + dying, "after it has taken over");
    }
  }

  @Test
  @DisplayName("HAND-25 the standard streams survive the closing of an inherited channel")
  void standardStreams() throws Exception {
    try (Generations server = Generations.start(folder, "tcp", "hold")) {
      long first = server.ready();
      Path held = Files.createFile(folder.resolve("held"));
      Peer.kill("USR2", first);
      assertThat(server.exit(first)).isEqualTo("7");
      long second = server.ready();
      assertThat(Files.readSymbolicLink(Path.of("/proc/" + second + "/fd/0")).toString())
          .startsWith("pipe:"); // and not the socket, which children would inherit
      Files.delete(held);
      Peer.kill("TERM", second);
      server.after("closed " + second);
      Files.createFile(held);
      server.after("a child of " + second);
      server.after("ended ");
      assertThat(server.exit(second)).isEqualTo("7");
    }
  }

  @Test
  @DisplayName("HAND-19 systemd hears of the new main process, and of no stop")
  void systemd() throws Exception {
    String address = folder.resolve("notify").toString();
    try (NotifyPeer manager = NotifyPeer.at(address);
        Generations server =
            Generations.start(
                folder,
                ChildJvm.of(HandoverSubject.class).env("NOTIFY_SOCKET", address),
                "unix",
                "manager")) {
      long first = server.ready();
      assertThat(manager.take()).isEqualTo(first + " 0 READY=1");
      server.how("crash");
      Peer.kill("USR2", first);
      assertThat(manager.take()).startsWith(first + " 0 RELOADING=1|MONOTONIC_USEC=");
      assertThat(manager.take()).isEqualTo(first + " 0 READY=1");
      server.after("noted ");
      server.how("");
      Peer.kill("USR2", first);
      long second = server.ready();
      assertThat(manager.take()).startsWith(first + " 0 RELOADING=1|MONOTONIC_USEC=");
      assertThat(manager.take()).isEqualTo(first + " 0 READY=1|MAINPID=" + second);
      assertThat(manager.take()).isEqualTo(first + " 1 BARRIER=1");
      manager.closeFiles();
      assertThat(server.exit(first)).isEqualTo("7");
      Peer.kill("TERM", second);
      assertThat(manager.take()).isEqualTo(second + " 0 STOPPING=1");
    }
  }
}
