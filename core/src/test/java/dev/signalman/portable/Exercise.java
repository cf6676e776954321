package dev.signalman.portable;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketPair;
import dev.signalman.io.UnixDatagram;
import dev.signalman.io.UnixServer;
import dev.signalman.io.UnixSocket;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.time.Alarm;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.TimerClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Does a little of everything, each in its own thread, and prints how it went: `ok`, or the
/// message of an exception. An error, a hang and a wrong result are `BAD`.
public final class Exercise implements Runnable {
  private static final long LIMIT = 20_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Made without arguments by a loader of its own.
  public Exercise() {}

  interface Step {
    void run() throws Exception;
  }

  public static void main(String[] args) {
    new Exercise().run();
    System.exit(0); // a timer or a thread may be left
  }

  @Override
  public void run() {
    step("asking", () -> check(Signals.capabilities().mode() != null));
    step("handlers", Exercise::handlers);
    step("queues", Exercise::queues);
    step("dispositions", () -> check(!Signals.dispositions().isEmpty()));
    step("masks", () -> check(SignalMask.block(SignalSet.none()) != null && pending()));
    step("loop", Exercise::loop);
    step("child", () -> check(Spawn.of("sh", "-c", "exit 3").start().waitFor() != null));
    step("child in a directory", Exercise::elsewhere);
    step("child that is stopped", Exercise::stopped);
    step(
        "child with its parent",
        () -> check(Spawn.of("true").endWithParent().start().waitFor() != null));
    step("child in a group", () -> check(Spawn.of("true").newGroup().start().waitFor() != null));
    step("capture", () -> check(Spawn.of("echo", "5").capture(9).text().equals("5\n")));
    step("other process", Exercise::other);
    step("sending", () -> Signals.send(ProcessHandle.current(), Signal.CONT));
    step("pipe", Exercise::pipe);
    step("sockets", Exercise::sockets);
    step("server", Exercise::server);
    step("datagrams", Exercise::datagrams);
    step("alarm", Exercise::alarm);
    step("timer", Exercise::timer);
  }

  private static boolean pending() {
    return Signals.pending() != null;
  }

  private static void step(String name, Step body) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                body.run();
                result.complete(null);
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    String told = "ok";
    try {
      thread.join(LIMIT);
      if (!result.isDone()) {
        told = "BAD: hangs";
      } else if (result.isCompletedExceptionally()) {
        told = describe(result.exceptionNow());
      }
    } catch (InterruptedException e) {
      told = "BAD: " + e;
    }
    System.out.println(name + ": " + told);
  }

  private static String describe(Throwable thrown) {
    boolean clear =
        thrown instanceof UnsupportedOperationException
            || thrown instanceof IOException
            || thrown instanceof java.io.UncheckedIOException
            || thrown instanceof IllegalStateException;
    String message = String.valueOf(thrown.getMessage());
    return (clear && message.length() > 10 ? "" : "BAD: " + thrown.getClass().getName() + " ")
        + message.replace('\n', ' ');
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("a wrong result");
    }
  }

  private static void handlers() throws Exception {
    try (SignalQueue queue = Signals.queue(Signal.USR1);
        SignalRegistration handler = Signals.handle(Signal.USR1, info -> {})) {
      Signals.raise(Signal.USR1);
      check(queue.poll(MINUTE) != null && handler.isOpen());
    }
  }

  private static void queues() throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.RT3)) {
      Signals.send(ProcessHandle.current().pid(), Signal.RT3, 7);
      check(pipe.take().value() == 7);
    }
  }

  private static void loop() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      loop.onSignal(Signal.WINCH, info -> loop.stop());
      Signals.raise(Signal.WINCH);
      loop.run();
    }
  }

  private static void elsewhere() throws Exception {
    Child child = Spawn.of("pwd").directory(Path.of("/")).stdout(Stdio.pipe()).start();
    check(new String(child.stdout().readAllBytes(), StandardCharsets.UTF_8).equals("/\n"));
    child.waitFor();
  }

  private static void stopped() throws Exception {
    Child child = Spawn.of("sleep", "60").start();
    check(!child.stop(MINUTE).isSuccess());
  }

  private static void other() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try (OtherProcess held = OtherProcess.of(sleep.pid())) {
      held.send(Signal.TERM);
      check(held.awaitEnd(MINUTE));
    } finally {
      sleep.destroyForcibly();
    }
  }

  private static void pipe() throws Exception {
    Pipe pipe = Pipe.open();
    try (Fd in = pipe.writeEnd();
        Fd out = pipe.readEnd()) {
      in.write(ByteBuffer.wrap(new byte[] {5}));
      check(out.read(ByteBuffer.allocate(9)) == 1);
    }
  }

  private static void sockets() throws Exception {
    SocketPair pair = SocketPair.open();
    try (UnixSocket left = pair.left();
        UnixSocket right = pair.right()) {
      left.out().write(5);
      check(right.in().read() == 5);
    }
  }

  private static void server() throws Exception {
    Path path = Files.createTempDirectory("exercise").resolve("socket");
    try (UnixServer server = UnixServer.listen(path, 5);
        UnixSocket client = UnixSocket.connect(path);
        UnixSocket accepted = server.accept()) {
      client.out().write(5);
      check(accepted.in().read() == 5);
    } finally {
      Files.deleteIfExists(path);
      Files.delete(path.getParent());
    }
  }

  private static void datagrams() throws Exception {
    try (UnixDatagram none = UnixDatagram.connect(Path.of("/nowhere"))) {
      check(none == null);
    } catch (dev.signalman.PosixException e) {
      check(e.getMessage() != null);
    }
  }

  private static void alarm() {
    check(Alarm.set(Duration.ofHours(1)).isZero());
    check(!Alarm.remaining().isZero());
    check(!Alarm.cancel().isZero());
  }

  private static void timer() throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.URG);
        SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.URG, 7)) {
      timer.start(Duration.ofMillis(1));
      check(timer.get() != null);
      check(pipe.take().signal() == Signal.URG);
    }
  }
}
