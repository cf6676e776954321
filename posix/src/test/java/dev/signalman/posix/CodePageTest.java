package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether a process has code of its own, and what it does without.
///
/// All other tests of this module run a second time without the page, in a run of their own.
class CodePageTest {
  private static final int EACCES = 13;

  @TempDir Path folder;

  @Test
  void callsGoThroughThePage() throws Exception {
    try (ChildJvm child = withPage("true").start()) {
      child.expect("close -9", "pid is right", "mprotect 0", "a code page", "buffer 3");
      child.expectExit(0);
    }
    assertThat(loaded()).noneMatch(name -> name.contains("LibcSyscall"));
  }

  @Test
  void thePropertySendsThemThroughTheLibrary() throws Exception {
    try (ChildJvm child = withPage("false").start()) {
      child.expect("close -9", "pid is right", "mprotect 0", "no code page", "buffer 3");
      child.expectExit(0);
    }
    assertThat(loaded()).contains("dev.signalman.posix.LibcSyscall");
  }

  @Test
  void soDoesAProcessThatMayNotMakeMemoryExecutable() throws Exception {
    CProgram refuse = CProgram.compile(CodePageTest.class, "/c/refuse_code.c");
    try (ChildJvm child = withPage("true").prefix(refuse.path().toString()).start()) {
      child.expect("close -9", "pid is right", "mprotect " + -EACCES, "no code page", "buffer 3");
      child.expectExit(0);
    }
    assertThat(loaded()).contains("dev.signalman.posix.LibcSyscall");
  }

  private ChildJvm.Builder withPage(String wanted) {
    return ChildJvm.of(Calls.class)
        .vm("-Ddev.signalman.posix.codePage=" + wanted)
        .vm("-Xlog:class+load:file=" + folder.resolve("classes") + ":none");
  }

  private List<String> loaded() throws Exception {
    return Files.readAllLines(folder.resolve("classes")).stream()
        .map(line -> line.replaceFirst(" source:.*", ""))
        .toList();
  }

  /// Makes calls of several kinds, and looks for a page that is executable and of no file.
  static final class Calls {
    private static final long PAGE = 0x10000;

    private Calls() {}

    public static void main(String[] args) throws Exception {
      System.out.println("close " + UnistdH.close(-1));
      boolean right = UnistdH.getpid() == ProcessHandle.current().pid();
      System.out.println(right ? "pid is right" : "wrong pid");
      System.out.println("mprotect " + mprotect());
      System.out.println(hasCodePage() ? "a code page" : "no code page");
      Memory ends = Memory.allocate(8);
      UnistdH.pipe2(ends, 0);
      Memory three = Memory.allocate(3);
      System.out.println("buffer " + UnistdH.write(ends.getInt(4), three, 10));
    }

    private static int mprotect() {
      long address = MmanH.mmap(PAGE, MmanH.PROT_READ | MmanH.PROT_WRITE);
      Memory block = MmanH.mapped(address, PAGE);
      int result = MmanH.mprotect(block, MmanH.PROT_READ | MmanH.PROT_EXEC);
      MmanH.mprotect(block, MmanH.PROT_READ);
      return result;
    }

    /// The VM's own code is writable too, and C's is from files.
    private static boolean hasCodePage() throws Exception {
      return Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .anyMatch(line -> line.matches("\\p{XDigit}+-\\p{XDigit}+ r-xp 0+ 00:00 0 *"));
    }
  }
}
