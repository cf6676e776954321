package dev.signalman.lifecycle;

import dev.signalman.process.Spawn;
import java.time.Duration;

/// The program that started this one and wants to know how it is, such as systemd. Called in the
/// thread of the [StopListener]s, in that of [Lifecycle#ready], or in that of a handover.
interface ServiceManager {
  /// Nobody.
  ServiceManager NONE = new ServiceManager() {};

  /// The program wants work.
  default void ready() {}

  /// A reload begins; [#ready] follows.
  default void reloading() {}

  /// Another process of the service is its main one from now on, and is ready. This one has nothing
  /// more to say.
  default void handedOver(int pid) {}

  /// Lets a process that takes over talk to the manager in its time.
  default void passOn(Spawn successor) {}

  /// The program stops.
  default void stopping() {}

  /// What the program does, in a few words.
  default void status(String text) {}

  /// The program needs at least this much time from now on.
  default void extend(Duration time) {}

  /// The program is about to exit: nothing follows.
  default void leaving() {}
}
