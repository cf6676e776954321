package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service manager is told, with a Python program in its place.
class ServiceManagerTest {
  private static final String MANAGER =
      """
      import array, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print('bound', flush=True)
      while True:
        data, fds, flags, address = socket.recv_fds(s, 4096, 8)
        for fd in fds: socket.close(fd)
        print(data.decode().replace('\\n', ' '), flush=True)
      """;

  private static ChildProgram manager(String address) throws Exception {
    Peer.assumePython();
    ChildProgram manager = ChildProgram.start("python3", "-c", MANAGER, address);
    manager.expect("bound");
    return manager;
  }

  private static List<String> told(ChildProgram manager) throws Exception {
    List<String> told = new ArrayList<>();
    do {
      told.add(manager.line());
    } while (!told.getLast().equals("BARRIER=1"));
    return told;
  }

  @Test
  @DisplayName("STOP-85: a service manager is told of the start, the stages and the stop")
  void startAndStop(@TempDir Path folder) throws Exception {
    String address = folder.resolve("notify").toString();
    try (ChildProgram manager = manager(address);
        ChildJvm child =
            Stopping.ready(
                Stopping.of("task=s/a print", "notify", "delay=1s")
                    .env("NOTIFY_SOCKET", address))) {
      manager.expect("READY=1");
      Peer.kill("TERM", child.pid());
      assertThat(told(manager)).containsExactly("STOPPING=1", "STATUS=stopping: s", "BARRIER=1");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("STOP-86: a stop by itself is told only after the drain delay")
  void stopByItself(@TempDir Path folder) throws Exception {
    String address = folder.resolve("notify").toString();
    try (ChildProgram manager = manager(address);
        ChildJvm child =
            Stopping.ready(
                Stopping.of("task=s/a print", "notify", "main=stop-handler", "delay=1s")
                    .env("NOTIFY_SOCKET", address))) {
      manager.expect("READY=1");
      Peer.kill("USR1", child.pid());
      assertThat(told(manager)).containsExactly("STOPPING=1", "STATUS=stopping: s", "BARRIER=1");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName(
      "STOP-87: a manager that is not there is said in lines that name it; the stop is in order")
  void nobodyListens(@TempDir Path folder) throws Exception {
    String address = folder.resolve("nobody").toString();
    try (ChildJvm child =
        Stopping.ready(Stopping.of("task=s/a print", "notify").env("NOTIFY_SOCKET", address))) {
      Peer.kill("TERM", child.pid());
      assertThat(Stopping.rest(child)).contains("a ended");
      child.expectExit(0);
      assertThat(child.errors()).isNotEmpty().allMatch(line -> line.contains(address));
    }
  }
}
