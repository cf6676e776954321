package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static dev.signalman.posix.ErrnoNumbers.ENOMEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Blocks of memory, and the calls of `<sys/mman.h>`, `<dlfcn.h>` and `<string.h>`.
class MemoryCallsTest {
  private static final long PAGE = 0x10000;
  private static final int SEGV = 11;

  @Test
  void aBlockHasBounds() {
    Memory block = Memory.allocate(12);
    assertThat(block.getLong(4)).isZero();
    assertThat(block.putInt(8, -1).getLong(4)).isEqualTo(-1L << 32);
    assertThatThrownBy(() -> block.getInt(9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> block.putLong(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> block.getLongVolatile(8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> block.slice(8, 8)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aMappingIsProtectedAsItWasSaid() throws IOException {
    long address = MmanH.mmap(2 * PAGE, MmanH.PROT_READ | MmanH.PROT_WRITE);
    assertThat(address).isPositive();
    Memory block = MmanH.mapped(address, 2 * PAGE);
    block.putLong(0, 42);
    assertThat(MmanH.mprotect(block.slice(0, PAGE), MmanH.PROT_READ | MmanH.PROT_EXEC)).isZero();
    assertThat(block.getLong(0)).isEqualTo(42);
    assertThat(protection(address)).isEqualTo("r-xp");
    assertThat(protection(address + PAGE)).isEqualTo("rw-p");
    assertThat(MmanH.mprotect(block.slice(8, PAGE), MmanH.PROT_READ)).isEqualTo(-EINVAL);
  }

  private static String protection(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] words = line.split(" ", 3);
      String[] range = words[0].split("-", 2);
      if (Long.parseUnsignedLong(range[0], 16) <= address
          && address < Long.parseUnsignedLong(range[1], 16)) {
        return words[1];
      }
    }
    return "nothing";
  }

  @Test
  void mappingNamesItsErrors() {
    assertThat(MmanH.mmap(0, MmanH.PROT_READ)).isEqualTo(-EINVAL);
    assertThat(MmanH.mmap(1L << 60, MmanH.PROT_READ)).isEqualTo(-ENOMEM);
  }

  @Test
  void anAddressTellsItsLibrary() {
    Memory action = Memory.allocate(Sigaction.SIZE);
    SignalH.sigaction(SEGV, null, action);
    DlfcnH.Place place = DlfcnH.dladdr(action.getLong(Sigaction.HANDLER));
    assertThat(place)
        .isNotNull()
        .satisfies(found -> {
          assertThat(found.library()).endsWith("/libjvm.so");
          assertThat(found.offset()).isPositive();
        });
    assertThat(DlfcnH.dladdr(0)).isNull();
  }
}
