package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalman.io.UnixSocket;
import dev.signalman.jvm.JavaChild;
import dev.signalman.testkit.ChildJvm;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Which of the variables a child has by which a service manager talks to this process.
class ServiceManagerTest {
  private static final String SHOW =
      "echo \"${NOTIFY_SOCKET-no} ${WATCHDOG_USEC-no} ${WATCHDOG_PID-no} ${LISTEN_PID-no}"
          + " ${LISTEN_FDS-no} ${LISTEN_FDNAMES-no} ${LISTEN_PIDFDID-no} ${NOTIFY_SOCKETS-no}\"";

  @Test
  @DisplayName("SD-22 a child does not have them unless it is asked for")
  void childrenDoNotHaveThem() throws Exception {
    try (ChildJvm service =
        ChildJvm.of(Service.class)
            .env("NOTIFY_SOCKET", "/run/notify")
            .env("WATCHDOG_USEC", "5000000")
            .env("WATCHDOG_PID", "7")
            .env("LISTEN_PID", "8")
            .env("LISTEN_FDS", "2")
            .env("LISTEN_FDNAMES", "web:")
            .env("LISTEN_PIDFDID", "9")
            .env("NOTIFY_SOCKETS", "another")
            .start()) {
      service.expect(
          "no no no no no no no another",
          "/run/notify 5000000 7 8 2 web: 9 another",
          "/run/notify 5000000 no 8 2 web: 9 another",
          "/own no no no no no no another",
          "7 variables, 1 time LISTEN_FDS",
          "/block no no no no no no no",
          "no null null",
          "yes /run/notify 5000000");
      service.expectExit(0);
    }
  }

  /// Starts children that show their environment.
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws Exception {
      System.out.print(shown(spawn -> spawn));
      System.out.print(shown(Spawn::inheritServiceManager));
      System.out.print(shown(spawn -> spawn.inheritServiceManager().unsetEnv("WATCHDOG_PID")));
      System.out.print(shown(spawn -> spawn.env("NOTIFY_SOCKET", "/own")));
      Spawn all =
          Spawn.of("/usr/bin/env").clearEnv().env("LISTEN_FDS", "5").inheritServiceManager();
      List<String> variables = Outcome.of(all).out().lines().toList();
      long count = variables.stream().filter(line -> line.startsWith("LISTEN_FDS=")).count();
      System.out.println(variables.size() + " variables, " + count + " time LISTEN_FDS");
      System.out.print(shown(spawn -> spawn.environment("NOTIFY_SOCKET=/block\0".getBytes(UTF_8))));
      System.out.println("no " + worker(_ -> {}));
      System.out.println("yes " + worker(Spawn::inheritServiceManager));
    }

    private static String shown(UnaryOperator<Spawn> how) throws Exception {
      return Outcome.of(how.apply(Spawn.of("/bin/sh", "-c", SHOW))).out();
    }

    private static String worker(Consumer<Spawn> how) throws Exception {
      try (JavaChild child = JavaChild.of(Worker.class).with(how).start()) {
        return new String(child.socket().in().readAllBytes(), UTF_8);
      }
    }
  }

  /// Says what it has.
  static final class Worker {
    private Worker() {}

    public static void main(String[] args) throws Exception {
      try (UnixSocket parent = JavaChild.parent()) {
        String had = System.getenv("NOTIFY_SOCKET") + " " + System.getenv("WATCHDOG_USEC");
        parent.out().write(had.getBytes(UTF_8));
      }
    }
  }
}
