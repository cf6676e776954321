package dev.signalman.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.testkit.ChildProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program as users start it, for the tests that run after packaging.
public final class Launcher {
  /// The script at the root of the repository.
  public static final String PATH =
      Path.of("..", "signalman").toAbsolutePath().normalize().toString();

  private static final ObjectMapper READER = new ObjectMapper();

  private Launcher() {}

  /// What a run came to.
  public record Result(int pid, int status, String out, List<String> errors) {
    public List<String> lines() {
      return out.lines().toList();
    }

    public JsonNode json() throws IOException {
      return Launcher.json(out);
    }
  }

  /// Runs it to its end.
  public static Result run(String... args) throws IOException, InterruptedException {
    return runThrough(List.of(), args);
  }

  /// Runs it through another command, to which it is given as argument.
  public static Result runThrough(List<String> prefix, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("signalman", ".out");
    Path err = Files.createTempFile("signalman", ".err");
    try {
      Process process =
          new ProcessBuilder(command(prefix, args))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", args) + ": did not end");
      }
      return new Result(
          (int) process.pid(),
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readAllLines(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /// Starts it to speak to it.
  public static ChildProgram start(String... args) throws IOException {
    return ChildProgram.start(command(List.of(), args).toArray(String[]::new));
  }

  /// Starts it and reads its first line, after which it receives.
  public static ChildProgram watch(String... args) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("watch"));
    all.addAll(List.of(args));
    ChildProgram watch = start(all.toArray(String[]::new));
    String first = watch.line();
    if (!first.contains("watching") || !first.contains(Integer.toString(watch.pid()))) {
      throw watch.failure("not the first line of watch: " + first);
    }
    return watch;
  }

  public static JsonNode json(String text) throws IOException {
    return READER.readTree(text);
  }

  /// The strings of a JSON array.
  public static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.textValue()));
    return strings;
  }

  private static List<String> command(List<String> prefix, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(PATH);
    command.addAll(List.of(args));
    return command;
  }
}
