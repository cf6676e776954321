package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.Signals;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A program whose stop is tested. Its arguments say what it is made of:
///
/// - `deadline=4s`, `reserve=1s`, `delay=2s`, `status=signal`, `on=USR1`, `manager=systemd`,
///   `reload=HUP`
/// - `task=drain/http wait 2s abort`: stage, name, kind ([Kinds]), and perhaps a bound and an
///   abort; stages follow each other in order of mention
/// - `hook=print`: a shutdown hook of a kind
/// - `main=await`: what main does after it has printed `ready`
final class Subject {
  private static final List<FileInputStream> TAKEN = new ArrayList<>();

  private final LifecycleBuilder builder = Lifecycle.builder().quiet().listener(new Printer());
  private final List<String> args;

  private Subject(String... args) {
    this.args = List.of(args);
  }

  public static void main(String[] args) throws Exception {
    new Subject(args).run();
  }

  private void run() throws Exception {
    for (String arg : args) {
      set(arg);
    }
    Lifecycle life = builder.open();
    Kinds kinds = new Kinds(life);
    for (String arg : args) {
      if (arg.startsWith("task=")) {
        add(life, kinds, arg.substring("task=".length()));
      } else if (arg.startsWith("hook=")) {
        String kind = arg.substring("hook=".length());
        Runtime.getRuntime().addShutdownHook(new Thread(kinds.hook(kind), "hook-" + kind));
      }
    }
    if (!args.contains("main=threads")) {
      life.readiness().listen(state -> say("readiness " + state));
    }
    if (args.contains("main=exit-handler")) {
      Signals.handle(Signal.USR1, info -> System.exit(5));
    } else if (args.contains("main=stop-handler")) {
      Signals.handle(Signal.USR1, info -> life.stop("handler"));
    }
    life.ready();
    say("ready");
    afterwards(life);
  }

  private void set(String arg) {
    String value = arg.substring(arg.indexOf('=') + 1);
    switch (arg.substring(0, Math.max(0, arg.indexOf('=')))) {
      case "deadline" -> builder.deadline(Spans.parse("deadline", value));
      case "reserve" -> builder.reserve(Spans.parse("reserve", value));
      case "delay" -> builder.drainDelay(Spans.parse("delay", value));
      case "on" -> builder.stopOn(SignalSet.of(Signal.parse(value)));
      case "status" -> builder.status(status(value));
      case "manager" -> builder.notifySystemd();
      case "reload" -> builder.reloadOn(Signal.parse(value));
      case "lines" -> builder.listener(new LineListener());
      default -> {}
    }
  }

  private static StopStatus status(String value) {
    return switch (value) {
      case "signal" -> StopStatus.signalStatus();
      case "by" -> StopStatus.bySignal();
      case "hang" ->
          StopStatus.of(report -> {
            Kinds.loop();
            return 3;
          });
      case "oom" ->
          StopStatus.of(report -> {
            Kinds.fillMemory();
            return 3;
          });
      case "throw" ->
          StopStatus.of(report -> {
            throw new IllegalStateException("no status");
          });
      default -> StopStatus.of(report -> Integer.parseInt(value));
    };
  }

  private String last = "";

  private void add(Lifecycle life, Kinds kinds, String text) {
    String[] words = text.split(" ", -1);
    String name = words[0].substring(0, words[0].indexOf('/'));
    Stage stage = life.stage(name);
    if (!last.isEmpty() && !last.equals(name)) {
      stage.after(last);
    }
    last = name;
    String task = words[0].substring(name.length() + 1);
    StopTask added = stage.add(task, kinds.task(words[1], task));
    for (int i = 2; i < words.length; i++) {
      if (words[i].equals("abort")) {
        added.onAbort(() -> say(task + " aborted"));
      } else {
        added.within(Spans.parse("task", words[i]));
      }
    }
  }

  private void afterwards(Lifecycle life) throws Exception {
    String main = "await";
    for (String arg : args) {
      main = arg.startsWith("main=") ? arg.substring("main=".length()) : main;
    }
    switch (main) {
      case "await", "exit-handler", "stop-handler" -> life.await();
      case "exit" -> System.exit(5);
      case "exit-virtual" -> Thread.ofVirtual().start(() -> System.exit(5)).join();
      case "fail" -> {
        life.fail("worker", new IOException("disk full"));
        life.await();
      }
      case "force" -> {
        life.stop("first");
        line();
        life.force();
        life.await();
      }
      case "second" -> {
        line();
        try {
          Lifecycle.builder().open();
        } catch (LifecycleExistsException e) {
          say(e.toString());
        }
        life.await();
      }
      case "close" -> {
        line();
        life.close();
        Lifecycle.builder().quiet().open().close(); // there may be another one now
        say("closed");
        line();
      }
      case "stuck" -> Kinds.loop();
      case "end" -> new Thread(Subject::line, "last").start();
      case "no-descriptors" -> {
        takeAllDescriptors();
        say("no descriptor is left");
        life.await();
      }
      case "leave" -> Kinds.startLastThread();
      case "threads" -> {
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("signalman"))
            .sorted()
            .forEach(Subject::say);
        say("end of threads");
        life.await();
      }
      default -> throw new IllegalArgumentException(main);
    }
  }

  private static void takeAllDescriptors() {
    while (true) {
      try {
        TAKEN.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        return;
      }
    }
  }

  static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  /// The next line of standard input.
  static String line() {
    try {
      return String.valueOf(In.READER.readLine());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static final class In {
    static final BufferedReader READER =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static final class Printer implements StopListener {
    @Override
    public void began(StopCause cause, Duration deadline) {
      say("began " + cause);
    }

    @Override
    public void slow(TaskReport task, int percent) {
      say("slow " + percent + " " + task.path());
    }

    @Override
    public void hooksHang(List<ThreadView> hooks, Duration left) {
      hooks.forEach(hook -> say("hangs " + hook.name()));
    }

    @Override
    public void noted(String sentence) {
      say("noted " + sentence);
    }

    @Override
    public void ended(StopReport report) {
      say("ended " + report);
      say("report " + report.toJson());
    }
  }
}
