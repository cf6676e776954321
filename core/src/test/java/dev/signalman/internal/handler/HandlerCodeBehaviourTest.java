package dev.signalman.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes do in a process without a VM what [HandlerCode] says, on both architectures.
///
/// Each scenario is a function of the C program in `src/test/c/handler`, run in a process of its
/// own.
class HandlerCodeBehaviourTest {

  private static final Path SOURCES = Path.of("src/test/c/handler").toAbsolutePath();

  private static final List<String> SCENARIOS =
      List.of(
          "layout_is_the_kernels",
          "code_is_never_writable_and_executable",
          "call_writes_the_record_and_the_mask_alone",
          "call_passes_only_own_thread_directed_signals",
          "queued_signal_arrives_whole",
          "errno_is_left_alone",
          "full_pipe_is_counted",
          "missing_pipe_is_counted",
          "mask_is_added_to_the_interrupted_thread",
          "own_thread_directed_signal_is_passed_on",
          "other_signals_are_delivered",
          "set_up_blocks_and_keeps",
          "set_up_answers",
          "set_up_leaves_errno_alone",
          "acknowledgements_of_threads_add_up",
          "answers_of_threads_are_whole",
          "counts_of_calls_add_up",
          "read_while_threads_send",
          "drops_of_threads_add_up");

  @TempDir static Path folder;

  private static final Map<TargetMachine, Path> PROGRAMS = new EnumMap<>(TargetMachine.class);

  static Stream<Arguments> scenarios() {
    return Arrays.stream(TargetMachine.values())
        .flatMap(machine -> SCENARIOS.stream().map(scenario -> Arguments.of(machine, scenario)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scenarios")
  void codeDoes(TargetMachine machine, String scenario) throws IOException {
    Path program = harness(machine);
    Path code = Files.write(folder.resolve(machine + ".bin"), HandlerListing.code(machine).code());
    assertThat(machine.execute(program, code, scenario)).endsWith("ok\n");
  }

  @ParameterizedTest
  @EnumSource
  void noScenarioIsForgotten(TargetMachine machine) throws IOException {
    assertThat(machine.execute(harness(machine), "--list").lines().toList()).isEqualTo(SCENARIOS);
  }

  private static synchronized Path harness(TargetMachine machine) throws IOException {
    Path program = PROGRAMS.get(machine);
    if (program == null) {
      program = Files.createDirectories(folder.resolve(machine.name())).resolve("handler_harness");
      machine.compile(sources(), program, options(HandlerListing.code(machine)));
      PROGRAMS.put(machine, program);
    }
    return program;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    }
  }

  private static List<String> options(HandlerCode code) {
    Map<String, Long> macros =
        Map.ofEntries(
            Map.entry("DELIVER", (long) code.deliver()),
            Map.entry("DELIVER_OR_PASS", (long) code.deliverOrPass()),
            Map.entry("SET_UP", (long) code.setUp()),
            Map.entry("DATA_OFFSET", DataLayout.DATA_OFFSET),
            Map.entry("MAPPING_SIZE", DataLayout.MAPPING_SIZE),
            Map.entry("MASK", DataLayout.MASK),
            Map.entry("BLOCK", DataLayout.BLOCK),
            Map.entry("KEEP", DataLayout.KEEP),
            Map.entry("ACKS", DataLayout.ACKS),
            Map.entry("EPOCH", DataLayout.EPOCH),
            Map.entry("ANSWER0", DataLayout.answer(0)),
            Map.entry("ANSWER_SIZE", DataLayout.answer(1) - DataLayout.answer(0)),
            Map.entry("SLOTS", (long) DataLayout.SLOTS),
            Map.entry("ANSWER_SEQUENCE", DataLayout.ANSWER_SEQUENCE),
            Map.entry("ANSWER_TID", DataLayout.ANSWER_TID),
            Map.entry("ANSWER_MASK", DataLayout.ANSWER_MASK),
            Map.entry("ANSWER_EPOCH", DataLayout.ANSWER_EPOCH),
            Map.entry("NEXT1", DataLayout.next(1)),
            Map.entry("PID", DataLayout.PID),
            Map.entry("FD1", DataLayout.fd(1)),
            Map.entry("DROPPED1", DataLayout.dropped(1)),
            Map.entry("RECORD_SIZE", (long) DataLayout.RECORD_SIZE));
    return Stream.concat(
            Stream.of("-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"),
            macros.entrySet().stream().map(m -> "-D" + m.getKey() + "=" + m.getValue()))
        .toList();
  }
}
