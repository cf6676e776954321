package dev.signalman;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The features of the library on this machine. They are found out once, except [#pipes()] and the
/// handlers that other code has replaced: those are looked up each time. Nothing is assumed or
/// hidden: [#missing()] names everything that is missing.
///
/// Asking has no conditions: where nothing works at all, no promise is kept, and [#cause()] says
/// why.
///
/// @param mode how signals reach Java
/// @param cause why the mode is not the best one: the name of the missing feature, or of the option
///   that turned it off; empty for [Mode#FULL]
/// @param kept the promises that hold here
/// @param missing one sentence for each missing feature and what follows from that
public record Capabilities(Mode mode, String cause, Set<Promise> kept, List<String> missing) {
  /// How signals reach Java. A program is in one mode from the first use of the library on. Without
  /// the system property `signalman.mode` (`full`, `handler-only` or `portable`) the best one is
  /// taken that works.
  public enum Mode {
    /// Blocked in every thread and read from a signalfd: real-time signals are neither lost nor
    /// reordered.
    FULL,
    /// Taken by handler code in a thread that the kernel picks, and written to a pipe: real-time
    /// signals may be reordered between threads, and a signal that finds the pipe full is dropped
    /// and counted.
    HANDLER_ONLY,
    /// Taken by the VM (`sun.misc.Signal`): no sender, no value, no order, no real-time signals.
    /// Children are those of `ProcessBuilder`. No native code is called.
    PORTABLE
  }

  /// What the library promises where everything works.
  public enum Promise {
    /// See [Capabilities#receiving].
    RECEIVING("signals are received, by any number of handlers, and released"),
    /// See [Capabilities#ignoring].
    IGNORING("signals are ignored, and set to their default action"),
    /// See [Capabilities#raising].
    RAISING("a program sends itself a signal"),
    /// See [Capabilities#sender].
    SENDER("a signal tells its sender and its cause"),
    /// See [Capabilities#values].
    VALUES("real-time signals come, with their values"),
    /// See [Capabilities#inOrder].
    ORDER("real-time signals come in their order"),
    /// See [Capabilities#lossless].
    LOSSLESS("no queued signal is dropped"),
    /// See [Capabilities#pipes].
    PIPES("each receiver's pipe has the room that it needs"),
    /// See [Capabilities#replacements].
    REPLACEMENTS("a handler that other code replaces is noticed"),
    /// See [Capabilities#dispositions].
    DISPOSITIONS("each signal's action can be queried"),
    /// See [Capabilities#masks].
    MASKS("masks and pending signals of threads"),
    /// See [Capabilities#sending].
    SENDING("any signal is sent to any process"),
    /// See [Capabilities#pidfd].
    PIDFD("processes are held by descriptors"),
    /// See [Capabilities#groups].
    GROUPS("a process group is signalled after its first process has gone"),
    /// See [Capabilities#starting].
    STARTING("children are started, waited for and ended"),
    /// See [Capabilities#placing].
    PLACING("a child has its own group, mask and descriptors, and ends with its parent"),
    /// See [Capabilities#deaths].
    DEATHS("death by a signal is distinguished from an exit code"),
    /// See [Capabilities#orphans].
    ORPHANS("orphans are adopted and waited for"),
    /// See [Capabilities#loop].
    LOOP("an event loop has signals, timers and children"),
    /// See [Capabilities#descriptors].
    DESCRIPTORS("pipes, UNIX sockets and passed descriptors"),
    /// See [Capabilities#timers].
    TIMERS("timers that send signals");

    private final String text;

    Promise(String text) {
      this.text = text;
    }

    /// A few words of English, without a full stop.
    public String text() {
      return text;
    }
  }

  private static final Set<Promise> PORTABLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              Promise.RECEIVING,
              Promise.IGNORING,
              Promise.RAISING,
              Promise.STARTING,
              Promise.LOOP));

  /// Copies the set and the list.
  public Capabilities {
    Set<Promise> copy = EnumSet.noneOf(Promise.class);
    copy.addAll(kept);
    kept = Collections.unmodifiableSet(copy);
    missing = List.copyOf(missing);
  }

  /// The promises that hold in a mode where nothing else is missing.
  public static Set<Promise> keptIn(Mode mode) {
    Set<Promise> kept = EnumSet.allOf(Promise.class);
    if (mode == Mode.HANDLER_ONLY) {
      kept.remove(Promise.ORDER);
      kept.remove(Promise.LOSSLESS);
    } else if (mode == Mode.PORTABLE) {
      kept.retainAll(PORTABLE);
    }
    return kept;
  }

  /// The same in another state of knowledge: without a promise, and with one more sentence that
  /// says so.
  public Capabilities without(Promise promise, String sentence) {
    Set<Promise> left = EnumSet.noneOf(Promise.class);
    left.addAll(kept);
    left.remove(promise);
    List<String> more = new ArrayList<>(missing);
    more.add(sentence);
    return new Capabilities(mode, cause, left, more);
  }

  /// Whether a promise holds here.
  public boolean keeps(Promise promise) {
    return kept.contains(promise);
  }

  /// Whether signals can be received: [dev.signalman.signal.Signals#handle] and the like, and with
  /// them a stop in order.
  public boolean receiving() {
    return keeps(Promise.RECEIVING);
  }

  /// Whether signals can be ignored, set to their default and restored.
  public boolean ignoring() {
    return keeps(Promise.IGNORING);
  }

  /// Whether a program can send itself a signal.
  public boolean raising() {
    return keeps(Promise.RAISING);
  }

  /// Whether a signal tells its sender and its cause.
  public boolean sender() {
    return keeps(Promise.SENDER);
  }

  /// Whether real-time signals come, with their values.
  public boolean values() {
    return keeps(Promise.VALUES);
  }

  /// Whether real-time signals come in the order in which they were queued.
  public boolean inOrder() {
    return keeps(Promise.ORDER);
  }

  /// Whether no queued signal is ever dropped here. Otherwise dropped signals are counted:
  /// [dev.signalman.signal.SignalReceiver#dropped()].
  public boolean lossless() {
    return keeps(Promise.LOSSLESS);
  }

  /// Whether the kernel has given each receiver's pipe all the room that it needed so far. The
  /// kernel refuses more room while the user's pipes together hold more than
  /// `/proc/sys/fs/pipe-user-pages-soft` pages (pipe(7)); a signal that finds a pipe full is
  /// dropped and counted. Once false, it stays false: ask
  /// [dev.signalman.signal.Signals#capabilities()] again to see it change.
  public boolean pipes() {
    return keeps(Promise.PIPES);
  }

  /// Whether a handler that other code replaces is noticed:
  /// [dev.signalman.signal.Signals#onReplaced].
  public boolean replacements() {
    return keeps(Promise.REPLACEMENTS);
  }

  /// Whether each signal's action can be queried: [dev.signalman.signal.Signals#dispositions].
  public boolean dispositions() {
    return keeps(Promise.DISPOSITIONS);
  }

  /// Whether masks and pending signals can be read and changed: [dev.signalman.signal.SignalMask].
  public boolean masks() {
    return keeps(Promise.MASKS);
  }

  /// Whether any signal can be sent to any process. Otherwise TERM and KILL can.
  public boolean sending() {
    return keeps(Promise.SENDING);
  }

  /// Whether processes are addressed and children waited for by descriptors, which never come to
  /// mean another process (Linux 5.4, and no filter that refuses them). It is false too where only
  /// waiting is missing (Linux 5.3).
  public boolean pidfd() {
    return keeps(Promise.PIDFD);
  }

  /// Whether a process group can be signalled safely after its first process has gone (Linux 6.9).
  public boolean groups() {
    return keeps(Promise.GROUPS);
  }

  /// Whether the end of a [dev.signalman.process.Child] is reported at once, and a signal to it
  /// never reaches another process. Otherwise its end is reported up to 20 ms late, and its pid
  /// stays its own only as long as no other code in this process waits for any child.
  public boolean children() {
    return pidfd();
  }

  /// Whether children can be started, waited for and ended, with files and pipes as their standard
  /// streams.
  public boolean starting() {
    return keeps(Promise.STARTING);
  }

  /// Whether a child can have a group, a session, a mask and descriptors of its own, and can end
  /// with its parent.
  public boolean placing() {
    return keeps(Promise.PLACING);
  }

  /// Whether a child's death by a signal is distinguished from an exit code. Otherwise an exit code
  /// above 128 is [dev.signalman.process.ExitStatus.Unknown].
  public boolean deaths() {
    return keeps(Promise.DEATHS);
  }

  /// Whether orphans can be adopted and waited for: [dev.signalman.process.Orphans].
  public boolean orphans() {
    return keeps(Promise.ORPHANS);
  }

  /// Whether a [dev.signalman.loop.EventLoop] has signals, timers and children.
  public boolean loop() {
    return keeps(Promise.LOOP);
  }

  /// Whether there are pipes, UNIX sockets and passed descriptors: package `dev.signalman.io`.
  public boolean descriptors() {
    return keeps(Promise.DESCRIPTORS);
  }

  /// Whether there are timers that send signals: [dev.signalman.time.Alarm],
  /// [dev.signalman.time.SignalTimer].
  public boolean timers() {
    return keeps(Promise.TIMERS);
  }
}
