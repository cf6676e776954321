package dev.signalman.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Waits for threads of a process to sleep without a wake-up.
public final class SleepingThreads {
  private SleepingThreads() {}

  /// Waits until the threads have slept for three seconds without a break. At first they may wait
  /// for something else, such as a class that is loaded.
  ///
  /// @param pid the process
  /// @param names the names of the threads, as a regular expression; the kernel keeps the first 15
  ///   characters
  /// @param count the number of such threads
  /// @throws AssertionError if they keep waking up
  /// @throws Exception if the process is gone
  public static void await(long pid, String names, int count) throws Exception {
    Eventually.until(
        "three seconds without a wake-up",
        () -> {
          Map<String, Long> before = asleep(pid, names);
          Thread.sleep(3_000); // the measured period, not a wait for an event
          return before.size() == count && asleep(pid, names).equals(before);
        });
  }

  /// The sleeping threads, and how often each has gone to sleep. Others may end meanwhile.
  private static Map<String, Long> asleep(long pid, String names) throws IOException {
    Map<String, Long> switches = new TreeMap<>();
    for (long tid : ProcFs.threads(pid)) {
      try {
        String name = ProcFs.threadName(pid, tid);
        if (name.matches(names) && ProcFs.thread(pid, tid).state() == 'S') {
          switches.put(name, ProcFs.voluntarySwitches(pid, tid));
        }
      } catch (IOException e) {
        if (ProcFs.hasThread(pid, tid)) {
          throw e;
        }
      }
    }
    return switches;
  }
}
