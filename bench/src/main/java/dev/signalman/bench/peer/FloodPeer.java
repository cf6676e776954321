package dev.signalman.bench.peer;

import com.sun.management.ThreadMXBean;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Takes floods of one real-time signal from a [SelfPipe]: `FloodPeer SIGNAL`. A line `COUNT` is
/// answered with `go`, and when they are through with `END_NS RECEIVED REORDERED BYTES_ALLOCATED`.
public final class FloodPeer {
  private static final long PATIENCE_SECONDS = 30;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private FloodPeer() {}

  /// Runs until its standard input ends.
  public static void main(String[] args) throws PosixException {
    try (SelfPipe pipe = SelfPipe.open(Signal.of(Integer.parseInt(args[0])));
        ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      System.out.println("ready " + ProcessHandle.current().pid());
      Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
      while (commands.hasNextLong()) {
        long count = commands.nextLong();
        Future<?> end =
            watch.schedule(Thread.currentThread()::interrupt, PATIENCE_SECONDS, TimeUnit.SECONDS);
        System.out.println("go");
        System.out.println(new Flood(pipe).take(count));
        end.cancel(false);
      }
    }
  }

  private static final class Flood {
    private final SelfPipe pipe;
    private long received;
    private long reordered;
    private long last = -1;

    Flood(SelfPipe pipe) {
      this.pipe = pipe;
    }

    String take(long count) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        while (received < count) {
          note(pipe.take());
        }
      } catch (InterruptedException e) {
        // The rest does not come; the answer says how many did.
      }
      long end = System.nanoTime();
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      return end + " " + received + " " + reordered + " " + allocated;
    }

    private void note(SignalInfo info) {
      if (info.value() < last) {
        reordered++;
      }
      last = info.value();
      received++;
    }
  }
}
