package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.machine.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sets a [Lifecycle] up. Nothing happens before [#open].
public final class LifecycleBuilder {
  /// The default deadline: Kubernetes kills after 30 s.
  private static final Duration USUAL_DEADLINE = Duration.ofSeconds(25);

  private static final String PROPERTY = "signalman.stop.deadline";
  private static final String VARIABLE = "SIGNALMAN_STOP_DEADLINE";
  private static final long SECOND = 1_000_000_000;

  private SignalSet stopOn = SignalSet.TERMINATION;
  private SignalSet reloadOn = SignalSet.none();
  private Duration deadline = USUAL_DEADLINE;
  private @Nullable Duration reserve;
  private Duration drainDelay = Duration.ZERO;
  private StopStatus status = StopStatus.cleanIsZero();
  private ServiceManager manager = ServiceManager.NONE;
  private final List<StopListener> listeners = new ArrayList<>();
  private boolean quiet;
  private List<String> linear = List.of();
  private boolean adoptsOrphans = true;

  LifecycleBuilder() {}

  /// Sets the signals that stop the program; by default HUP, INT and TERM. A signal that is ignored
  /// when the lifecycle is opened stays ignored: nohup(1) ignores HUP, and a shell ignores INT for
  /// programs in the background.
  ///
  /// @return this
  public LifecycleBuilder stopOn(SignalSet signals) {
    stopOn = Objects.requireNonNull(signals, "signals");
    return this;
  }

  /// Sets the signals that stop the program, as [#stopOn(SignalSet)].
  public LifecycleBuilder stopOn(Signal... signals) {
    return stopOn(SignalSet.of(signals));
  }

  /// Sets a signal that reloads, see [Lifecycle#onReload]. That signal does not stop the program,
  /// and it is claimed even if it is ignored.
  ///
  /// @return this
  public LifecycleBuilder reloadOn(Signal signal) {
    reloadOn = reloadOn.with(Objects.requireNonNull(signal, "signal"));
    return this;
  }

  /// Sets the longest time from the beginning of the stop to the end of the process; by default 25
  /// s. Choose a shorter time than the platform grants: Kubernetes 30 s, Docker 10 s, systemd 90 s.
  /// The system property `signalman.stop.deadline`, and the environment variable
  /// `SIGNALMAN_STOP_DEADLINE`, take precedence: `25s`, `1500ms`, `2m`.
  ///
  /// @return this
  public LifecycleBuilder deadline(Duration time) {
    deadline = Objects.requireNonNull(time, "time");
    return this;
  }

  /// Sets the last part of the deadline, which no stage may use: it is for aborts, the report, and
  /// shutdown hooks. By default it is a tenth of the deadline, but at least a second, or half of a
  /// deadline below two seconds.
  ///
  /// @return this
  public LifecycleBuilder reserve(Duration time) {
    reserve = Objects.requireNonNull(time, "time");
    return this;
  }

  /// Sets how long the program still accepts work after it has become unready, so that load
  /// balancers notice; by default it is zero. This time is part of the deadline. There is no delay
  /// if a key of the terminal stops the program, or if the VM is already exiting.
  ///
  /// @return this
  public LifecycleBuilder drainDelay(Duration time) {
    drainDelay = Objects.requireNonNull(time, "time");
    return this;
  }

  /// Sets the exit status; by default [StopStatus#cleanIsZero].
  ///
  /// @return this
  public LifecycleBuilder status(StopStatus choice) {
    status = Objects.requireNonNull(choice, "choice");
    return this;
  }

  /// Adds a listener. There is always one that writes lines to standard error, unless [#quiet]
  /// removes it.
  ///
  /// @return this
  public LifecycleBuilder listener(StopListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /// Writes no lines to standard error.
  ///
  /// @return this
  public LifecycleBuilder quiet() {
    quiet = true;
    return this;
  }

  /// Makes stages that follow each other in this order.
  ///
  /// @return this
  public LifecycleBuilder linear(String... stages) {
    linear = List.of(stages);
    return this;
  }

  /// Makes the stages `announce`, `drain`, `stop-intake`, `work`, `connections`, `storage` and
  /// `flush`, in this order, so that parts of a program that do not know each other agree on the
  /// names.
  ///
  /// @return this
  public LifecycleBuilder usualStages() {
    return linear("announce", "drain", "stop-intake", "work", "connections", "storage", "flush");
  }

  /// Sends messages to systemd when the program is ready, reloads, and stops
  /// ([dev.signalman.systemd.Notify]): `READY=1` at [Lifecycle#ready] and after a reload,
  /// `RELOADING=1` with its time, `STOPPING=1`, the stage that runs, and `EXTEND_TIMEOUT_USEC=`
  /// while the stop takes its time, never beyond the deadline. Does nothing if the environment has
  /// no `NOTIFY_SOCKET`.
  ///
  /// A service needs `Type=notify`, or `Type=notify-reload` with `ReloadSignal=` as in [#reloadOn].
  ///
  /// @return this
  public LifecycleBuilder notifySystemd() {
    return manager(SystemdManager.ofThisProcess());
  }

  LifecycleBuilder manager(ServiceManager given) {
    manager = given;
    return this;
  }

  /// Lets the lifecycle wait for no orphans as process 1 of a container. It is for a program that
  /// waits for them itself ([dev.signalman.process.Orphans]) after [#open], or that wants CHLD for
  /// itself alone.
  ///
  /// @return this
  public LifecycleBuilder leaveOrphans() {
    adoptsOrphans = false;
    return this;
  }

  /// Claims the signals. From now on they stop the program in order, also while it still starts:
  /// tasks that are registered by then are run. If the VM is already exiting, no signal is claimed,
  /// and the process ends as without a lifecycle.
  ///
  /// @throws LifecycleExistsException if the VM has an open lifecycle
  /// @throws IllegalArgumentException if times do not fit together, or a text from the environment
  ///   is no length of time
  /// @throws dev.signalman.ReservedSignalException if a signal cannot be claimed
  /// @throws dev.signalman.SignalClaimedException if other code of this program has one of the
  ///   signals for itself
  public Lifecycle open() {
    return Lifecycle.open(
        new Settings(stopOn, reloadOn, limits(), status, manager, told(), linear, adoptsOrphans));
  }

  private List<StopListener> told() {
    List<StopListener> all = new ArrayList<>();
    all.add(new ObservedStop()); // first: the next one may hang
    if (!quiet) {
      all.add(new LineListener());
    }
    all.addAll(listeners);
    return all;
  }

  private Limits limits() {
    long total = Spans.positiveNanos("deadline", environment(deadline));
    long kept = reserve == null ? usualReserve(total) : Spans.nanos("reserve", reserve);
    long delay = Spans.nanos("drain delay", drainDelay);
    if (kept >= total) {
      throw new IllegalArgumentException(
          "the reserve of "
              + text(kept)
              + " leaves nothing of the deadline of "
              + text(total)
              + "; choose a longer deadline or a shorter reserve");
    }
    if (delay > 0 && delay >= total - kept) {
      throw new IllegalArgumentException(
          "the drain delay of "
              + text(delay)
              + " leaves no time for stages before the reserve of "
              + text(kept)
              + " at the end of the deadline of "
              + text(total)
              + "; choose a longer deadline or a shorter delay");
    }
    return new Limits(total, kept, delay);
  }

  private static long usualReserve(long total) {
    return Math.max(total / 10, Math.min(SECOND, total / 2));
  }

  private static String text(long nanos) {
    return Spans.text(Duration.ofNanos(nanos));
  }

  private static Duration environment(Duration otherwise) {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return Spans.parse("the system property " + PROPERTY, property);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null
        ? otherwise
        : Spans.parse("the environment variable " + VARIABLE, variable);
  }
}
