package dev.signalman.lifecycle;

import dev.signalman.process.Spawn;
import java.time.Duration;

/// The program that started this one and wants to know its state, such as systemd. Its methods are
/// called in the thread of the [StopListener]s, in that of [Lifecycle#ready], or in that of a
/// handover.
interface ServiceManager {
  /// Nobody.
  ServiceManager NONE = new ServiceManager() {};

  /// The program wants work.
  default void ready() {}

  /// A reload begins; [#ready] follows.
  default void reloading() {}

  /// Another process is the main process of the service from now on, and is ready. This process
  /// sends no more messages.
  default void handedOver(int pid) {}

  /// Passes on to a process that takes over how to reach the manager.
  default void passOn(Spawn successor) {}

  /// The program is stopping.
  default void stopping() {}

  /// The program says in a few words what it does.
  default void status(String text) {}

  /// The program needs at least this much time from now on.
  default void extend(Duration time) {}

  /// The program is about to exit: nothing follows.
  default void leaving() {}
}
