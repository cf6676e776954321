package dev.signalman.junit;

/// The kinds of things that a test can leave behind.
public enum Leak {
  /// A signal that a receiver of the test still has.
  CLAIMS,

  /// A child process that still runs.
  CHILDREN,

  /// An open descriptor: a pipe, a socket, a file, a process descriptor. Jars and libraries do not
  /// count, because the VM opens them, nor do eventfd and epoll descriptors.
  DESCRIPTORS,

  /// A thread of Signalman that does not end, such as that of an open `Ticker`.
  THREADS
}
