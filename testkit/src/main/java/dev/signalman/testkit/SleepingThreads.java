package dev.signalman.testkit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Threads of a process that have nothing to do.
public final class SleepingThreads {
  private SleepingThreads() {}

  /// Waits until they have slept for three seconds on end. At first they may sleep for something
  /// else, such as the loading of a class.
  ///
  /// @param pid the process
  /// @param names what the threads are called, as a regular expression; the kernel knows the first
  ///   15 characters
  /// @param count how many they are
  /// @throws AssertionError if they go on waking up
  /// @throws Exception if the process is gone
  public static void await(long pid, String names, int count) throws Exception {
    Eventually.until(
        "three seconds without a wake-up",
        () -> {
          Map<String, Long> before = asleep(pid, names);
          Thread.sleep(3_000); // the period that is measured, not a wait for something
          return before.size() == count && asleep(pid, names).equals(before);
        });
  }

  /// Those that sleep, and how often they have gone to sleep. Others may end meanwhile.
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
