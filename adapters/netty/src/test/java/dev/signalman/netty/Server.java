package dev.signalman.netty;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.Stage;
import dev.signalman.lifecycle.StopListener;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.StopStatus;
import dev.signalman.lifecycle.TaskState;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A web server that stops in order, in several ways.
final class Server {
  private static final int CLEAN = 7;

  private Server() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "alone" -> alone();
      case "twice" -> {
        for (int i = 0; i < 2; i++) {
          openAndClose();
        }
      }
      case "refusals" -> refusals();
      default -> serve(args[0]);
    }
  }

  private static Lifecycle lifecycle() {
    return Lifecycle.builder()
        .status(StopStatus.of(report -> report.clean() ? CLEAN : 1))
        .quiet()
        .listener(new Printer())
        .open();
  }

  private static void serve(String how) throws Exception {
    Lifecycle life = lifecycle();
    Connections connections = new Connections(life.inFlight("requests"));
    EventLoopGroup acceptor = Web.loops(1);
    EventLoopGroup loops = Web.loops(2);
    Channel server = Web.drained(connections).bind(loops);
    Channel second = Web.drained(connections).bind(acceptor);
    Stage http = life.stage("http");
    if (how.equals("bounded") || how.equals("busy")) {
      http.within(Duration.ofMillis(500));
    }
    NettyStages.drain(http, connections, server, second);
    Stage end =
        life.stage("loops")
            .after(http)
            .within(Duration.ofMillis(how.equals("busy") ? 500 : 10_000));
    NettyStages.end(end, acceptor, loops);
    life.ready();
    System.out.println("ready " + Web.port(server));
    if (how.equals("loops-first")) {
      int _ = System.in.read();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      life.stop("loops");
    }
    life.await();
  }

  /// As Netty's own examples do.
  private static void alone() throws Exception {
    EventLoopGroup loops = Web.loops(2);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> loops.shutdownGracefully().awaitUninterruptibly()));
    Channel server = Web.alone().bind(loops);
    System.out.println("ready " + Web.port(server));
    server.closeFuture().sync();
  }

  /// All in one VM: nothing is left, so the next one works.
  private static void openAndClose() throws Exception {
    Lifecycle life = lifecycle();
    try (life) {
      Connections one = new Connections(life.inFlight("requests of one"));
      Connections two = new Connections(life.inFlight("requests of two"));
      EventLoopGroup loops = Web.loops(2);
      NettyStages.drain(life.stage("one"), one, Web.drained(one).bind(loops));
      NettyStages.drain(life.stage("two"), two, Web.drained(two).bind(loops));
      NettyStages.end(life.stage("loops").after("one", "two"), loops);
      NettySignals.handle(loops.next(), SignalSet.of(Signal.USR1), _ -> {});
    }
    // A loop says that it has terminated a moment before its thread ends, and another thread
    // releases the signal then.
    while (!loops().isEmpty() || Signals.disposition(Signal.USR1) instanceof Disposition.Handled) {
      Thread.onSpinWait();
    }
    System.out.println("threads " + loops() + ", claims " + claims());
  }

  private static List<Thread> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("nioEventLoop"))
        .toList();
  }

  private static List<Signal> claims() {
    return Signals.dispositions().entrySet().stream()
        .filter(each -> each.getValue() instanceof Disposition.Handled)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void refusals() throws Exception {
    EventLoopGroup loops = Web.loops(1);
    try (Lifecycle life = lifecycle()) {
      Connections connections = new Connections(life.inFlight("requests"));
      Channel server = Web.drained(connections).bind(loops);
      NettyStages.drain(life.stage("http"), connections, server);
      refused(() -> NettyStages.drain(life.stage("again"), connections, server));
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      refused(
          () -> NettyStages.drain(life.stage("late"), new Connections(life.inFlight("x")), server));
      refused(() -> NettyStages.end(life.stage("loops"), loops));
    }
  }

  private static void refused(Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static final class Printer implements StopListener {
    @Override
    public void ended(StopReport report) {
      report
          .tasks()
          .forEach(task ->
              System.out.println(
                  "task "
                      + task.path()
                      + " "
                      + task.state()
                      + (task.state() == TaskState.FAILED ? " " + task.error() : "")));
      report.inFlight().forEach(left -> System.out.println("left " + left));
      report.notes().forEach(note -> System.out.println("note " + note));
    }
  }
}
