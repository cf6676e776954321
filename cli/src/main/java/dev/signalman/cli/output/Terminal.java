package dev.signalman.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The outputs of a command.
///
/// @param out standard output
/// @param err standard error
/// @param colour whether text on `out` may be coloured
/// @param hints whether `err` is a terminal, so that hints are useful
public record Terminal(Output out, PrintStream err, boolean colour, boolean hints) {
  // Bits of st_mode, inode(7).
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private static final int BUFFER = 8192;

  /// Standard output and standard error of this process.
  public static Terminal ofProcess() {
    Output out = new Output(new StandardStream(1), Terminal::isOutputPipe);
    OutputStream lines = new BufferedOutputStream(new StandardStream(2), BUFFER);
    PrintStream err = new PrintStream(lines, true, System.err.charset());
    return new Terminal(out, err, isTerminal(1) && wantsColour(), isTerminal(2));
  }

  /// Writes one line to standard error, after everything that was written to standard output
  /// before.
  public void error(String message) {
    out.flush();
    err.println("signalman: " + message);
  }

  /// `text`, emphasised if this terminal can do that.
  public String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /// Follows `https://no-color.org`, and `TERM=dumb`.
  private static boolean wantsColour() {
    String refused = System.getenv("NO_COLOR");
    return (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }

  /// Whether a descriptor of this process is a terminal; not, if there is no `/proc`.
  public static boolean isTerminal(int descriptor) {
    String file = file(descriptor);
    return file.startsWith("/dev/pts/")
        || file.startsWith("/dev/tty")
        || file.equals("/dev/console");
  }

  /// Includes a named pipe, whose name may have been deleted.
  private static boolean isOutputPipe() {
    try {
      int type = (int) Files.getAttribute(Path.of("/proc/self/fd/1"), "unix:mode") & TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException e) {
      return false; // no /proc: the failure is reported
    }
  }

  private static String file(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException e) {
      return ""; // closed, or no /proc: treated as a file
    }
  }
}
