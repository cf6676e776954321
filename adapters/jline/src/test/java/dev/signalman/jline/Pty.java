package dev.signalman.jline;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;

/// A program of the tests on a pseudoterminal of its own. Lines that the test writes are orders for
/// the other end: `type 3` is Ctrl-C, `size 30 100` changes the size.
final class Pty {
  private static final String OTHER_END =
      """
      import fcntl, os, pty, struct, sys, termios, threading
      pid, fd = pty.fork()
      if pid == 0:
          os.execvp(sys.argv[1], sys.argv[1:])
      def orders():
          for line in sys.stdin:
              word, *numbers = line.split()
              numbers = [int(number) for number in numbers]
              if word == 'type':
                  os.write(fd, bytes(numbers))
              else:
                  fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', *numbers, 0, 0))
      threading.Thread(target=orders, daemon=True).start()
      while True:
          try:
              some = os.read(fd, 4096)
          except OSError:
              break
          if not some:
              break
          os.write(1, some)
      os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
      """;

  private Pty() {}

  /// Which JLine.
  enum JLine {
    /// The one of this build.
    USUAL,

    /// The oldest that is supported.
    OLDEST,

    /// One that is too old.
    TOO_OLD;

    ChildJvm start(Class<?> program, String... args) throws IOException {
      Peer.assumePython();
      ChildJvm.Builder vm = ChildJvm.of(program).args(args).prefix("python3", "-c", OTHER_END);
      return (switch (this) {
            case USUAL -> vm;
            case OLDEST -> vm.replaceJars("jline-.*", Path.of("target", "jline-oldest"));
            case TOO_OLD -> vm.replaceJars("jline-.*", Path.of("target", "jline-too-old"));
          })
          .start();
    }
  }

  /// The next line that contains a text: the terminal's echo may stand before it.
  static String await(ChildJvm child, String text) throws InterruptedException {
    String line = child.line();
    while (!line.contains(text)) {
      line = child.line();
    }
    return line;
  }
}
