package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// A process group of its own: a leader and two more, who block every signal and do nothing. What
/// they were sent stays pending, where `/proc` shows it.
///
/// @param leader the first process, whose id is the group's
/// @param others the ids of the other two
record IdleGroup(ChildProgram leader, List<Integer> others) implements AutoCloseable {
  private static final String SCRIPT =
      """
      sleep 60 & echo $!
      "$@" sleep 60 & echo $!
      echo ready
      read line
      """;

  /// Starts the group.
  ///
  /// @param prefix runs the last of the three, for instance as another user
  static IdleGroup start(String... prefix) throws IOException, InterruptedException {
    List<String> fixed = List.of("setsid", "env", "--block-signal", "sh", "-c", SCRIPT, "sh");
    ChildProgram leader =
        ChildProgram.start(Stream.concat(fixed.stream(), Stream.of(prefix)).toArray(String[]::new));
    List<Integer> others =
        List.of(Integer.parseInt(leader.line()), Integer.parseInt(leader.line()));
    leader.expect("ready");
    return new IdleGroup(leader, others);
  }

  int id() {
    return leader.pid();
  }

  /// In which of the three, the leader first, a signal is pending.
  List<Boolean> pending(Signal signal) throws IOException {
    return List.of(
        isPending(leader.pid(), signal),
        isPending(others.get(0), signal),
        isPending(others.get(1), signal));
  }

  private static boolean isPending(int pid, Signal signal) throws IOException {
    return ProcFs.process(pid).sharedPending().get(signal.number());
  }

  @Override
  public void close() {
    leader.process().descendants().forEach(ProcessHandle::destroyForcibly);
    leader.close();
  }
}
