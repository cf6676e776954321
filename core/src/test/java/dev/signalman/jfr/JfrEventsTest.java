package dev.signalman.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Flight Recorder shows.
class JfrEventsTest {
  /// Dashboards and queries use these names.
  private static final String NAMES =
      """
      dev.signalman.ChildExited: pid int, program String, exitCode int, killedBy int, userTime long, systemTime long, peakMemory long
      dev.signalman.ChildStarted: pid int, program String
      dev.signalman.SignalDelivered: signal String, cause String, sender int, waited long
      dev.signalman.SignalDropped: signal String, count long, reason String
      dev.signalman.StopStage: stage String
      dev.signalman.StopTask: stage String, task String, state String, took long
      """;

  @Test
  @DisplayName("OBS-10, OBS-11: a recording has each event, with its fields, and the names stay")
  void areRecorded() throws Exception {
    try (ChildJvm child = ChildJvm.start(Recorded.class)) {
      for (String line : NAMES.lines().toList()) {
        child.expect(line);
      }
      child.expect("in the category Signalman, without stack traces: true");
      child.expect(
          "ChildStarted true", "ChildExited true code 0, killed by 0, used true, lasted true");
      child.expect("SignalDelivered USR1 KILL by itself true, waited -1");
      child.expect("SignalDropped RT0 1 QUEUE_FULL");
      child.expect("SignalDelivered RT0 KILL by itself true, waited measured");
      child.expect("StopTask drain/http LATE 2000 ms", "StopStage drain lasted true");
      child.expect("after close: 0");
      child.expectExit(0);
    }
  }

  static final class Recorded {
    private Recorded() {}

    public static void main(String[] args) throws Exception {
      Registration events = JfrEvents.open();
      try (RecordingStream stream = new RecordingStream()) {
        printTypes();
        stream.onEvent(event -> {
          if (event.getEventType().getName().startsWith("dev.signalman.")) {
            System.out.println(text(event));
          }
        });
        stream.setOrdered(true);
        stream.startAsync();
        makeEvents();
        stream.stop();
      }
      events.close();
      int[] late = new int[1];
      try (RecordingStream stream = new RecordingStream()) {
        for (String name : NAMES.lines().map(line -> line.replaceFirst(":.*", "")).toList()) {
          stream.onEvent(name, _ -> late[0]++);
        }
        stream.startAsync();
        Spawn.of("true").start().waitFor();
        stream.stop();
      }
      System.out.println("after close: " + late[0]);
    }

    private static void printTypes() throws Exception {
      for (Class<?> type :
          List.of(
              ChildExited.class,
              ChildStarted.class,
              SignalDelivered.class,
              SignalDropped.class,
              StopStage.class,
              StopTask.class)) {
        FlightRecorder.register(type.asSubclass(jdk.jfr.Event.class));
      }
      List<EventType> types =
          FlightRecorder.getFlightRecorder().getEventTypes().stream()
              .filter(type -> type.getName().startsWith("dev.signalman."))
              .sorted(java.util.Comparator.comparing(EventType::getName))
              .toList();
      List<String> always = List.of("startTime", "duration", "eventThread", "stackTrace");
      for (EventType type : types) {
        System.out.println(
            type.getName()
                + ": "
                + type.getFields().stream()
                    .filter(field -> !always.contains(field.getName()))
                    .map(Recorded::text)
                    .collect(Collectors.joining(", ")));
      }
      boolean all =
          types.stream()
              .allMatch(type ->
                  type.getCategoryNames().equals(List.of("Signalman"))
                      && type.getSettingDescriptors().stream()
                          .filter(setting -> setting.getName().equals("stackTrace"))
                          .allMatch(setting -> setting.getDefaultValue().equals("false")));
      System.out.println("in the category Signalman, without stack traces: " + all);
    }

    private static String text(ValueDescriptor field) {
      return field.getName() + " " + field.getTypeName().replace("java.lang.", "");
    }

