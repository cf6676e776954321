package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.io.UnixServer;
import dev.signalman.io.UnixSocket;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that hands over at USR2. It answers each line with its pid. Its arguments:
///
/// - `folder=/path`: where its sockets are; the file `how` says what a new process does instead of
///   serving: `crash`, `hang`, `dies`, `dies later`, `port 8080` (opens that), or nothing
/// - `tcp`, `unix`, `channel`: its listeners, of java.nio, of Signalman, and of java.nio in the
///   folder
/// - `manager`: it talks to systemd; `settle=100ms`, `within=2s`, `delay=1h`
final class HandoverSubject {
  private static final int BACKLOG = 1024;

  private final List<String> args;
  private final Path folder;
  private final List<Thread> acceptors = new ArrayList<>();
  private final List<AutoCloseable> listeners = new ArrayList<>();

  private HandoverSubject(String... args) {
    this.args = List.of(args);
    this.folder = Path.of(value("folder", "."));
  }

  public static void main(String[] args) throws Exception {
    new HandoverSubject(args).run();
  }

  private String value(String name, String otherwise) {
    for (String arg : args) {
      if (arg.startsWith(name + "=")) {
        return arg.substring(name.length() + 1);
      }
    }
    return otherwise;
  }

  private void run() throws Exception {
    LifecycleBuilder builder = Lifecycle.builder().quiet().listener(new Printer());
    builder.status(StopStatus.of(report -> report.clean() ? 7 : 1));
    builder.drainDelay(Spans.parse("delay", value("delay", "0s")));
    if (args.contains("manager")) {
      builder.notifySystemd();
    }
    Lifecycle life = builder.open();
    Handover handover =
        Handover.of(life)
            .settle(Spans.parse("settle", value("settle", "0s")))
            .within(Spans.parse("within", value("within", "60s")))
            .with(spawn -> spawn.env("GENERATION", Long.toString(ProcessHandle.current().pid())))
            .on(Signal.USR2);
    String how = Files.readString(folder.resolve("how"));
    if (handover.isSuccessor() && how.equals("crash")) {
      Runtime.getRuntime().halt(3);
    }
    if (handover.isSuccessor() && how.equals("hang")) {
      Subject.say("hanging " + ProcessHandle.current().pid());
      TimeUnit.MINUTES.sleep(5);
    }
    if (handover.isSuccessor() && how.startsWith("port ")) {
      try (ServerSocket _ =
          new ServerSocket(
              Integer.parseInt(how.substring("port ".length())),
              1,
              InetAddress.getLoopbackAddress())) {
        Subject.say("the port is free");
      }
    }
    InFlight requests = life.inFlight("requests");
    List<Thread> begun = open(handover, requests);
    Stage intake = life.stage("intake");
    intake.add(
        "listeners",
        () -> {
          for (AutoCloseable listener : listeners) {
            listener.close();
          }
          for (Thread acceptor : acceptors) {
            acceptor.join(); // what it has accepted is in flight
          }
          Subject.say("closed " + ProcessHandle.current().pid());
        });
    if (args.contains("hold")) {
      intake.add(
          "held",
          () -> {
            Eventually.until("told", () -> Files.exists(folder.resolve("held")));
            Spawn.of("echo", "a child of " + ProcessHandle.current().pid()).start().waitFor();
          });
    }
    life.stage("drain").after(intake).add("requests", requests::drained);
    if (handover.isSuccessor() && how.startsWith("dies")) {
      life.ready();
      Subject.say("dying " + ProcessHandle.current().pid());
      if (how.equals("dies later")) {
        TimeUnit.MINUTES.sleep(5);
      }
      Runtime.getRuntime().halt(4);
    }
    begun.forEach(Thread::start);
    life.ready();
    Subject.say(
        "ready "
            + ProcessHandle.current().pid()
            + " after "
            + (handover.isSuccessor() ? System.getenv("GENERATION") : "nothing"));
    TimeUnit.MINUTES.sleep(5);
    Runtime.getRuntime().halt(99);
  }

  private List<Thread> open(Handover handover, InFlight requests) throws Exception {
    if (args.contains("tcp")) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      ServerSocketChannel tcp =
          handover.listener(
              "tcp",
              ServerSocketChannel.class,
              () -> ServerSocketChannel.open().bind(address, BACKLOG));
      Subject.say("port " + ((InetSocketAddress) tcp.getLocalAddress()).getPort());
      serve(tcp, requests);
    }
    if (args.contains("channel")) {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("channel s"));
      serve(
          handover.listener(
              "channel",
              ServerSocketChannel.class,
              () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, BACKLOG)),
          requests);
    }
    if (args.contains("unix")) {
      UnixServer server =
          handover.listener(
              "unix", UnixServer.class, () -> UnixServer.listen(folder.resolve("unix"), BACKLOG));
      listeners.add(server);
      acceptors.add(Thread.ofPlatform().daemon().unstarted(() -> accept(server, requests)));
    }
    return acceptors;
  }

  private void serve(ServerSocketChannel channel, InFlight requests) {
    listeners.add(channel);
    acceptors.add(Thread.ofPlatform().daemon().unstarted(() -> accept(channel, requests)));
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static void accept(ServerSocketChannel channel, InFlight requests) {
    try {
      while (true) {
        SocketChannel client = channel.accept();
        InFlight.Work work = requests.enter("request");
        Thread.startVirtualThread(() -> {
          try (work;
              client) {
            answer(Channels.newInputStream(client), Channels.newOutputStream(client));
          } catch (IOException e) {
            Subject.say("failed " + e);
          }
        });
      }
    } catch (ClosedChannelException _) {
      return; // the program stops
    } catch (IOException e) {
      Subject.say("failed " + e);
    }
  }

  private static void accept(UnixServer server, InFlight requests) {
    try {
      while (true) {
        UnixSocket client = server.accept();
        InFlight.Work work = requests.enter("request");
        Thread.startVirtualThread(() -> {
          try (work;
              client) {
            answer(client.in(), client.out());
          } catch (IOException e) {
            Subject.say("failed " + e);
          }
        });
      }
    } catch (ClosedChannelException _) {
      return; // the program stops
    } catch (IOException e) {
      Subject.say("failed " + e);
    }
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    if (reader.readLine() != null) {
      String answer = ProcessHandle.current().pid() + "\n";
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static final class Printer implements StopListener {
    @Override
    public void began(StopCause cause, Duration deadline) {
      Subject.say("began " + cause);
    }

    @Override
    public void noted(String sentence) {
      Subject.say("noted " + sentence);
    }

    @Override
    public void ended(StopReport report) {
      Subject.say("ended " + report);
    }
  }
}
