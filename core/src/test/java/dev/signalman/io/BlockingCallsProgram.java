package dev.signalman.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.time.IntervalTimer;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.FileLock;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes calls that wait, each in a thread of its own, while alarms come again and again.
final class BlockingCallsProgram {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration RESOLUTION = Duration.ofMillis(1);
  private static final byte[] MUCH = new byte[4 << 20];
  private static final String MESSAGES = "for i in 1 2 3; do sleep 0.1; echo message $i; done";
  private static final String RECEIVED = "message 1\nmessage 2\nmessage 3\n";
  private static final AtomicInteger ALARMS = new AtomicInteger();

  private final Path folder;

  private BlockingCallsProgram(Path folder) {
    this.folder = folder;
  }

  private interface Call {
    void make() throws Exception;
  }

  /// Arguments: a folder, how many seconds, and the alarm's period in milliseconds for each pass.
  public static void main(String[] args) throws Exception {
    new Random(1).nextBytes(MUCH);
    Signals.handle(Signal.ALRM, info -> ALARMS.incrementAndGet());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
    int pass = 0;
    do {
      for (String millis : Arrays.asList(args).subList(2, args.length)) {
        Duration period = Duration.ofMillis(Long.parseLong(millis));
        IntervalTimer.REAL.set(period, period);
        Path own = Files.createDirectory(Path.of(args[0], "pass" + pass++));
        new BlockingCallsProgram(own).pass();
        System.out.println("all whole beside an alarm every " + millis + " ms");
      }
    } while (System.nanoTime() - end < 0);
    IntervalTimer.REAL.cancel();
    System.out.println("end");
  }

  private Map<String, Call> calls() {
    Map<String, Call> calls = new TreeMap<>();
    calls.put("pipe of a child", this::readChild);
    calls.put("pipe of a process", this::readProcess);
    calls.put("much into a pipe", this::writeMuch);
    calls.put("sockets", this::sockets);
    calls.put("socket channels", this::channels);
    calls.put("accept", this::accept);
    calls.put("connect", this::connect);
    calls.put("select", this::select);
    calls.put("file lock", this::fileLock);
    calls.put("FIFO", this::fifo);
    calls.put("ends of children", this::ends);
    calls.put("library's waits", this::libraryWaits);
    calls.put("timed locks", this::timedLocks);
    return calls;
  }

  private void pass() throws Exception {
    int before = ALARMS.get();
    List<FutureTask<Void>> running = new ArrayList<>();
    calls()
        .forEach((name, call) -> {
          FutureTask<Void> task =
              new FutureTask<>(() -> {
                call.make();
                check(
                    !Thread.currentThread().isInterrupted(), name + " left its thread interrupted");
                return null;
              });
          running.add(task);
          Thread.ofPlatform().daemon().name(name).start(task);
        });
    for (FutureTask<Void> task : running) {
      task.get();
    }
    check(ALARMS.get() - before > 1, "there were no alarms");
  }

  private static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  /// Fails if the call is over before its time.
  private static <T> T lasting(Duration time, Callable<T> call) throws Exception {
    long begun = System.nanoTime();
    T result = call.call();
    long nanos = System.nanoTime() - begun;
    check(nanos >= time.minus(RESOLUTION).toNanos(), "over after " + nanos + " ns");
    return result;
  }

  /// Does something a moment from now.
  private static FutureTask<Void> later(Call call) {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          Thread.sleep(PAUSE);
          call.make();
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private void readChild() throws Exception {
    Child child = Spawn.of("sh", "-c", MESSAGES).stdout(Stdio.pipe()).start();
    try (InputStream in = child.stdout()) {
      check(new String(in.readAllBytes(), US_ASCII).equals(RECEIVED), "not what was written");
    }
    check(child.waitFor().isSuccess(), "failed");
  }

  private void readProcess() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", MESSAGES).start();
    try (InputStream in = process.getInputStream()) {
      check(new String(in.readAllBytes(), US_ASCII).equals(RECEIVED), "not what was written");
    }
    check(process.waitFor() == 0, "failed");
  }

