package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// Sets interval timers, in the way that its argument names.
final class IntervalTimerProgram {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private IntervalTimerProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "set" -> set(IntervalTimer.valueOf(args[1]));
      case "refused" -> refused();
      case "cpu" -> cpu(IntervalTimer.valueOf(args[1]));
      case "alarm" -> alarm();
      case "periodic" -> periodic();
      case "round" -> round();
      case "longest" -> longest(IntervalTimer.valueOf(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// The CPU timers say up to a tick of the kernel more than was set.
  private static String show(Setting setting, Duration most) {
    Duration tick = Duration.ofMillis(10);
    boolean below = setting.isRunning() && setting.left().compareTo(most.plus(tick)) <= 0;
    boolean near = setting.left().compareTo(most.minus(Duration.ofSeconds(30))) > 0;
    return (below && near ? "left below " + most : "left " + setting.left())
        + ", interval "
        + setting.interval();
  }

  private static void set(IntervalTimer timer) {
    Duration time = Duration.ofSeconds(100).plusMillis(10);
    Duration interval = Duration.ofMillis(20_500);
    System.out.println(timer.get());
    System.out.println(timer.set(time, interval));
    System.out.println(show(timer.get(), time));
    System.out.println(show(timer.set(Duration.ofSeconds(200)), time));
    System.out.println(show(timer.cancel(), Duration.ofSeconds(200)));
    System.out.println(timer.get());
  }

  private static void refused() {
    IntervalTimer timer = IntervalTimer.REAL;
    Duration tooLong = Duration.ofDays(300 * 366);
    timer.set(MINUTE, SECOND);
    refused(() -> timer.set(Duration.ZERO, SECOND));
    refused(() -> timer.set(Duration.ofNanos(-1_000)));
    refused(() -> timer.set(SECOND, SECOND.negated()));
    refused(() -> timer.set(tooLong));
    refused(() -> timer.set(SECOND, tooLong));
    System.out.println(show(timer.cancel(), MINUTE));
  }

  private static void refused(Callable<?> call) {
    try {
      System.out.println(call.call());
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void cpu(IntervalTimer timer) throws Exception {
    try (SignalQueue queue = Signals.queue(timer.signal())) {
      Duration time = Duration.ofMillis(300);
      timer.set(time, time);
      System.out.println("idle: " + (queue.poll(Duration.ofMillis(1)) == null ? "nothing" : "one"));
      long before = usedTicks(timer);
      SignalInfo first = spinUntil(queue);
      // In ticks of 10 ms, of which the kernel counts some for others and some twice.
      boolean enough = usedTicks(timer) - before >= 15;
      System.out.println("busy: " + first.signal() + (enough ? ", time enough used" : ", early"));
      SignalInfo second = spinUntil(queue);
      timer.cancel();
      System.out.println("again: " + second.signal());
      System.out.println(timer.get());
    }
  }

  private static SignalInfo spinUntil(SignalQueue queue) {
    while (true) {
      SignalInfo info = queue.poll();
      if (info != null) {
        return info;
      }
    }
  }

  /// User time of this process, and for PROF the kernel's too: fields 14 and 15 of
  /// proc_pid_stat(5).
  private static long usedTicks(IntervalTimer timer) throws Exception {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long user = Long.parseLong(fields.get(11));
    return timer == IntervalTimer.PROF ? user + Long.parseLong(fields.get(12)) : user;
  }

  private static void alarm() {
    Duration five = Duration.ofSeconds(5);
    Duration seven = Duration.ofSeconds(7);
    IntervalTimer.REAL.set(five, SECOND);
    System.out.println(show(new Setting(Alarm.remaining(), SECOND), five));
    Alarm.cancel();
    System.out.println(IntervalTimer.REAL.get());
    Alarm.set(seven);
    System.out.println(show(IntervalTimer.REAL.cancel(), seven));
    System.out.println(Alarm.remaining());
  }

  private static void periodic() throws Exception {
    Duration period = Duration.ofMillis(10);
    try (SignalQueue queue = Signals.queue(Signal.ALRM, Signal.RT9)) {
      Runnable set = () -> IntervalTimer.REAL.set(period, period);
      TimerWitness witness = TimerWitness.of(period.multipliedBy(20), set);
      for (int i = 0; i < 20; i++) {
        queue.take();
      }
      System.out.println("20 times " + witness.expired());
      System.out.println("running " + IntervalTimer.REAL.cancel().isRunning());
      Signals.raise(Signal.RT9);
      while (queue.take().signal() == Signal.ALRM) {
        // it came before the timer was cancelled
      }
      Signals.raise(Signal.RT9);
      System.out.println("next " + queue.take().signal());
      System.out.println("running " + IntervalTimer.REAL.get().isRunning());
    }
  }

  private static void round() {
    for (long nanos : new long[] {1, 1_000_000_001, 1_001}) {
      IntervalTimer.REAL.set(MINUTE, Duration.ofNanos(nanos));
      System.out.println(IntervalTimer.REAL.cancel().interval());
    }
  }

  private static void longest(IntervalTimer timer) {
    Duration longest = Duration.ofDays(292 * 365);
    timer.set(longest, longest);
    System.out.println(show(timer.cancel(), longest));
  }
}
