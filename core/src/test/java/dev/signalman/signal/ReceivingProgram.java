package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.time.Alarm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A child that receives signals in the way it is asked to, and tells the test about each.
///
/// It obeys lines: `pipe RT8,USR1`, `queue RT8`, `handle RT8` begin to receive, with a [SelfPipe]
/// in the main thread, a [SignalQueue] or a handler. Then `next` takes one, `poll` looks without
/// waiting, `keep COUNT` takes several and tells of them at the end, `sequence COUNT FIRST` takes
/// several whose values must go up by one, `sequences COUNT FIRST SECOND` so many each of two such
/// sequences in any mixture. `text` and `int` tell of the next one in other words. `thread` tells
/// the main thread's id, `other` starts another and tells that one's. `raise SIGNAL` and `group
/// PGID SIGNAL` send, `alarm` sets one. `close` ends the receiving.
final class ReceivingProgram {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private interface Source extends AutoCloseable {
    @Nullable SignalInfo poll(Duration limit) throws InterruptedException;

    @Override
    void close();
  }

  private record Pipe(SelfPipe pipe) implements Source {
    @Override
    public @Nullable SignalInfo poll(Duration limit) throws InterruptedException {
      return pipe.poll(limit);
    }

    @Override
    public void close() {
      pipe.close();
    }
  }

  private record Queued(SignalQueue queue) implements Source {
    @Override
    public @Nullable SignalInfo poll(Duration limit) throws InterruptedException {
      return queue.poll(limit);
    }

    @Override
    public void close() {
      queue.close();
    }
  }

  private record Handler(SignalRegistration registration, BlockingQueue<SignalInfo> seen)
      implements Source {
    @Override
    public @Nullable SignalInfo poll(Duration limit) throws InterruptedException {
      return seen.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
      registration.close();
    }
  }

  private ReceivingProgram() {}

  /// Starts it. It is ready when this returns.
  static ChildJvm start() throws IOException, InterruptedException {
    return start(ChildJvm.of(ReceivingProgram.class));
  }

  /// The same with options or a prefix.
  static ChildJvm start(ChildJvm.Builder builder) throws IOException, InterruptedException {
    ChildJvm child = builder.start();
    child.expect("ready");
    return child;
  }

  /// Starts it, and to receive: `pipe RT8,USR1`.
  static ChildJvm receiving(String command) throws IOException, InterruptedException {
    return receiving(command, ChildJvm.of(ReceivingProgram.class));
  }

  /// The same with options or a prefix.
  static ChildJvm receiving(String command, ChildJvm.Builder builder)
      throws IOException, InterruptedException {
    ChildJvm child = start(builder);
    child.send(command);
    child.expect("receiving");
    return child;
  }

  /// How it describes a signal.
  static String describe(SignalInfo info) {
    return "%s %s code %d pid %d uid %d value %d"
        .formatted(info.signal(), info.cause(), info.code(), info.pid(), info.uid(), info.value());
  }

  public static void main(String[] args) throws Exception {
    System.out.println("ready");
    Source source = null;
    for (String line : Lines.in()) {
      String[] words = line.split(" ");
      Source opened = open(words);
      if (opened != null) {
        source = opened;
        System.out.println("receiving");
      } else if (source != null) {
        obey(source, words);
      }
    }
  }

  private static @Nullable Source open(String... words) throws IOException {
    return switch (words[0]) {
      case "pipe" -> new Pipe(SelfPipe.open(signals(words[1])));
      case "queue" -> new Queued(Signals.queue(signals(words[1])));
      case "handle" -> {
        BlockingQueue<SignalInfo> seen = new LinkedBlockingQueue<>();
        yield new Handler(Signals.handle(signals(words[1]), seen::add), seen);
      }
      default -> null;
    };
  }

  private static SignalSet signals(String names) {
    return SignalSet.of(Stream.of(names.split(",")).map(Signal::parse).toArray(Signal[]::new));
  }

  private static void obey(Source source, String... words) throws Exception {
    switch (words[0]) {
      case "thread" -> System.out.println(UnistdH.gettid());
      case "other" -> Thread.ofPlatform().daemon().start(ReceivingProgram::idle);
      case "alarm" -> {
        Alarm.set(Duration.ofMillis(1));
        System.out.println("set");
      }
      case "raise" -> {
        Signals.raise(Signal.parse(words[1]));
        System.out.println("sent");
      }
      case "group" -> {
        Signals.sendToGroup(Long.parseLong(words[1]), Signal.parse(words[2]));
        System.out.println("sent");
      }
      case "next" -> System.out.println(describe(next(source)));
      case "text" -> System.out.println(next(source));
      case "int" -> System.out.println(next(source).intValue());
      case "poll" -> {
        SignalInfo info = source.poll(Duration.ZERO);
        System.out.println(info == null ? "nothing" : describe(info));
      }
      case "keep" -> keep(source, Integer.parseInt(words[1]));
      case "sequence" ->
          System.out.println(
              sequence(source, Integer.parseInt(words[1]), Long.parseLong(words[2])));
      case "sequences" ->
          System.out.println(
              sequences(
                  source,
                  Integer.parseInt(words[1]),
                  Long.parseLong(words[2]),
                  Long.parseLong(words[3])));
      default -> {
        source.close();
        System.out.println("closed");
      }
    }
  }

  private static void idle() {
    System.out.println(UnistdH.gettid());
    while (true) {
      LockSupport.park();
    }
  }

  private static SignalInfo next(Source source) throws InterruptedException {
    SignalInfo info = source.poll(LIMIT);
    if (info == null) {
      throw new IllegalStateException("no signal within " + LIMIT);
    }
    return info;
  }

  private static void keep(Source source, int count) throws InterruptedException {
    List<SignalInfo> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kept.add(next(source));
    }
    kept.forEach(info -> System.out.println(describe(info)));
  }

  private static String sequence(Source source, int count, long first) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      long value = next(source).value();
      if (value != first + i) {
        return value + " instead of " + (first + i);
      }
    }
    return count + " in order";
  }

  private static String sequences(Source source, int count, long first, long second)
      throws InterruptedException {
    long one = first;
    long two = second;
    for (int i = 0; i < 2 * count; i++) {
      long value = next(source).value();
      if (value == one) {
        one++;
      } else if (value == two) {
        two++;
      } else {
        return value + " instead of " + one + " or " + two;
      }
    }
    return (one - first) + " and " + (two - second) + " in order";
  }
}
