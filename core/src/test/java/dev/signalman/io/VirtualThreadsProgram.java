package dev.signalman.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Has a thousand virtual threads each speak to one more over a socket of its own, and a thousand
/// sleep.
final class VirtualThreadsProgram {
  private static final int THREADS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private VirtualThreadsProgram() {}

  public static void main(String[] args) throws Exception {
    AtomicLong signals = new AtomicLong();
    Signals.handle(Signal.USR1, info -> signals.incrementAndGet());
    System.out.println("ready");
    System.in.read();
    try (ServerSocket listener = new ServerSocket(0, THREADS, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        var _ = threads.submit(() -> answer(listener));
      }
      CountDownLatch connected = new CountDownLatch(THREADS);
      System.out.println(count(threads, i -> ask(listener, connected, "thread " + i)) + " echoes");
      System.out.println(count(threads, i -> sleep()) + " sleeps");
    }
    System.in.read();
    System.out.println(signals.get() > 0 ? "signals came" : "no signals");
  }

  private interface Numbered {
    boolean call(int i) throws Exception;
  }

  private static int count(ExecutorService threads, Numbered task) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      tasks.add(() -> task.call(number));
    }
    int count = 0;
    for (Future<Boolean> result : threads.invokeAll(tasks)) {
      count += result.get() ? 1 : 0;
    }
    return count;
  }

  private static boolean answer(ServerSocket listener) throws Exception {
    try (Socket socket = listener.accept()) {
      socket.getInputStream().transferTo(socket.getOutputStream());
      return true;
    }
  }

  /// Speaks when all are connected.
  private static boolean ask(ServerSocket listener, CountDownLatch connected, String text)
      throws Exception {
    try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      connected.countDown();
      connected.await();
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII).equals(text);
    }
  }

  private static boolean sleep() throws InterruptedException {
    long begun = System.nanoTime();
    Thread.sleep(PAUSE);
    return System.nanoTime() - begun >= PAUSE.minusMillis(1).toNanos();
  }
}
