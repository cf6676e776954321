package dev.signalman.stress;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalReceiver;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Lines;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Receives what [Flood] sends, beside a load, and tells whether all of it came, once and in order.
/// In the end it waits until every thread blocks what is claimed, and then nothing of it.
final class QueueWitness {
  /// What this process does beside receiving.
  interface Load {
    /// Ends it.
    ///
    /// @return what was done, for the record, and `0 wrong`
    String stop() throws InterruptedException;

    /// Starts the one of that name: `nothing`, `churn`, `masks`, `visitors`, `full heap`, or
    /// `crowd` and its size.
    static Load start(String name, long seed) throws InterruptedException {
      String[] words = name.split(" ", 2);
      return switch (words[0]) {
        case "churn" -> Churn.start(seed);
        case "masks" -> MasksStressTest.Claims.start(seed);
        case "visitors" -> Visitors.start(seed);
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
  private static long sum;

  private QueueWitness() {}

  /// Arguments: `pipe`, `queue` or `handler`, the load, its seed, and what else is claimed. A load
  /// that is called `older ...` has begun when the signals are claimed.
  public static void main(String[] args) throws Exception {
    SignalSet more = SignalSet.copyOf(Stream.of(args).skip(3).map(Signal::parse).toList());
    boolean older = args[1].startsWith("older ");
    String name = older ? args[1].substring("older ".length()) : args[1];
    long seed = Long.parseLong(args[2]);
    Load before = older ? Load.start(name, seed) : null;
    SelfPipe others = SelfPipe.open(more);
    SelfPipe pipe = args[0].equals("pipe") ? SelfPipe.open(Flood.SIGNAL) : null;
    SignalQueue queue = args[0].equals("queue") ? Signals.queue(Flood.SIGNAL) : null;
    BlockingQueue<SignalInfo> handled = new LinkedBlockingQueue<>();
    SignalRegistration handler =
        args[0].equals("handler") ? Signals.handle(Flood.SIGNAL, handled::add) : null;
    Load load = before == null ? Load.start(name, seed) : before;
    if (pipe != null) {
      run(pipe::take, pipe::dropped);
    } else if (queue != null) {
      run(queue::take, queue::dropped);
    } else {
      run(handled::take, () -> 0);
    }
    String beside = load.stop();
    Masks.await(Signals.capabilities().inOrder(), Flood.SIGNAL);
    close(pipe, queue, handler, others);
    Masks.await(false, more.with(Flood.SIGNAL).without(Signal.QUIT)); // HotSpot blocks QUIT itself
    System.out.println(beside);
  }

  private static void close(@Nullable SignalReceiver... receivers) {
    for (SignalReceiver receiver : receivers) {
      if (receiver != null) {
        receiver.close();
      }
    }
  }

  private static void run(Source source, LongSupplier dropped) throws Exception {
    System.out.println("ready");
    long total = 0;
    for (String each = Lines.next(); !each.equals("end"); each = Lines.next()) {
      NEXT[0] = 0;
      NEXT[1] = 0;
      total += Flood.SENDERS * Long.parseLong(each);
      sum = -Flood.SENDERS * Long.parseLong(each) * (Long.parseLong(each) - 1) / 2;
      while (received < total) {
        check(source.take());
      }
      System.out.printf(
          "received %d, %d out of order, dropped %d, sum of values %d off%n",
          received, disordered, dropped.getAsLong(), sum);
    }
  }

  /// The upper half of a value is the sender, the lower its sequence number.
  private static void check(SignalInfo info) {
    int sender = (int) (info.value() >>> 32);
    long sequence = info.value() & 0xffff_ffffL;
    disordered += sequence == NEXT[sender] ? 0 : 1;
    NEXT[sender] = sequence + 1;
    sum += sequence;
    received++;
  }
}