  private void writeMuch() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "sleep 0.2; sha256sum")
            .stdin(Stdio.pipe())
            .stdout(Stdio.pipe())
            .start();
    try (InputStream in = child.stdout()) {
      try (OutputStream out = child.stdin()) {
        out.write(MUCH);
      }
      String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(MUCH));
      check(new String(in.readAllBytes(), US_ASCII).startsWith(expected), "not what was written");
    }
  }

  private void sockets() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket other = listener.accept()) {
      exchange(one.getOutputStream(), other.getInputStream());
    }
  }

  private void channels() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel one = SocketChannel.open(listener.getLocalAddress());
          SocketChannel other = listener.accept()) {
        exchange(Channels.newOutputStream(one), Channels.newInputStream(other));
      }
    }
  }

  /// One reads before anything is written, then writes before anything is read.
  private static void exchange(OutputStream out, InputStream in) throws Exception {
    FutureTask<Void> writer = later(() -> out.write("late".getBytes(US_ASCII)));
    check(new String(in.readNBytes(4), US_ASCII).equals("late"), "not what was sent");
    writer.get();
    FutureTask<Void> reader =
        later(() -> check(Arrays.equals(in.readNBytes(MUCH.length), MUCH), "not what was sent"));
    out.write(MUCH);
    reader.get();
  }

  private void accept() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> client =
          later(() -> {
            try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
              socket.getOutputStream().write('x');
            }
          });
      try (Socket socket = listener.accept()) {
        check(socket.getInputStream().read() == 'x', "not what was sent");
      }
      client.get();
    }
  }

  /// Of four connections the queue of the listener takes two; the others wait until it has room.
  private void connect() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Void> server =
          later(() -> {
            for (int i = 0; i < 4; i++) {
              try (Socket socket = listener.accept()) {
                socket.getOutputStream().write('x');
              }
            }
          });
      List<FutureTask<Void>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        readers.add(
            later(() -> {
              try (socket) {
                check(socket.getInputStream().read() == 'x', "not what was sent");
              }
            }));
      }
      for (FutureTask<Void> reader : readers) {
        reader.get();
      }
      server.get();
    }
  }

  private void select() throws Exception {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      int selected = lasting(PAUSE, () -> selector.select(PAUSE.toMillis()));
      check(selected == 0, "something was selected");
    }
  }

  /// Who holds the lock first writes to the file that he is about to let it go.
  private void fileLock() throws Exception {
    Path path = Files.createFile(folder.resolve("locked"));
    String hold =
        """
        import fcntl, sys, time
        file = open(sys.argv[1], "r+")
        fcntl.lockf(file, fcntl.LOCK_EX)
        print("held", flush=True)
        time.sleep(0.2)
        file.write("done")
        """;
    Child holder = Spawn.of("python3", "-c", hold, path.toString()).stdout(Stdio.pipe()).start();
    try (InputStream in = holder.stdout();
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      check(new String(in.readNBytes(4), US_ASCII).equals("held"), "no python3");
      try (FileLock lock = file.getChannel().lock()) {
        check(lock.isValid() && "done".equals(file.readLine()), "locked too early");
      }
    }
  }

  private void fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    check(Spawn.of("mkfifo", fifo.toString()).start().waitFor().isSuccess(), "mkfifo");
    Child writer = Spawn.of("sh", "-c", "sleep 0.2; echo through >$0", fifo.toString()).start();
    try (InputStream in = Files.newInputStream(fifo)) {
      check(new String(in.readAllBytes(), US_ASCII).equals("through\n"), "not what was written");
    }
    check(writer.waitFor().isSuccess(), "failed");
  }

  private void ends() throws Exception {
    List<Child> children = new ArrayList<>();
    lasting(
        PAUSE,
        () -> {
          for (int code = 0; code < 3; code++) {
            children.add(Spawn.of("sh", "-c", "sleep 0.2; exit " + code).start());
          }
          for (int code = 0; code < 3; code++) {
            check(children.get(code).waitFor().shellStatus() == code, "another status");
          }
          return null;
        });
  }

  private void libraryWaits() throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.RT5);
        EventLoop loop = EventLoop.open()) {
      lasting(PAUSE, () -> notYet(pipe.poll(PAUSE)));
      lasting(PAUSE, () -> notYet(Signals.await(SignalSet.of(Signal.RT6), PAUSE)));
      Child sleep = Spawn.of("sleep", "60").start();
      lasting(PAUSE, () -> notYet(sleep.waitFor(PAUSE)));
      check(sleep.stop(Duration.ofMinutes(1)).shellStatus() == 143, "another status");
      lasting(
          PAUSE,
          () -> {
            loop.after(PAUSE, loop::stop); // its time begins here
            loop.run();
            return null;
          });
    }
  }

  private static boolean notYet(@Nullable Object result) {
    check(result == null, "came early: " + result);
    return true;
  }

  private void timedLocks() throws Exception {
    Duration time = Duration.ofMillis(500);
    ReentrantLock lock = new ReentrantLock();
    Semaphore held = new Semaphore(0);
    Semaphore done = new Semaphore(0);
    Thread holder =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              lock.lock();
              try {
                held.release();
                done.acquireUninterruptibly();
              } finally {
                lock.unlock();
              }
            });
    held.acquire();
    boolean locked = lasting(time, () -> lock.tryLock(time.toMillis(), TimeUnit.MILLISECONDS));
    check(!locked, "locked twice");
    done.release();
    holder.join();
    lasting(time, () -> held.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS));
    lasting(
        PAUSE,
        () -> {
          Thread.sleep(PAUSE);
          return null;
        });
  }
}
