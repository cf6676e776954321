package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program costs that looks after another one as process 1 does: `signalman run` beside tini
/// and dumb-init, where these are on the PATH, and beside none at all. Its start beside `java
/// -version`; that of an image too, if one has been made.
final class Supervising implements Measure {
  private static final Path LAUNCHER = Path.of("../signalman").toAbsolutePath().normalize();
  private static final Path DIST = LAUNCHER.resolveSibling("cli/target/dist");
  private static final Path PACKED =
      LAUNCHER.resolveSibling("image/target/signalman/bin/signalman");

  private static final String NONE = "env, which becomes the program";
  private static final String TINI = "tini";
  private static final String DUMB_INIT = "dumb-init";
  private static final String OURS = "signalman run";
  private static final String IMAGE = "signalman run of the image";
  private static final String JAVA = "java -version, from start to end";
  private static final String INTERPRETED = "Java, only the three calls, interpreted";
  private static final String COMPILED = "Java, only the three calls, compiled before";

  private static final String START = "start of the program, ms";
  private static final String SIGNAL = "signal to the program's handler, us";
  private static final String END = "end of the program to ours, ms";
  private static final String MEMORY = "resident, MB";

  private static final double SLOWEST_START = 2;
  private static final double SLOWEST_SIGNAL = 1.5;
  private static final double SLOWEST_END = 5;
  private static final double MOST_MEMORY = 48;
  private static final int MOST_ROUNDS = 10;
  private static final int MOST_SIGNALS = 400;

  private record Supervisor(String name, List<String> command) {}

  @Override
  public String name() {
    return "supervising";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Supervisor> systems = new ArrayList<>();
    systems.add(new Supervisor(NONE, List.of("env")));
    addIfThere(systems, TINI, "-s", "--");
    addIfThere(systems, DUMB_INIT);
    if (Files.exists(DIST.resolve("jdk"))) { // it would build itself on first use
      systems.add(new Supervisor(OURS, List.of(LAUNCHER.toString(), "run", "--")));
      if (Files.isExecutable(PACKED)) {
        systems.add(new Supervisor(IMAGE, List.of(PACKED.toString(), "run", "--")));
      }
      systems.add(new Supervisor(JAVA, List.of(Session.java(), "-version")));
      addFloors(systems, StartPrograms.build(session));
    }
    Measure.inTurns(Calm.NONE, 1, systems, system -> measure(session, system));
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (Turns<Supervisor, long[]> turns :
        Measure.inTurns(
            session.calm(),
            Math.min(MOST_ROUNDS, session.options().rounds()),
            systems,
            system -> measure(session, system))) {
      figures.put(turns.system().name(), figure(turns.system().name(), turns.results()));
    }
    return new Results(List.copyOf(figures.values()), compare(figures));
  }

  /// What the same VM takes for the calls alone.
  private static void addFloors(List<Supervisor> systems, StartPrograms programs)
      throws IOException {
    List<String> options =
        new ArrayList<>(
            Files.readAllLines(DIST.resolve("vm.options")).stream()
                .filter(line -> line.startsWith("-") && !line.startsWith("--enable-native-access"))
                .toList());
    options.add("-Xrs");
    systems.add(floor(COMPILED, programs, options, "3000"));
    options.add("-Xint");
    systems.add(floor(INTERPRETED, programs, options, "0"));
  }

  private static Supervisor floor(
      String name, StartPrograms programs, List<String> options, String rehearsals) {
    List<String> words = new ArrayList<>(List.of("env", "--block-signal=USR1,TERM,CHLD"));
    words.addAll(programs.command(StartPrograms.Way.CLASS_PATH, options, "BareRelay", rehearsals));
    return new Supervisor(name, words);
  }

  private static void addIfThere(List<Supervisor> systems, String name, String... options) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path program = Path.of(folder, name);
      if (Files.isExecutable(program)) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(options));
        systems.add(new Supervisor(name, command));
        return;
      }
    }
  }

  /// The four numbers that `supervised.c` prints. A signal to `env` reaches the program itself.
  private static long[] measure(Session session, Supervisor system)
      throws IOException, InterruptedException {
    if (system.name().equals(JAVA)) {
      return new long[] {Math.round(WholeProcess.run(session, system.command()).millis() * 1e6)};
    }
    List<String> line = new ArrayList<>(List.of(session.program("supervised")));
    line.add(Integer.toString(Math.min(MOST_SIGNALS, session.options().samples())));
    line.addAll(system.command());
    String[] words = session.output(line).split(" ", -1);
    long[] numbers = new long[words.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Long.parseLong(words[i]);
    }
    return numbers;
  }

  private Figure figure(String system, List<long[]> turns) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(START, median(turns, 0) / 1e6);
    if (system.equals(JAVA)) {
      return new Figure(name(), system, "", values, turns);
    }
    values.put(SIGNAL, median(turns, 1) / 1e3);
    values.put(END, median(turns, 2) / 1e6);
    values.put(MEMORY, median(turns, 3) / 1024);
    return new Figure(name(), system, "", values, turns);
  }

  private static double median(List<long[]> turns, int index) {
    return Quantiles.median(turns.stream().mapToDouble(turn -> turn[index]).toArray());
  }

  private static List<Comparison> compare(Map<String, Figure> figures) {
    List<Comparison> lines = new ArrayList<>();
    Figure ours = figures.get(OURS);
    Figure none = figures.get(NONE);
    if (ours == null || none == null) {
      return lines;
    }
    Figure tini = figures.getOrDefault(TINI, none);
    String what = "looking after a program";
    lines.add(Comparison.below(what + ", start", ours, tini, START, OPEN));
    Figure java = figures.get(JAVA);
    for (String name : List.of(OURS, IMAGE)) {
      Figure start = figures.get(name);
      if (java != null && start != null) {
        lines.add(Comparison.atMost(what + ", start", start, java, START, SLOWEST_START));
      }
    }
    lines.add(
        Comparison.atMost(
            what + ", a signal",
            ours,
            tini,
            SIGNAL,
            figures.containsKey(TINI) ? SLOWEST_SIGNAL : OPEN));
    lines.add(Comparison.below(what + ", its end", ours, tini, END, SLOWEST_END));
    lines.add(Comparison.below(what + ", memory", ours, tini, MEMORY, MOST_MEMORY));
    addOther(lines, what, ours, figures.get(DUMB_INIT));
    addOther(lines, what, ours, figures.get(COMPILED));
    return lines;
  }

  private static void addOther(
      List<Comparison> lines, String what, Figure ours, @Nullable Figure other) {
    if (other != null) {
      lines.add(Comparison.atMost(what + ", a signal", ours, other, SIGNAL, OPEN));
      lines.add(Comparison.below(what + ", its end", ours, other, END, OPEN));
    }
  }
}
