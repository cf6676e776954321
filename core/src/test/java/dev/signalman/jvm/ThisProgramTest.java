package dev.signalman.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.io.UnixSocket;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisProgramTest {
  @TempDir private Path folder;

  private static ThisProgram of(String... words) throws IOException {
    return ThisProgram.of(List.of(words));
  }

  @Test
  void isWhatTheCommandWasToldToRun() throws Exception {
    String name = ThisProgramTest.class.getName();
    assertThat(of(name, "a", "b"))
        .isEqualTo(new ThisProgram(ThisProgramTest.class, List.of("a", "b")));
    assertThat(of(name.replace('.', '/')).main()).isEqualTo(ThisProgramTest.class);
    assertThat(of("-m", "any/" + name, "a").arguments()).containsExactly("a");
    assertThat(of("--module", "any/" + name, "a").main()).isEqualTo(ThisProgramTest.class);
    assertThat(of("--module=any/" + name, "a").arguments()).containsExactly("a");
    assertThat(of("-jar", jar(name).toString(), "a"))
        .isEqualTo(new ThisProgram(ThisProgramTest.class, List.of("a")));
  }

  @Test
  void isTheWorkerInAJavaChild() throws Exception {
    String own = WorkerMain.class.getName();
    String name = ThisProgramTest.class.getName();
    assertThat(of("--module", "dev.signalman/" + own, name, "a"))
        .isEqualTo(new ThisProgram(ThisProgramTest.class, List.of("a")));
  }

  private Path jar(String main) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    Path jar = folder.resolve("app.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  @Test
  void programsThatCannotBeStartedAgainAreNamed() {
    assertThatThrownBy(() -> of("Main.java"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("javac -d");
    assertThatThrownBy(() -> of("no.such.Main"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.Main");
    assertThatThrownBy(() -> of("-m", "no.such.module"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.module");
    assertThatThrownBy(() -> of("-jar", folder.resolve("gone.jar").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone.jar");
    assertThatThrownBy(() -> of()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("HAND-01 a program starts itself again and again, with the same options each time")
  void again() throws Exception {
    try (ChildJvm jvm = ChildJvm.of(Again.class).vm("-Dsome=1").args("two words").start()) {
      String first = jvm.line();
      assertThat(first).startsWith("3 two words 1 ");
      String options = first.substring(first.lastIndexOf(' '));
      jvm.expect("2 two words 1" + options, "1 two words 1" + options, "ended");
      jvm.expectExit(0);
    }
  }

  static final class Again {
    private Again() {}

    public static void main(String[] args) throws Exception {
      int left = Integer.getInteger("dev.signalman.child.left", 3);
      System.out.println(
          left
              + " "
              + args[0]
              + " "
              + System.getProperty("some")
              + " "
              + VmOptions.own(JavaCommand.java()).size());
      if (left > 1) {
        JavaChild child =
            JavaChild.thisProgram().options("-Ddev.signalman.child.left=" + (left - 1)).start();
        child.process().waitFor();
      } else {
        System.out.println("ended");
      }
    }
  }

  @Test
  @DisplayName("HAND-02 a child that outlives its parent does not end when the parent is killed")
  void childThatOutlivesItsParent() throws Exception {
    Path file = folder.resolve("goes-on");
    try (ChildJvm jvm = ChildJvm.of(Parent.class).args(file.toString()).start()) {
      jvm.expect("released true");
      long child = Long.parseLong(jvm.line());
      Peer.kill("KILL", jvm.pid());
      assertThat(jvm.exit()).isEqualTo(128 + 9);
      Eventually.until("the watch is over", () -> !threads(child).contains("parent"));
      Files.createFile(file); // it ends by itself then
      Eventually.until("the child is gone", () -> ProcFs.hasEnded(child));
    }
  }

  private static String threads(long pid) throws IOException {
    StringBuilder names = new StringBuilder();
    for (long tid : ProcFs.threads(pid)) {
      names.append(Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/comm")));
    }
    return names.toString();
  }

  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      JavaChild child = JavaChild.of(Lasting.class, args).start();
      int said = child.socket().in().read();
      System.out.println("released " + (said == 1));
      System.out.println(child.process().pid());
      child.process().waitFor();
    }
  }

  static final class Lasting {
    private Lasting() {}

    public static void main(String[] args) throws Exception {
      UnixSocket parent = JavaChild.parent();
      boolean released = JavaChild.outliveParent();
      released &= JavaChild.outliveParent(); // a second call changes nothing
      parent.out().write(released ? 1 : 0);
      Eventually.until("told to end", () -> Files.exists(Path.of(args[0])));
    }
  }

  @Test
  void aProgramThatIsNoChildHasNoParentToOutlive() {
    assertThatThrownBy(JavaChild::outliveParent).isInstanceOf(IllegalStateException.class);
  }
}
