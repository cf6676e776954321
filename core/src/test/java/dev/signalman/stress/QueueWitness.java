package dev.signalman.stress;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Receives what [Flood] sends, beside a load, and tells whether all of it came, once and in order.
final class QueueWitness {
  /// What this process does beside receiving.
  interface Load {
    /// Ends it.
    ///
    /// @return what was done, for the record, and `0 wrong`
    String stop() throws InterruptedException;

    /// Starts the one of that name: `nothing`, `churn`, `full heap`, or `crowd` and its size.
    static Load start(String name, long seed) throws InterruptedException {
      String[] words = name.split(" ", 2);
      return switch (words[0]) {
        case "churn" -> Churn.start(seed);
        case "full" -> FullHeap.start(seed);
        case "crowd" -> ThreadCrowd.start(Integer.parseInt(words[1]), seed);
        case "nothing" -> () -> "nothing, 0 wrong";
        default -> throw new IllegalArgumentException(name);
      };
    }
  }

  private interface Source {
    SignalInfo take() throws InterruptedException;
  }

  private static final long[] NEXT = new long[Flood.SENDERS];
  private static long received;
  private static long disordered;

  private QueueWitness() {}

  /// Arguments: `pipe` or `queue`, the load, its seed, and what else is claimed.
  public static void main(String[] args) throws Exception {
    SignalSet more = SignalSet.copyOf(Stream.of(args).skip(3).map(Signal::parse).toList());
    SelfPipe others = SelfPipe.open(more);
    Load load = Load.start(args[1], Long.parseLong(args[2]));
    if (args[0].equals("pipe")) {
      SelfPipe pipe = SelfPipe.open(Flood.SIGNAL);
      run(pipe::take, pipe::dropped);
    } else {
      SignalQueue queue = Signals.subscribe(Flood.SIGNAL);
      run(queue::take, queue::dropped);
    }
    System.out.println(load.stop());
    others.close();
  }

  private static void run(Source source, LongSupplier dropped) throws Exception {
    System.out.println("ready");
    long total = 0;
    for (String each = Stress.next(); !each.equals("end"); each = Stress.next()) {
      NEXT[0] = 0;
      NEXT[1] = 0;
      total += Flood.SENDERS * Long.parseLong(each);
      while (received < total) {
        check(source.take());
      }
      System.out.printf(
          "received %d, %d out of order, dropped %d%n", received, disordered, dropped.getAsLong());
    }
  }

  /// The upper half of a value is the sender, the lower its sequence number.
  private static void check(SignalInfo info) {
    int sender = (int) (info.value() >>> 32);
    long sequence = info.value() & 0xffff_ffffL;
    disordered += sequence == NEXT[sender] ? 0 : 1;
    NEXT[sender] = sequence + 1;
    received++;
  }
}
