package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.posix.ErrnoH;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiledChildrenTest {
  @TempDir Path folder;

  private FiledChildren listed(IntStream pids) throws Exception {
    Path file = folder.resolve("children");
    Files.writeString(file, pids.mapToObj(pid -> pid + " ").collect(Collectors.joining()));
    return new FiledChildren(file.toString());
  }

  @Test
  void noneIsListed() throws Exception {
    FiledChildren children = listed(IntStream.empty());
    assertThat(children.read()).isZero();
    assertThat(children.pids()).isEmpty();
  }

  /// A number that begins in one part of what the kernel gives may end in the next.
  @Test
  void longListIsReadWholeAndAgain() throws Exception {
    int[] pids = IntStream.rangeClosed(1, 5_000).map(i -> i * 37).toArray();
    FiledChildren children = listed(IntStream.of(pids));
    for (int round = 0; round < 2; round++) {
      assertThat(children.read()).isZero();
      assertThat(children.pids()).containsExactly(pids);
    }
  }

  @Test
  void missingListIsToldAndHasNobody() throws Exception {
    FiledChildren children = listed(IntStream.of(1, 2));
    assertThat(children.read()).isZero();
    Files.delete(folder.resolve("children"));
    assertThat(children.read()).isEqualTo(-ErrnoH.ENOENT);
    assertThat(children.size()).isZero();
  }
}
