/// Messages between a service and systemd, or another service manager with the same protocol: the
/// service reports readiness, reloads and its end ([Notify]), shows that it is alive ([Watchdog]),
/// leaves open descriptors with the manager ([Notify#store]), and gets sockets and those
/// descriptors by name ([PassedFds]).
///
/// A program needs no library of systemd for this, and nothing changes for it where no manager has
/// set the variables of the environment that the classes read: they do nothing then.
package dev.signalman.systemd;
