package dev.signalman.stress;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jline.terminal.TerminalBuilder;

/// What else interrupts threads by signals of its own in the children of the robustness suite. With
/// `-Dstress.beside=profiler`, for instance, all of them have it.
enum Beside {
  /// Nothing else.
  NOTHING,

  /// A flight recording with the settings for profiling.
  JFR,

  /// A profiler that is an agent: a timer of CPU time and a handler in C.
  PROFILER,

  /// A terminal of JLine's that handles INT, QUIT, TSTP, CONT and WINCH by code of its own.
  JLINE;

  /// Where the terminal's program finds the pipes of the test.
  private static final int IN = 100;

  private static final int OUT = 101;

  /// Puts a new terminal in the places of standard input and output, and the pipes elsewhere.
  private static final String ON_A_TERMINAL =
      """
      import os, pty, sys
      master, slave = pty.openpty()
      os.dup2(0, %d)
      os.dup2(1, %d)
      os.dup2(slave, 0)
      os.dup2(slave, 1)
      os.set_inheritable(master, True)
      os.execvp(sys.argv[1], sys.argv[1:])
      """
          .formatted(IN, OUT);

  /// What was chosen for all.
  static Beside chosen() {
    return valueOf(System.getProperty("stress.beside", "nothing").toUpperCase(Locale.ROOT));
  }

  /// A child that runs a program beside it.
  ChildJvm.Builder child(Class<?> main) {
    return switch (this) {
      case NOTHING -> ChildJvm.of(main);
      case JFR ->
          ChildJvm.of(main)
              .vm("-Xlog:jfr*=error") // they would be on standard output
              .vm("-XX:StartFlightRecording:settings=profile");
      case PROFILER -> ChildJvm.of(main).vm("-agentpath:" + agent());
      case JLINE ->
          ChildJvm.of(OnTerminal.class).prefix("python3", "-c", ON_A_TERMINAL).args(main.getName());
    };
  }

  private static String agent() {
    try {
      return CProgram.compile(Beside.class, "/c/profiler.c", "-shared", "-fPIC").path().toString();
    } catch (IOException e) {
      throw new IllegalStateException("no agent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("no agent", e);
    }
  }

  /// Runs another program's `main` after JLine has taken the terminal.
  static final class OnTerminal {
    private OnTerminal() {}

    public static void main(String[] args) throws Throwable {
      System.setIn(new FileInputStream("/proc/self/fd/" + IN));
      System.setOut(
          new PrintStream(
              new FileOutputStream("/proc/self/fd/" + OUT), true, StandardCharsets.UTF_8));
      TerminalBuilder.builder()
          .system(true)
          .provider("ffm")
          .nativeSignals(true)
          .signalHandler(signal -> {})
          .build();
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }
  }
}
