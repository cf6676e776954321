package dev.signalman.bench;

import dev.signalman.bench.StartPrograms.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What small programs take from their start to their end: those that call this library for the
/// first time, beside those that do the same by other means.
final class ColdStart implements Measure {
  private static final String NOTHING = "nothing";
  private static final String DOWNCALL = "one downcall";
  private static final String SUN = "sun.misc.Signal";
  private static final String BUILDER = "ProcessBuilder, wait";
  private static final String HANDLE = "first Signals.handle";
  private static final String SEND = "first Signals.send";
  private static final String CHILD = "first Spawn, wait";
  private static final String LOOP = "first EventLoop";
  private static final String PYTHON_SIGNAL = "Python, signal";
  private static final String PYTHON_CHILD = "Python, subprocess";
  private static final String C_SIGNAL = "C, sigaction";
  private static final String C_CHILD = "C, posix_spawn, wait";

  /// Each is a whole process, so that it varies little.
  private static final int MOST_ROUNDS = 10;

  private static final String CACHED = ", AOT cache";
  private static final String MODULES = ", module path";

  private record Program(String name, List<String> command) {}

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Program> programs = programs(session);
    Measure.inTurns(Calm.NONE, 1, programs, program -> take(session, program));
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Turns<Program, WholeProcess> turns :
        Measure.inTurns(
            session.calm(),
            Math.min(MOST_ROUNDS, session.options().rounds()),
            programs,
            program -> take(session, program))) {
      String system = turns.system().name();
      figures.put(system, WholeProcess.figure(name(), system, turns.results()));
    }
    return new Results(List.copyOf(figures.values()), compare(figures), List.of(bars(figures)));
  }

  private static WholeProcess take(Session session, Program program)
      throws IOException, InterruptedException {
    return WholeProcess.run(session, program.command());
  }

  private static List<Program> programs(Session session) throws IOException, InterruptedException {
    StartPrograms start = StartPrograms.build(session);
    // Gets the signal, which does nothing.
    String receiver = Long.toString(ProcessHandle.current().pid());
    List<Program> programs = new ArrayList<>();
    java(programs, start, Way.CLASS_PATH, NOTHING, "Nothing");
    java(programs, start, Way.CLASS_PATH, SUN, "SunMiscSignal");
    java(programs, start, Way.CLASS_PATH, BUILDER, "FirstProcessBuilder");
    java(programs, start, Way.CLASS_PATH, DOWNCALL, "OneDowncall");
    java(programs, start, Way.CLASS_PATH, HANDLE, "FirstHandle");
    java(programs, start, Way.CLASS_PATH, SEND, "FirstSend", receiver);
    java(programs, start, Way.CLASS_PATH, CHILD, "FirstChild");
    java(programs, start, Way.CLASS_PATH, LOOP, "FirstLoop");
    java(programs, start, Way.MODULE_PATH, NOTHING + MODULES, "Nothing");
    java(programs, start, Way.MODULE_PATH, DOWNCALL + MODULES, "OneDowncall");
    java(programs, start, Way.MODULE_PATH, HANDLE + MODULES, "FirstHandle");
    java(programs, start, Way.MODULE_PATH, CHILD + MODULES, "FirstChild");
    String python = Machine.pythonProgram();
    if (python != null) {
      String script = session.sources("start.py").toString();
      programs.add(new Program(PYTHON_SIGNAL, List.of(python, script, "handler")));
      programs.add(new Program(PYTHON_CHILD, List.of(python, script, "child")));
    }
    programs.add(new Program(C_SIGNAL, List.of(session.program("start"), "handler")));
    programs.add(new Program(C_CHILD, List.of(session.program("start"), "child")));
    return programs;
  }

  private static void java(
      List<Program> programs,
      StartPrograms start,
      Way way,
      String name,
      String type,
      String... arguments)
      throws IOException, InterruptedException {
    programs.add(new Program(name, start.command(way, type, arguments)));
    if (name.equals(HANDLE) || !start.oneCache()) {
      programs.add(new Program(name + CACHED, start.cached(way, type, arguments)));
    }
  }

  private static List<Comparison> compare(Map<String, Figure> figures) {
    List<Comparison> lines = new ArrayList<>();
    line(lines, figures, HANDLE, DOWNCALL, 1.25);
    line(lines, figures, CHILD, DOWNCALL, 1.3);
    line(lines, figures, HANDLE + CACHED, DOWNCALL + CACHED, 1.4);
    line(lines, figures, CHILD + CACHED, DOWNCALL + CACHED, OPEN);
    line(lines, figures, SEND, DOWNCALL, OPEN);
    line(lines, figures, SEND + CACHED, DOWNCALL + CACHED, OPEN);
    line(lines, figures, LOOP, DOWNCALL, OPEN);
    line(lines, figures, LOOP + CACHED, DOWNCALL + CACHED, OPEN);
    line(lines, figures, HANDLE + MODULES, DOWNCALL + MODULES, OPEN);
    line(lines, figures, HANDLE + MODULES + CACHED, DOWNCALL + MODULES + CACHED, OPEN);
    line(lines, figures, CHILD + MODULES, DOWNCALL + MODULES, OPEN);
    line(lines, figures, CHILD + MODULES + CACHED, DOWNCALL + MODULES + CACHED, OPEN);
    line(lines, figures, HANDLE, SUN, OPEN);
    line(lines, figures, HANDLE + CACHED, SUN + CACHED, OPEN);
    line(lines, figures, CHILD, BUILDER, OPEN);
    line(lines, figures, CHILD + CACHED, BUILDER + CACHED, OPEN);
    line(lines, figures, HANDLE, PYTHON_SIGNAL, OPEN);
    line(lines, figures, CHILD, PYTHON_CHILD, OPEN);
    line(lines, figures, HANDLE, C_SIGNAL, OPEN);
    line(lines, figures, CHILD, C_CHILD, OPEN);
    return lines;
  }

  private static void line(
      List<Comparison> lines,
      Map<String, Figure> figures,
      String ours,
      String against,
      double limit) {
    Figure one = figures.get(ours);
    Figure other = figures.get(against);
    if (one != null && other != null) {
      lines.add(Comparison.atMost("start to end, wall", one, other, WholeProcess.WALL, limit));
    }
  }

  private static Picture bars(Map<String, Figure> figures) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(C_SIGNAL, "C: install a handler");
    labels.put(PYTHON_SIGNAL, "Python: install a handler");
    labels.put(SUN, "Java: handler by sun.misc.Signal");
    labels.put(HANDLE, "Signalman: install a handler");
    labels.put(C_CHILD, "C: start a child and wait");
    labels.put(PYTHON_CHILD, "Python: start a child and wait");
    labels.put(BUILDER, "Java: child by ProcessBuilder");
    labels.put(CHILD, "Signalman: start a child and wait");
    labels.put(NOTHING, "Java: nothing");
    labels.put(DOWNCALL, "Java: one call of C");
    labels.keySet().retainAll(figures.keySet());
    Map<String, List<Double>> values = new LinkedHashMap<>();
    values.put("without a cache", walls(labels.keySet(), figures, ""));
    values.put("with an AOT cache", walls(labels.keySet(), figures, CACHED));
    return new Picture.Bars(
        "cold-start",
        "A small program from its start to its end",
        "milliseconds, median of whole processes (less is better)",
        List.copyOf(labels.values()),
        values);
  }

  private static List<Double> walls(
      Set<String> systems, Map<String, Figure> figures, String suffix) {
    return systems.stream().map(system -> wall(figures.get(system + suffix))).toList();
  }

  private static double wall(@Nullable Figure figure) {
    return figure == null ? Double.NaN : figure.value(WholeProcess.WALL);
  }
}
