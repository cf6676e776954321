package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Names and words of error numbers, against the C library.
class ErrnoTest {
  @Test
  @DisplayName("SIG-17: every error number has the name and the words that the C library has")
  void namesAndWordsAreThoseOfTheCLibrary() throws Exception {
    List<String> lines =
        CProgram.compile(ErrnoTest.class, "/c/errors.c").run().output().lines().toList();
    assertThat(lines).hasSizeGreaterThan(130);
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      Errno errno = new Errno(Integer.parseInt(words[0]));
      assertThat(errno).hasToString(words[1] + " (" + words[2] + ")");
    }
    assertThat(new Errno(524)).hasToString("errno 524 (Unknown error 524)");
    assertThat(new Errno(1000)).hasToString("errno 1000 (Unknown error 1000)");
  }

  @Test
  @DisplayName("SIG-17: a PosixException can be created where native calls are forbidden")
  void needsNoNativeAccess() throws Exception {
    try (ChildJvm child = ChildJvm.of(Make.class).denyNativeAccess().start()) {
      child.expect("kill(4711, TERM): ESRCH (No such process)");
      child.expect(
          "open(): EMFILE (Too many open files); the limit is RLIMIT_NOFILE, see ulimit -n");
      child.expect("SIGTERM SIGRTMIN+3 [KILL, RT30]");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Make {
    private Make() {}

    public static void main(String[] args) {
      System.out.println(new PosixException("kill(4711, TERM)", Errno.ESRCH).getMessage());
      System.out.println(new PosixException("open()", Errno.EMFILE).getMessage());
      SignalSet set = SignalSet.of(Signal.KILL, Signal.RT30).intersection(SignalSet.all());
      System.out.println(Signal.fullName(15) + " " + Signal.fullName(37) + " " + set);
    }
  }
}
