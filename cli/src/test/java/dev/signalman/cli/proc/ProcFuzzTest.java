package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.cli.text.SignalNumbers;
import dev.signalman.testkit.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line reads of `/proc`.
@Tag("fuzz")
class ProcFuzzTest {
  private static final List<byte[]> STATUS =
      List.of(
          """
          Name:\tworker
          State:\tS (sleeping)
          SigQ:\t7/96365
          SigPnd:\t0000000000000001
          ShdPnd:\t8000000000000000
          SigBlk:\t0000000000010000
          SigIgn:\t0000000000000004
          SigCgt:\t0000000180000000
          """
              .getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void aStatusFileIsReadOrItsLineIsNamed() throws Exception {
    Fuzz.bytes(
        STATUS,
        content -> {
          try {
            assertThat(SignalNumbers.names(ProcStatus.parse(content).caught())).isNotNull();
          } catch (IllegalArgumentException e) {
            assertThat(e)
                .hasMessageMatching("(?s)(no line|line) .*of a status file of /proc.*|no line .*");
          }
        });
  }

  @Test
  void aFolderOfAProcessIsReadOrNamed() throws Exception {
    ProcFolder process = new ProcFolder(folder);
    Fuzz.bytes(
        STATUS,
        content -> {
          Files.write(folder.resolve("status"), content);
          Files.write(folder.resolve("comm"), content);
          assertThat(process.command()).isPresent();
          try {
            assertThat(process.status()).isPresent();
          } catch (IOException e) {
            assertThat(e).hasMessageStartingWith(folder + ": ");
          }
        });
  }

  @Test
  void theIdsOfAProcessAreReadOrRefused() throws Exception {
    Fuzz.bytes(
        List.of("Tgid:\t42\nTracerPid:\t0\nUid:\t0\t0\t0\t0\n".getBytes(StandardCharsets.UTF_8)),
        content -> {
          try {
            assertThat(ProcIds.parse(content).user()).isNotNegative();
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("no number in line ");
          }
        });
  }

  @Test
  void aWholeStatFileIsReadOrRefused() throws Exception {
    Fuzz.bytes(
        List.of(ProcStatTest.TEXT.getBytes(StandardCharsets.UTF_8)),
        content -> {
          try {
            assertThat(ProcStat.parse(content).name()).isNotNull();
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("stat file of /proc");
          }
        });
  }

  @Test
  void aStatFileIsReadOrRefused() throws Exception {
    List<String> valid =
        List.of("42 (a name) S 41 42 40 0 -1 4194304 1", "1 (:-) 7) R 0 1 1 34816 7 0");
    Fuzz.texts(
        valid,
        text -> {
          try {
            assertThat(text).contains(Integer.toString(Jobs.parse(text).session()));
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("stat file of /proc");
          }
        });
  }
}
