package dev.signalman.lifecycle;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.jvm.JavaChild;
import dev.signalman.lifecycle.machine.HandoverMachine.Times;
import dev.signalman.process.Spawn;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Replaces a running program by a new process of the same program, for example after an update,
/// without closing its listening sockets.
///
/// ```java
/// Handover handover = Handover.of(life).on(Signal.USR2);
/// ServerSocketChannel http = handover.listener("http", ServerSocketChannel.class,
///     () -> ServerSocketChannel.open().bind(new InetSocketAddress(8080), 1024));
/// UnixServer control = handover.listener("control", UnixServer.class, () -> UnixServer.listen(path, 64));
/// life.stage("intake").add("http", http).add("control", control);
/// serve(http, control);
/// life.ready();
/// ```
///
/// [#start], or the signal, starts this program again: the same main class and arguments, in a VM
/// with the same options ([JavaChild#thisProgram]). There, [#listener] returns the sockets of this
/// process instead of opening new ones, so both accept from the same queue of connections. The new
/// process calls [Lifecycle#ready] and runs for a short time more ([#settle]). Then this process
/// stops in order, without a drain delay; the cause is [StopCause.HandedOver].
///
/// Guarantees:
///
/// - A connection that waits in the queue of a listener is not lost when one of the processes
///   closes it or ends.
/// - If the new process cannot be started, ends, or is not ready in time, this one continues as
///   before. A new process that is late is killed, and the attempt is over when it has ended.
/// - There is one attempt at a time.
/// - If this process ends before the new one is ready, the new one ends, too. If this process
///   begins to stop for another reason, it ends the new one.
/// - With [LifecycleBuilder#notifySystemd], systemd learns of the new main process (`RELOADING=1`;
///   then `MAINPID=` and `READY=1`, or `READY=1` alone after a failure).
///
/// Limits: connections that a process has accepted are its own. If a new process crashes, the
/// connections that it has accepted are lost. Both processes use the same file of a UNIX socket:
/// delete it at a stop only if the cause is not [StopCause.HandedOver]. In a process that inherits
/// a `ServerSocketChannel`, standard input is empty after [#listener], and `System.out` and
/// `System.err` are replaced: when that channel is closed, java.nio redirects descriptors 0, 1 and
/// 2 to `/dev/null`. The descriptors are put back at the end of the task that closed the channel.
/// Output of other code to descriptors 1 and 2 in between is lost.
public final class Handover {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);
  private static final Duration USUAL_SETTLE = Duration.ofSeconds(1);
  private static final int READY = 1;

  private final Lifecycle life;
  private final boolean successor;
  private final Listeners listeners;
  private final HandoverLoop loop;
  private final List<Path> places = places();
  private final List<Registration> signals = new ArrayList<>();
  private Consumer<Spawn> custom = _ -> {};

  private Handover(Lifecycle life, boolean successor, PassedListeners passed) {
    this.life = life;
    this.successor = successor;
    this.listeners = new Listeners(passed);
    this.loop =
        new HandoverLoop(
            life, this::launch, new Times(USUAL_LIMIT.toNanos(), USUAL_SETTLE.toNanos()));
  }

  /// Makes the handover of a program, before [Lifecycle#ready]. In a process that was started to
  /// take over, it receives the listeners of the other process.
  ///
  /// @throws IllegalStateException if the lifecycle has a handover already, or the program is ready
  /// @throws IOException if this process was started to take over, and the other process has ended
  public static Handover of(Lifecycle life) throws IOException {
    if (life.readiness().state() == Readiness.State.READY) {
      throw new IllegalStateException("a Handover is made before Lifecycle.ready() is called");
    }
    life.checkWithoutHandover(); // before it waits for what is passed on
    boolean successor = Boolean.getBoolean(Successor.PROPERTY) && !life.isVirtual();
    Handover made =
        new Handover(
            life,
            successor,
            successor ? PassedListeners.receive(JavaChild.parent()) : PassedListeners.none());
    life.attach(made);
    return made;
  }

  /// Sets how long the new process may take from its start to its [Lifecycle#ready]; 60 s unless
  /// set.
  ///
  /// @return this
  /// @throws IllegalArgumentException if not above zero
  public Handover within(Duration limit) {
    loop.times(new Times(Spans.positiveNanos("time to start", limit), loop.times().settle()));
    return this;
  }

  /// Sets how long the new process must run after it is ready, before this one stops; 1 s unless
  /// set. Both accept connections during that time. If the new process ends in that time, this one
  /// continues.
  ///
  /// @return this
  /// @throws IllegalArgumentException if negative
  public Handover settle(Duration time) {
    loop.times(new Times(loop.times().start(), Spans.nanos("time to settle", time)));
    return this;
  }

  /// Sets other properties of new processes: `change` is called at each start. A new process has
  /// the environment with which this one started, unless this changes it:
  ///
  /// ```java
  /// handover.with(spawn -> Config.read(file).environment().forEach(spawn::env));
  /// ```
  ///
  /// @return this
  public Handover with(Consumer<Spawn> change) {
    custom = custom.andThen(Objects.requireNonNull(change, "change"));
    return this;
  }

  /// Hands over at each signal of this kind. A refusal is reported in one line, as a failure is.
  ///
  /// @return this
  /// @throws dev.signalman.ReservedSignalException if the signal cannot be claimed
  /// @throws dev.signalman.SignalClaimedException if other code has the signal for itself
  public Handover on(Signal signal) {
    // In a thread of its own: it reads files, and the thread of the signals must not wait for that.
    signals.add(
        StopSignals.on(
            signal,
            () -> OwnThread.unstarted("signalman-handover-ask", this::startOrTell).start()));
    return this;
  }

  private void startOrTell() {
    try {
      CompletableFuture<HandoverReport> _ = start();
    } catch (HandoverException e) {
      String reason = String.valueOf(e.getMessage());
      life.teller().tell(listener -> listener.noted(reason));
    }
  }

  /// Whether this process was started to take over from another one.
  public boolean isSuccessor() {
    return successor;
  }

  /// The listener of this name: the one of the previous process, or else the result of `open`.
  ///
  /// @param name 1 to 255 characters of ASCII without control characters and `:`; the same in each
  ///   version of the program
  /// @param kind [dev.signalman.io.UnixServer], [dev.signalman.io.Fd] for any other socket that is
  ///   held as a descriptor, or [java.nio.channels.ServerSocketChannel], of TCP or UNIX; there can
  ///   be one of the last kind
  /// @param open opens and binds a new one
  /// @throws IllegalArgumentException for another kind, such as `HttpServer`, and for a second
  ///   `ServerSocketChannel`: the message has the ways out. Also if the name is in use
  /// @throws IOException if the descriptor of the channel cannot be found; the channel is closed
  ///   then
  /// @throws Exception that of `open`
  public <T> T listener(String name, Class<T> kind, Callable<? extends T> open) throws Exception {
    return listeners.listener(name, kind, Objects.requireNonNull(open, "open"));
  }

  /// Begins to hand over, and returns at once. If the handover fails, the report says why,
  /// listeners get one line ([StopListener#noted]), and this process continues.
  ///
  /// @return completes with the report; never exceptionally
  /// @throws HandoverException if the handover is refused; nothing has changed then
  public CompletableFuture<HandoverReport> start() {
    if (life.isVirtual()) {
      throw new HandoverException(
          HandoverException.Reason.CANNOT_START,
          "not handing over: a virtual process cannot be started again");
    }
    if (ProcessHandle.current().pid() == 1) {
      throw new HandoverException(
          HandoverException.Reason.PROCESS_ONE,
          "not handing over: this is process 1, and its end is the end of its container; start the"
              + " program through an init, such as docker run --init");
    }
    if (listeners.isEmpty()) {
      throw new HandoverException(
          HandoverException.Reason.NO_LISTENER,
          "not handing over: there is no listener to inherit; Handover.listener registers them");
    }
    checkProgram();
    return loop.ask();
  }

  private static void checkProgram() {
    try {
      JavaChild.Starter _ = JavaChild.thisProgram();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw new HandoverException(
          HandoverException.Reason.CANNOT_START, "not handing over: " + e.getMessage(), e);
    } catch (IOException _) {
      // Something is missing now. The report tells of it, if it still is when the attempt begins.
    }
  }

  private Successor launch() throws IOException {
    for (Path place : places) {
      if (Files.notExists(place)) {
        throw new NoSuchFileException(
            place + ", of the class path or module path of this program, is not there any more");
      }
    }
    JavaChild.Starter starter = JavaChild.thisProgram();
    starter.with(life.manager()::passOn).with(custom);
    return Successor.start(starter, listeners);
  }

  /// The entries of the class path and module path that exist.
  private static List<Path> places() {
    List<Path> places = new ArrayList<>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      for (String place : System.getProperty(property, "").split(File.pathSeparator, -1)) {
        try {
          if (!place.isEmpty() && Files.exists(Path.of(place))) {
            places.add(Path.of(place));
          }
        } catch (InvalidPathException _) {
          // It is no file name in this locale, so it cannot be checked later.
        }
      }
    }
    return places;
  }

  /// The program is ready.
  ///
  /// @return whether another process learned of it, which tells the service manager
  boolean sayReady() {
    if (!successor) {
      return false;
    }
    try {
      closeLeft();
      if (JavaChild.outliveParent()) {
        try (OutputStream predecessor = JavaChild.parent().out()) {
          predecessor.write(READY);
        }
      }
      return true; // if it has ended, so does this process
    } catch (IOException _) {
      return false; // it has just ended, and this process serves alone
    }
  }

  private void closeLeft() {
    String text;
    try {
      List<String> left = listeners.closeLeft();
      text =
          left.isEmpty() ? "" : "listeners that were passed on and not taken are closed: " + left;
    } catch (IOException e) {
      text = "a listener that was passed on and not taken stays open: " + e.getMessage();
    }
    String told = text;
    if (!told.isEmpty()) {
      life.teller().tell(listener -> listener.noted(told));
    }
  }

  /// The program begins to stop.
  void stopBegan(StopCause cause) {
    listeners.repair();
    if (!(cause instanceof StopCause.HandedOver)) {
      loop.stopBegan();
    }
  }

  /// A task of the stop has ended: perhaps it has closed a listener.
  void afterTask() {
    listeners.repair();
  }

  /// The lifecycle is over, and the process may continue.
  void end() {
    listeners.repair();
    signals.forEach(Registration::close);
  }

  @Override
  public String toString() {
    return "Handover of " + life;
  }
}
