package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A child program that does with its signals what the test tells it, one command a line, and
/// answers each command with one line: what it did, or the simple name of the exception.
///
/// - `handle NAME SIGNAL...`: each delivery prints `NAME SIGTERM`
/// - `once NAME SIGNAL...`: the same, and closes itself the first time: `NAME closed`
/// - `decline NAME SIGNAL...`: the same, and raises the signal again
/// - `busy NAME SIGNAL...`: the same, and then prints `NAME done` only after `go NAME`; `lane`
///   likewise, on a pool of threads of its own
/// - `open NAME SIGNAL...`: a self-pipe; `poll NAME` prints `SIGTERM` or `nothing`
/// - `subscribe NAME SIGNAL...`: a queue; `take NAME`, of this or a self-pipe, waits
/// - `close NAME`: whichever it is; `signals NAME`: what it gets
/// - `forget NAME`: drops the reference and collects garbage
/// - `ignore SIGNAL`, `default SIGNAL`, `restore SIGNAL`: the disposition before
/// - `disposition SIGNAL`: the disposition now
/// - `inherited SIGNAL`: whether a process that it starts has the signal ignored
/// - `missing WORD`: the mode, and whether something that the machine lacks is called so
/// - `exit STATUS`: an orderly end, whose shutdown hook prints `hook`
final class Puppet {
  /// Comes after every other signal that is pending with it: the highest that the VM leaves free.
  private static final Signal FENCE = Signal.RT30;

  private final Map<String, SignalReceiver> receivers = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newCachedThreadPool();

  private Puppet() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    Puppet puppet = new Puppet();
    System.out.println("ready");
    for (String line : Lines.in()) {
      List<String> words = Arrays.asList(line.split(" "));
      try {
        Object answer = puppet.obey(words);
        if (!answer.equals("")) {
          System.out.println(answer);
        }
      } catch (Exception e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
  }

  private Object obey(List<String> words) throws Exception {
    String object = words.get(1);
    return switch (words.get(0)) {
      case "handle" -> keep(object, Signals.handle(signals(words), voice(object, info -> {})));
      case "once" ->
          keep(object, Signals.handle(signals(words), voice(object, info -> end(object))));
      case "decline" ->
          keep(
              object, Signals.handle(signals(words), voice(object, info -> decline(object, info))));
      case "busy" ->
          keep(object, Signals.handle(signals(words), voice(object, info -> await(object))));
      case "lane" ->
          keep(object, Signals.handle(signals(words), voice(object, info -> await(object)), pool));
      case "go" -> {
        System.out.println("going");
        gate(object).release();
        yield "";
      }
      case "subscribe" -> keep(object, Signals.queue(signals(words)));
      case "open" -> keep(object, SelfPipe.open(signals(words)));
      case "poll" -> name(((SelfPipe) receiver(object)).poll());
      case "take" -> name(take(receiver(object)));
      case "signals" -> receiver(object).signals();
      case "close" -> {
        receiver(object).close();
        yield "closed";
      }
      case "forget" -> {
        receivers.remove(object);
        for (int i = 0; i < 5; i++) {
          System.gc();
        }
        yield "forgotten";
      }
      case "ignore" -> show(Signals.ignore(Signal.parse(object)));
      case "default" -> show(Signals.setDefault(Signal.parse(object)));
      case "restore" -> show(Signals.restore(Signal.parse(object)));
      case "disposition" -> show(Signals.disposition(Signal.parse(object)));
      case "inherited" -> ignoredInChild(Signal.parse(object));
      case "missing" ->
          Signals.capabilities().mode()
              + " "
              + Signals.capabilities().missing().stream().anyMatch(line -> line.contains(object));
      case "exit" -> {
        System.exit(Integer.parseInt(object));
        yield "";
      }
      default -> throw new IllegalArgumentException(words.get(0));
    };
  }

  private String keep(String name, SignalReceiver receiver) {
    receivers.put(name, receiver);
    return "ok";
  }

  private void end(String name) {
    receiver(name).close();
    System.out.println(name + " closed");
  }

  private void decline(String name, SignalInfo info) {
    end(name);
    Signals.raise(info.signal());
  }

  private void await(String name) throws InterruptedException {
    gate(name).acquire();
    System.out.println(name + " done");
  }

  private Semaphore gate(String name) {
    return gates.computeIfAbsent(name, key -> new Semaphore(0));
  }

  private SignalReceiver receiver(String name) {
    SignalReceiver receiver = receivers.get(name);
    if (receiver == null) {
      throw new IllegalArgumentException("no receiver " + name);
    }
    return receiver;
  }

  private static SignalInfo take(SignalReceiver receiver) throws InterruptedException {
    return receiver instanceof SignalQueue queue ? queue.take() : ((SelfPipe) receiver).take();
  }

  private static boolean ignoredInChild(Signal signal) throws Exception {
    String status = Peer.succeed("grep", "SigIgn", "/proc/self/status").output();
    long ignored = Long.parseUnsignedLong(status.strip().replaceFirst("SigIgn:\\s*", ""), 16);
    return SignalSet.ofMask(ignored).contains(signal);
  }

  private static SignalSet signals(List<String> words) {
    return SignalSet.copyOf(words.subList(2, words.size()).stream().map(Signal::parse).toList());
  }

  private static String name(@Nullable Object info) {
    return info instanceof SignalInfo delivery ? delivery.signal().fullName() : "nothing";
  }

  /// A disposition in a word or a few.
  static String show(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Default() -> "default";
      case Disposition.Ignored() -> "ignored";
      case Disposition.Handled handled ->
          handled.receivers().stream().map(Puppet::show).collect(Collectors.joining(" "));
      case Disposition.Jvm _ -> "jvm";
      case Disposition.Native(String library, String symbol, String owner) ->
          library + " " + symbol;
    };
  }

  private static String show(SignalReceiver receiver) {
    return switch (receiver) {
      case SignalRegistration registration -> registration.handler().toString();
      case SelfPipe pipe -> "pipe";
      case SignalQueue queue -> "queue";
    };
  }

  private static SignalHandler voice(String name, SignalHandler then) {
    return new Voice(name, then);
  }

  /// Handlers are told apart by what they print.
  private record Voice(String name, SignalHandler then) implements SignalHandler {
    @Override
    public void handle(SignalInfo info) throws Exception {
      System.out.println(name + " " + info.signal().fullName());
      then.handle(info);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Starts one whose fence is up.
  static ChildJvm start() throws Exception {
    return ready(ChildJvm.of(Puppet.class));
  }

  /// The same with more options.
  static ChildJvm ready(ChildJvm.Builder builder) throws Exception {
    ChildJvm child = builder.start();
    child.expect("ready");
    tell(child, "handle fence " + FENCE, "ok");
    return child;
  }

  /// Gives a command and compares the answer.
  static void tell(ChildJvm child, String command, String answer) throws Exception {
    child.send(command);
    child.expect(answer);
  }

  /// Proves that what was sent before has been dealt with: no other line comes first.
  static void fence(ChildJvm child) throws Exception {
    Peer.kill(Integer.toString(FENCE.number()), child.pid());
    child.expect("fence " + FENCE.fullName());
  }
}
