package dev.signalman.jvm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.io.UnixSocket;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaChildTest {
  @TempDir private Path folder;

  @Test
  void bothSpeakThroughTheSocket() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Asking.class)) {
      jvm.expect("answer 43 of [41, two words, , ä*]", "end -1", "exited with code 5");
      jvm.expectExit(0);
    }
  }

  static final class Asking {
    private Asking() {}

    public static void main(String[] args) throws Exception {
      try (JavaChild child = JavaChild.of(Adding.class, "41", "two words", "", "ä*").start()) {
        child.socket().out().write(2);
        int answer = child.socket().in().read();
        String arguments = new String(child.socket().in().readAllBytes(), UTF_8);
        System.out.println("answer " + answer + " of " + arguments);
        System.out.println("end " + child.socket().in().read());
        System.out.println(child.process().waitFor());
      }
    }
  }

  static final class Adding {
    private Adding() {}

    public static void main(String[] args) throws Exception {
      UnixSocket parent = JavaChild.parent();
      parent.out().write(Integer.parseInt(args[0]) + parent.in().read());
      byte[] text = List.of(args).toString().getBytes(UTF_8);
      parent.out().write(text);
      System.exit(5);
    }
  }

  @Test
  void vmIsTheSameButForTheDebugger() throws Exception {
    Path options = folder.resolve("options");
    Files.writeString(options, "-Dfrom.file=\"a b\"\n--add-opens java.base/java.lang=ALL-UNNAMED");
    try (ChildJvm jvm =
        ChildJvm.of(Boss.class)
            .vm("-Xmx77m", "-Dfrom.line=*", "@" + options)
            .env("JDK_JAVA_OPTIONS", "-Dfrom.variable=once")
            .env(
                "JAVA_TOOL_OPTIONS",
                "-Dfrom.tools=1 "
                    + "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0")
            .args(Describing.class.getName())
            .start()) {
      String own = jvm.line();
      while (!own.startsWith("me ")) { // the debugger speaks too
        own = jvm.line();
      }
      assertThat(own).contains("a b", "from.variable once", "*").contains("jdwp true");
      jvm.expect(own.replace("jdwp true", "jdwp false"), "exited with code 0");
      jvm.expectExit(0);
    }
  }

  @Test
  void wordsThatAreNoTextReachTheChildAsTheyAre() throws Exception {
    String script =
        "java=$1; shift; option=\"-Draw=a$(printf '\\377\\303')b\"; argument=$(printf '\\376');"
            + " exec \"$java\" \"$option\" \"$@\" \"$argument\"";
    try (ChildJvm jvm =
        ChildJvm.of(Boss.class)
            .prefix("sh", "-c", script, "sh")
            .args(ShowingBytes.class.getName())
            .start()) {
      jvm.line(); // the parent about itself
      jvm.expect("-Draw=a\u00ff\u00c3b", "exited with code 0");
      jvm.expectExit(0);
    }
  }

  static final class ShowingBytes {
    private ShowingBytes() {}

    public static void main(String[] args) throws Exception {
      String line = Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1);
      line.lines()
          .flatMap(all -> Stream.of(all.split("\0")))
          .filter(word -> word.startsWith("-Draw="))
          .forEach(System.out::println);
    }
  }

  /// Starts the worker whose name it is given, after it has said what it is itself.
  static final class Boss {
    private Boss() {}

    public static void main(String[] args) throws Exception {
      Describing.main(args);
      JavaChild child = JavaChild.of(Class.forName(args[0])).start();
      child.close();
      System.out.println(child.process().waitFor());
    }
  }

  static final class Describing {
    private Describing() {}

    public static void main(String[] args) throws Exception {
      StringBuilder text = new StringBuilder("me");
      for (String name :
          List.of(
              "java.home",
              "java.class.path",
              "from.file",
              "from.line",
              "from.tools",
              "from.variable")) {
        text.append(" ").append(name).append(" ").append(System.getProperty(name));
      }
      text.append(" memory ").append(Runtime.getRuntime().maxMemory());
      text.append(" open ").append(isOpen());
      String all =
          Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1)
              + Files.readString(Path.of("/proc/self/environ"), ISO_8859_1);
      text.append(" jdwp ").append(all.contains("jdwp"));
      System.out.println(text);
    }

    private static boolean isOpen() {
      return Object.class.getModule().isOpen("java.lang", Describing.class.getModule());
    }
  }

  @Test
  @DisplayName("SPAWN-20 a JavaChild ends in order when its parent is killed")
  void killingTheParentEndsTheChild() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Waiting.class).args("hook").start()) {
      long worker = Long.parseLong(jvm.line());
      Peer.kill("KILL", jvm.pid());
      jvm.expect("shutdown hook");
      awaitGone(worker);
    }
  }

  @Test
  void killingTheParentEndsTheChildWithoutADescriptorOfIt() throws Exception {
    CProgram deny = CProgram.compile(JavaChildTest.class, "/c/deny.c");
    try (ChildJvm jvm =
        ChildJvm.of(Waiting.class).prefix(deny.path().toString(), "434:1").args("hook").start()) {
      long worker = Long.parseLong(jvm.line());
      Peer.kill("KILL", jvm.pid());
      jvm.expect("shutdown hook");
      awaitGone(worker);
    }
  }

  @Test
  void childThatHangsOnItsWayOutIsEndedByForce() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Waiting.class).args("hang").start()) {
      long worker = Long.parseLong(jvm.line());
      Peer.kill("TERM", jvm.pid());
      awaitGone(worker); // on a slow machine perhaps before its hook has begun to hang
    }
  }

  private static void awaitGone(long pid) throws Exception {
    Eventually.until("the child is gone", () -> ProcFs.hasEnded(pid));
  }

  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws Exception {
      Duration grace = args[0].equals("hang") ? Duration.ofSeconds(1) : Duration.ofHours(1);
      JavaChild.of(Lasting.class, args).grace(grace).start().process().waitFor();
    }
  }

  static final class Lasting {
    private Lasting() {}

    public static void main(String[] args) throws Exception {
      boolean hang = args[0].equals("hang");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                System.out.println(hang ? "hanging" : "shutdown hook");
                while (hang) {
                  LockSupport.park();
                }
              }));
      System.out.println(ProcessHandle.current().pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void workerHasAnOrdinaryMain() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Boss.class).args(Instance.class.getName()).start()) {
      jvm.line();
      jvm.expect("an instance", "exited with code 0");
    }
    try (ChildJvm jvm = ChildJvm.of(Boss.class).args(Failing.class.getName()).start()) {
      jvm.line();
      jvm.expect("exited with code 1");
      jvm.expectExit(0);
      assertThat(jvm.errors())
          .contains("Exception in thread \"main\" java.io.IOException: no luck");
    }
  }

  static class Instance {
    void main() {
      System.out.println("an instance");
    }
  }

  static final class Failing {
    private Failing() {}

    static void main() throws IOException {
      if (JavaChild.parent().in().read() < 0) { // the parent has nothing to say
        throw new IOException("no luck");
      }
    }
  }

  @Test
  void everythingElseIsSetAsForAnyChild() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Customising.class).args(folder.toString()).start()) {
      jvm.expect(folder.toRealPath() + " value 1 [3]");
      jvm.expectExit(0);
    }
  }

  static final class Customising {
    private Customising() {}

    public static void main(String[] args) throws Exception {
      JavaChild child =
          JavaChild.of(Showing.class)
              .options("-Dadded=1")
              .withoutOptions(option -> option.startsWith("-XX:TieredStopAtLevel"))
              .with(spawn ->
                  spawn.directory(Path.of(args[0])).env("NAME", "value").stdout(Stdio.pipe()))
              .start();
      System.out.print(new String(child.process().stdout().readAllBytes(), UTF_8));
      child.process().waitFor();
    }
  }

  static final class Showing {
    private Showing() {}

    public static void main(String[] args) throws Exception {
      System.out.println(
          Path.of("").toRealPath()
              + " "
              + System.getenv("NAME")
              + " "
              + System.getProperty("added")
              + " ["
              + JavaChild.parent().fd().number()
              + "]");
      if (Files.readString(Path.of("/proc/self/cmdline")).contains("TieredStopAtLevel")) {
        System.out.println("an option that was to be left out");
      }
    }
  }

  @Test
  void aProgramThatIsNoChildHasNoParent() {
    assertThatThrownBy(JavaChild::parent)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this program was not started by a JavaChild");
    assertThatThrownBy(() -> JavaChild.of(String.class).grace(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
