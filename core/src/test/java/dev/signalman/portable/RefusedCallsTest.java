package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A filter that refuses one of the system calls that this library makes and `java -version` does
/// not, as containers and old kernels do. The other calls are made to fail in `FailingStepsTest`.
@StressTest
class RefusedCallsTest {
  private record Refused(String call, int number) {}

  /// By their numbers on x86-64. The first ones are tried in each build.
  private static final List<Refused> CALLS =
      List.of(
          new Refused("epoll_create1", 291),
          new Refused("signalfd4", 289),
          new Refused("waitid", 247),
          new Refused("rt_sigqueueinfo", 129),
          new Refused("timer_create", 222),
          new Refused("pipe2", 293),
          new Refused("dup3", 292),
          new Refused("getppid", 110),
          new Refused("kill", 62),
          new Refused("tgkill", 234),
          new Refused("rt_sigpending", 127),
          new Refused("eventfd2", 290),
          new Refused("epoll_ctl", 233),
          new Refused("epoll_pwait", 281),
          new Refused("epoll_pwait2", 441),
          new Refused("ppoll", 271),
          new Refused("memfd_create", 319),
          new Refused("setitimer", 38),
          new Refused("getitimer", 36),
          new Refused("timer_settime", 223),
          new Refused("timer_gettime", 224),
          new Refused("timer_delete", 226),
          new Refused("pidfd_open", 434),
          new Refused("pidfd_send_signal", 424),
          new Refused("close_range", 436),
          new Refused("socketpair", 53),
          new Refused("bind", 49),
          new Refused("listen", 50),
          new Refused("accept4", 288),
          new Refused("sendto", 44),
          new Refused("sendmsg", 46),
          new Refused("recvmsg", 47),
          new Refused("getsockopt", 55),
          new Refused("shutdown", 48));

  private static final int IN_EACH_BUILD = 5;
  private static final int ENOSYS = 38;
  private static final int EPERM = 1;

  @Test
  @DisplayName(
      "PORT-32: without any one system call each call works or has a clear message; none is an"
          + " error, and none hangs")
  void eachInTurn() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"),
        "skipped: the numbers of these system calls are those of x86-64");
    CProgram deny = CProgram.compile(RefusedCallsTest.class, "/c/deny.c");
    boolean all = StressRun.isLong();
    List<Refused> calls = all ? CALLS : CALLS.subList(0, IN_EACH_BUILD);
    for (Refused call : calls) {
      boolean odd = call.number() % 2 == 1;
      if (all || odd) {
        exercise(deny, call, EPERM);
      }
      if (all || !odd) {
        exercise(deny, call, ENOSYS);
      }
    }
  }

  private static void exercise(CProgram deny, Refused call, int errno) throws Exception {
    String filter = call.number() + ":" + errno;
    try (ChildJvm child =
        ChildJvm.of(Exercise.class).prefix(deny.path().toString(), filter).start()) {
      child.exit();
      List<String> told = child.remainingLines();
      assertThat(told).as(call + " " + errno).hasSize(20);
      assertThat(told).as(call + " " + errno).noneMatch(each -> each.contains(": BAD"));
      if (StressRun.isLong()) {
        told.stream()
            .filter(each -> !each.endsWith(": ok"))
            .forEach(each -> System.out.println(call.call() + " " + errno + ": " + each));
      }
    }
  }
}
