package dev.signalman.cli.stop;

import dev.signalman.Signal;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStatus;
import dev.signalman.process.Captured;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.process.StopPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a HotSpot VM for its threads, with the `jcmd` of the JDK that runs this command.
///
/// To be heard for the first time, jcmd sends QUIT, which ends any other program. So a process is
/// asked only if it has the library of HotSpot in its memory and a handler for QUIT.
final class Jvm {
  /// The answer of a VM.
  ///
  /// @param obstacles the threads in the way
  /// @param refusal why it did not answer, in words, or null if it did
  record Answer(List<ThreadPrint.Obstacle> obstacles, @Nullable String refusal) {
    static Answer refused(String why) {
      return new Answer(List.of(), "its threads cannot be shown: " + why);
    }
  }

  private static final int MOST_BYTES = 64 << 20;

  private Jvm() {}

  /// Asks a process.
  ///
  /// @return empty if it is no HotSpot VM, as far as this process may know
  /// @throws InterruptedException if the thread is interrupted; jcmd has ended by then
  static Optional<Answer> ask(int pid) throws InterruptedException {
    if (!isHotSpot(pid)) {
      return Optional.empty();
    }
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return Optional.of(Answer.refused("there is no " + jcmd));
    }
    if (!hears(pid)) {
      return Optional.of(Answer.refused("this VM listens to no tools, as with -Xrs"));
    }
    return Optional.of(ask(jcmd, pid));
  }

  private static Answer ask(Path jcmd, int pid) throws InterruptedException {
    try {
      Captured captured =
          Spawn.of(jcmd.toString(), Integer.toString(pid), "Thread.print")
              .stdin(Stdio.discard())
              .stderr(Stdio.merged())
              .stopBy(StopPlan.kill())
              .capture(MOST_BYTES);
      if (captured.status().isSuccess()) {
        return new Answer(ThreadPrint.obstacles(captured.text()), null);
      }
      return Answer.refused(reason(captured.text()));
    } catch (IOException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
  }

  /// The first line that is not the pid, which jcmd writes first.
  private static String reason(String output) {
    return output
        .lines()
        .filter(line -> !line.matches("\\d+:|\\s*"))
        .findFirst()
        .orElse("jcmd failed without a message");
  }

  /// Other VMs also have a libjvm.so, which loads their own.
  private static boolean isHotSpot(int pid) {
    boolean hotspot = false;
    try (BufferedReader maps =
        Files.newBufferedReader(
            Path.of("/proc", Integer.toString(pid), "maps"), StandardCharsets.ISO_8859_1)) {
      for (String line = maps.readLine(); line != null; line = maps.readLine()) {
        if (line.contains("/libj9")) {
          return false;
        }
        hotspot |= line.endsWith("/libjvm.so");
      }
    } catch (IOException _) {
      return false; // it has ended, or is not this user's: it is not asked
    }
    return hotspot;
  }

  private static boolean hears(int pid) {
    try {
      Optional<ProcStatus> status = ProcFolder.of(pid).status();
      return status.isPresent() && status.get().catches(Signal.QUIT.number());
    } catch (IOException _) {
      return false;
    }
  }
}
