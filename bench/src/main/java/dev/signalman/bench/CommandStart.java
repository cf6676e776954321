package dev.signalman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How long each command takes from its start to its end, and how much memory, beside `java
/// -version`.
final class CommandStart implements Measure {
  private static final Path LAUNCHER = Path.of("../signalman").toAbsolutePath().normalize();
  private static final Path DIST = LAUNCHER.resolveSibling("cli/target/dist");

  /// Runs in a turn's place: one run is soon over, and its time depends on what the machine did
  /// right before.
  private static final int RUNS = 2;

  private static final String JAVA = "java -version";
  private static final String FLOOR = "floor: sh, java with a cache, one downcall, true";

  /// @param slowest what is allowed, as a multiple of `java -version`
  /// @param mostMemory what is allowed, in megabytes
  private record Command(String name, List<String> words, double slowest, double mostMemory) {}

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    Process receiver = new ProcessBuilder("sleep", "600").start();
    try {
      return run(session, commands(session, Long.toString(receiver.pid())));
    } finally {
      receiver.destroy();
    }
  }

  private static List<Command> commands(Session session, String receiver)
      throws IOException, InterruptedException {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command(JAVA, List.of(Session.java(), "-version"), OPEN, OPEN));
    if (Files.exists(DIST.resolve("jdk"))) { // it would build itself on first use
      commands.add(command("list", 1.35, 45));
      commands.add(command("inspect " + ProcessHandle.current().pid(), OPEN, OPEN));
      commands.add(command("send WINCH " + receiver, 1.9, 48)); // which does nothing
      commands.add(command("watch --for 0 USR1", 1.9, 48));
      commands.add(command("exec true", 1.9, 48));
      commands.add(command("run true", 2, 48));
      commands.add(command("every --count 1 1h -- true", 1.9, 48));
      commands.add(new Command(FLOOR, floor(session), OPEN, OPEN));
    }
    return commands;
  }

  private static Command command(String line, double slowest, double mostMemory) {
    List<String> words = new ArrayList<>(List.of(LAUNCHER.toString()));
    words.addAll(List.of(line.split(" ", -1)));
    return new Command(
        "signalman " + line.replaceAll("[0-9]{2,}", "PID"), words, slowest, mostMemory);
  }

  /// The least that a command could take which is a program in Java, begun by a script, and which
  /// starts a program: the same options of the VM, and of C only what is needed.
  private static List<String> floor(Session session) throws IOException, InterruptedException {
    List<String> options =
        Files.readAllLines(DIST.resolve("vm.options")).stream()
            .filter(line -> line.startsWith("-") && !line.startsWith("--enable-native-access"))
            .toList();
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "sh"));
    words.addAll(
        StartPrograms.build(session)
            .cached(StartPrograms.Way.CLASS_PATH, options, "DowncallChild"));
    return words;
  }

  private Results run(Session session, List<Command> commands)
      throws IOException, InterruptedException {
    Measure.inTurns(Calm.NONE, 1, commands, command -> WholeProcess.run(session, command.words()));
    List<Turns<Command, WholeProcess>> turns =
        Measure.inTurns(
            session.calm(),
            RUNS * session.options().rounds(),
            commands,
            command -> WholeProcess.run(session, command.words()));
    List<Figure> figures =
        turns.stream()
            .map(each -> WholeProcess.figure(name(), each.system().name(), each.results()))
            .toList();
    return new Results(figures, compare(commands, figures), List.of(bars(figures)));
  }

  private static List<Comparison> compare(List<Command> commands, List<Figure> figures) {
    Figure java = figures.getFirst();
    Figure floor = figures.getLast();
    List<Comparison> lines = new ArrayList<>();
    for (int i = 1; i < commands.size(); i++) {
      Command command = commands.get(i);
      Figure figure = figures.get(i);
      lines.add(wall(figure, java, command.slowest()));
      lines.add(
          Comparison.below(
              "a command, memory", figure, java, WholeProcess.MEMORY, command.mostMemory()));
      if (command.name().endsWith("exec true")) {
        lines.add(wall(figure, floor, OPEN));
      }
    }
    return lines;
  }

  private static Comparison wall(Figure command, Figure against, double limit) {
    return Comparison.atMost("a command, wall", command, against, WholeProcess.WALL, limit);
  }

  private static Picture bars(List<Figure> figures) {
    return new Picture.Bars(
        "commands",
        "A command from its start to its end",
        "milliseconds, median (less is better)",
        figures.stream().map(Figure::system).toList(),
        Map.of("wall", figures.stream().map(figure -> figure.value(WholeProcess.WALL)).toList()));
  }
}
