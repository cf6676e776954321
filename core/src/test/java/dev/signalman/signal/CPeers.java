package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/// The C programs on the other side: a sender for our receivers, a receiver for our senders.
final class CPeers {
  private CPeers() {}

  /// Sends a signal by `way` (see `sender.c`), which must succeed.
  static Peer send(String way, int pid, Signal signal, long... more)
      throws IOException, InterruptedException {
    Peer peer = attempt(way, pid, signal.number(), more);
    assertThat(peer.output()).as(way).isEqualTo("ok\n");
    return peer;
  }

  /// The same where it may fail: the output is `ok` or `errno NUMBER`.
  static Peer attempt(String way, int pid, int signal, long... more)
      throws IOException, InterruptedException {
    return sender().run(words(way, pid, signal, more));
  }

  /// Starts a sender and does not wait for its end.
  static ChildProgram start(String way, int pid, Signal signal, long... more)
      throws IOException, InterruptedException {
    return sender().start(words(way, pid, signal.number(), more));
  }

  /// Starts a receiver, which blocks all signals before this returns.
  static ChildProgram receiver() throws IOException, InterruptedException {
    ChildProgram child = receiverProgram().start();
    child.expect("ready");
    return child;
  }

  /// The same before it is started.
  static CProgram receiverProgram() throws IOException, InterruptedException {
    return CProgram.compile(CPeers.class, "/c/receiver.c");
  }

  /// How the receiver describes a signal.
  static String describe(Signal signal, int code, long pid, long uid, long value) {
    return "signal %d code %d pid %d uid %d value %x"
        .formatted(signal.number(), code, pid, uid, value);
  }

  private static CProgram sender() throws IOException, InterruptedException {
    return CProgram.compile(CPeers.class, "/c/sender.c");
  }

  private static String[] words(String way, int pid, int signal, long... more) {
    Stream<String> fixed = Stream.of(way, Integer.toString(pid), Integer.toString(signal));
    Stream<String> rest = Arrays.stream(more).mapToObj(Long::toString);
    return Stream.concat(fixed, rest).toArray(String[]::new);
  }
}