    private static void makeEvents() throws Exception {
      try (Child child = Spawn.of("true").start()) {
        child.waitFor();
      }
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        Signals.raise(Signal.USR1);
        pipe.take();
      }
      CountDownLatch lost = new CountDownLatch(1);
      Observer watch =
          new Observer() {
            @Override
            public void dropped(
                Signal signal, long count, dev.signalman.observe.DropReason reason) {
              lost.countDown();
            }
          };
      try (Registration _ = Observers.add(watch);
          SignalQueue queue = Signals.queue(SignalSet.of(Signal.RT0), 1)) {
        Signals.raise(Signal.RT0);
        Signals.raise(Signal.RT0);
        lost.await();
        queue.take();
      }
      Observer all = Objects.requireNonNull(Observers.all());
      all.stageBegan("drain");
      all.taskEnded("drain", "http", "LATE", Duration.ofSeconds(2));
      all.stageEnded("drain", Duration.ofSeconds(2));
    }

    private static String text(RecordedEvent event) {
      String name = event.getEventType().getName().substring("dev.signalman.".length());
      return name
          + " "
          + switch (name) {
            case "ChildStarted" -> event.getString("program");
            case "ChildExited" ->
                event.getString("program")
                    + " code "
                    + event.getInt("exitCode")
                    + ", killed by "
                    + event.getInt("killedBy")
                    + ", used "
                    + (event.getLong("peakMemory") > 0 && event.getLong("userTime") >= 0)
                    + ", lasted "
                    + event.getDuration().isPositive();
            case "SignalDelivered" ->
                event.getString("signal")
                    + " "
                    + event.getString("cause")
                    + " by itself "
                    + (event.getInt("sender") == ProcessHandle.current().pid())
                    + ", waited "
                    + (event.getLong("waited") < 0 ? "-1" : "measured");
            case "SignalDropped" ->
                event.getString("signal")
                    + " "
                    + event.getLong("count")
                    + " "
                    + event.getString("reason");
            case "StopStage" ->
                event.getString("stage") + " lasted " + event.getDuration().isPositive();
            default ->
                event.getString("stage")
                    + "/"
                    + event.getString("task")
                    + " "
                    + event.getString("state")
                    + " "
                    + event.getDuration("took").toMillis()
                    + " ms";
          };
    }
  }

  @Test
  @DisplayName("OBS-12: without the module jdk.jfr everything else works, and events are refused")
  void theModuleIsOptional() throws Exception {
    try (ChildJvm child = ChildJvm.of(Plain.class).vm("--limit-modules", "java.base").start()) {
      child.expect("present false", "received USR1", "exited with code 0");
      assertThat(child.line()).startsWith("refused: ").contains("--add-modules jdk.jfr");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("OBS-13: as long as no program asks for events, no class of jdk.jfr is loaded")
  void nothingIsLoadedUnasked(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes");
    try (ChildJvm child =
        ChildJvm.of(Plain.class).vm("-Xlog:class+load:file=" + log).args("unasked").start()) {
      child.expect("received USR1", "exited with code 0");
      child.expectExit(0);
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded =
          lines.filter(line -> line.contains(" dev.signalman.") && !line.contains("Test")).toList();
      assertThat(loaded).anyMatch(line -> line.contains("dev.signalman.observe.Observers "));
      assertThat(loaded)
          .noneMatch(line ->
              line.contains("dev.signalman.jfr.")
                  || line.contains("dev.signalman.observe.Observer ")
                  || line.contains("dev.signalman.observe.Everyone"));
    }
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(lines.filter(line -> line.contains(" jdk.jfr."))).isEmpty();
    }
  }

  static final class Plain {
    private Plain() {}

    public static void main(String[] args) throws Exception {
      if (args.length == 0) {
        System.out.println("present " + JfrEvents.isPresent());
      }
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        Signals.raise(Signal.USR1);
        System.out.println("received " + pipe.take().signal());
      }
      System.out.println(Spawn.of("true").start().waitFor());
      if (args.length == 0) {
        try {
          JfrEvents.open().close();
        } catch (UnsupportedOperationException e) {
          System.out.println("refused: " + e.getMessage());
        }
      }
    }
  }
}
