package dev.signalman.cli.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ThreadPrintTest {
  private static final String DAEMON =
      """
      "Finalizer" #13 [60] daemon prio=8 os_prio=0 cpu=0.13ms elapsed=1.77s tid=0x1 nid=60 in Object.wait()  [0x2]
         java.lang.Thread.State: WAITING (on object monitor)
      \tat java.lang.Object.wait0(java.base@25.0.3/Native Method)

      """;

  private static final String WORKER =
      """
      "a "quoted" #7 name" #22 [75] prio=5 os_prio=0 cpu=0.35ms elapsed=1.74s tid=0x1 nid=75 waiting on condition  [0x2]
         java.lang.Thread.State: TIMED_WAITING (sleeping)
      \tat java.lang.Thread.sleepNanos0(java.base@25.0.3/Native Method)
      \tat java.lang.Thread.sleep(java.base@25.0.3/Thread.java:540)
      \tat app.Worker.run(my.app@1.0/Worker.java:3)
      \t- locked <0x5> (a java.lang.Object)

      """;

  private static final String ENDED_MAIN =
      """
      "DestroyJavaVM" #24 [44] prio=5 os_prio=0 cpu=40.46ms elapsed=1.74s tid=0x1 nid=44 waiting on condition  [0x0]
         java.lang.Thread.State: RUNNABLE

      """;

  private static final String SHUTDOWN =
      """
      "SIGTERM handler" #25 [96] daemon prio=9 os_prio=0 cpu=15.99ms elapsed=1.61s tid=0x1 nid=96 in Object.wait()  [0x2]
         java.lang.Thread.State: WAITING (on object monitor)
      \tat java.lang.Thread.join(java.base@25.0.3/Thread.java:1963)
      \tat java.lang.ApplicationShutdownHooks.runHooks(java.base@25.0.3/ApplicationShutdownHooks.java:114)
      \tat java.lang.Terminator$1.handle(java.base@25.0.3/Terminator.java:51)

      """;

  private static final String HOOK =
      """
      "flush" #21 [98] daemon prio=5 os_prio=0 cpu=0.17ms elapsed=1.59s tid=0x1 nid=98 runnable  [0x2]
         java.lang.Thread.State: RUNNABLE
      \tat app.Store.flush(Store.java:2)

      """;

  private static final String OF_A_HOOK =
      HOOK.replace("\"flush\" #21", "\"pool\" #31").replace(" daemon", "");

  private static final String OF_THE_VM =
      "\"VM Thread\" os_prio=0 cpu=0.60ms elapsed=1.78s tid=0x1 nid=57 runnable  \n\nJNI global refs: 7\n";

  private static List<String> obstacles(String... threads) {
    return ThreadPrint.obstacles(
            "123:\n2026-11-28\nFull thread dump:\n\n" + String.join("", threads))
        .stream()
        .map(ThreadPrint.Obstacle::words)
        .toList();
  }

  @Test
  void withoutAShutdownEachThreadThatIsNoDaemonIsInTheWay() {
    assertThat(obstacles(DAEMON, WORKER, ENDED_MAIN, OF_THE_VM))
        .containsExactly(
            "thread \"a \"quoted\" #7 name\", TIMED_WAITING in"
                + " java.lang.Thread.sleepNanos0(Native Method), called by"
                + " app.Worker.run(Worker.java:3)");
  }

  @Test
  void duringAShutdownTheHooksAreInTheWay() {
    assertThat(obstacles(DAEMON, WORKER, ENDED_MAIN, SHUTDOWN, HOOK, OF_A_HOOK, OF_THE_VM))
        .containsExactly(
            "shutdown hook \"flush\", RUNNABLE in app.Store.flush(Store.java:2)",
            "thread \"pool\", RUNNABLE in app.Store.flush(Store.java:2)");
  }

  @Test
  void aShutdownThatAThreadOfTheProgramBeganDoesNotTellHooks() {
    String exit =
        SHUTDOWN
            .replace("SIGTERM handler\" #25 [96] daemon", "main\" #3 [96]")
            .replace("java.lang.Terminator$1.handle", "java.lang.Runtime.exit");
    assertThat(obstacles(exit, WORKER, HOOK.replace(" daemon", "")))
        .hasSize(3)
        .allMatch(words -> words.startsWith("thread \""));
  }

  @Test
  void anythingElseHasNoThreads() {
    assertThat(ThreadPrint.obstacles("")).isEmpty();
    assertThat(ThreadPrint.obstacles("java.io.IOException: refused\n\tat a.B.c(D.java:1)"))
        .isEmpty();
  }

  @Test
  @Tag("fuzz")
  void anyTextIsRead() throws Exception {
    Fuzz.texts(
        List.of(WORKER + SHUTDOWN + HOOK),
        text -> assertThat(ThreadPrint.obstacles(text)).hasSizeLessThan(10));
  }
}
