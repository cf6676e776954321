package dev.signalman.cli.stop;

import dev.signalman.Registration;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.cli.text.DurationText;
import dev.signalman.loop.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Asks processes that are Java VMs for the threads in the way, in threads of its own: a VM may
/// take long to answer, and the loop has signals to send meanwhile. All methods are for the loop's
/// thread.
final class Asking implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(5);

  private record Key(int pid, long start) {}

  private final EventLoop loop;
  private final Map<Key, Thread> asked = new HashMap<>();

  /// Processes that are no VM, or refused to answer. One that was late is asked again.
  private final Set<Key> silent = new HashSet<>();

  private final Map<Key, Jvm.Answer> last = new HashMap<>();

  Asking(EventLoop loop) {
    this.loop = loop;
  }

  /// Asks a process, unless it is being asked.
  ///
  /// @param told gets the answer if it differs from the one before
  void ask(ProcStat process, Consumer<Jvm.Answer> told) {
    Key key = new Key(process.pid(), process.start());
    if (asked.containsKey(key) || silent.contains(key)) {
      return;
    }
    Thread thread =
        Thread.ofPlatform().daemon().name("asks " + key.pid).unstarted(() -> run(key, told));
    asked.put(key, thread);
    thread.start();
  }

  private void run(Key key, Consumer<Jvm.Answer> told) {
    Registration limit = loop.after(LIMIT, Thread.currentThread()::interrupt);
    Optional<Jvm.Answer> answer;
    boolean refused = false;
    try {
      answer = Jvm.ask(key.pid);
      refused = answer.isEmpty() || answer.get().refusal() != null;
    } catch (InterruptedException _) {
      answer =
          Optional.of(
              Jvm.Answer.refused("the VM did not answer within " + DurationText.rounded(LIMIT)));
    }
    limit.close();
    Optional<Jvm.Answer> result = answer;
    boolean silences = refused;
    loop.execute(() -> done(key, result, silences, told));
  }

  private void done(
      Key key, Optional<Jvm.Answer> result, boolean silences, Consumer<Jvm.Answer> told) {
    asked.remove(key);
    if (silences) {
      silent.add(key);
    }
    if (result.isPresent() && !result.get().equals(last.put(key, result.get()))) {
      told.accept(result.get());
    }
  }

  /// Ends the queries that still run, so that no jcmd is left.
  @Override
  public void close() {
    for (Thread thread : asked.values()) {
      thread.interrupt();
    }
    try {
      for (Thread thread : asked.values()) {
        boolean _ = thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
