package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EBADF;
import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every call has in common: how results are read, and what becomes of the memory meanwhile.
class DoorTest {
  private static final int ALL_THE_BYTES = 8;

  /// What poll(3) of the library is to the kernel.
  private static final long POLL =
      SyscallNumbers.isX86(System.getProperty("os.arch")) ? 7 : SyscallNumbers.PPOLL;

  private final Memory ends = Memory.allocate(8);

  @BeforeEach
  void openPipe() {
    assertThat(UnistdH.pipe2(ends, FcntlH.O_CLOEXEC)).isZero();
  }

  @AfterEach
  void closePipe() {
    UnistdH.close(reader());
    UnistdH.close(writer());
  }

  private int reader() {
    return ends.getInt(0);
  }

  private int writer() {
    return ends.getInt(4);
  }

  @Test
  void anErrorIsAnErrorWhateverIsInTheUpperHalf() {
    assertThat(UnistdH.close(-1)).isEqualTo(-EBADF);
    assertThat(UnistdH.read(-1, Memory.allocate(8), 8)).isEqualTo(-EBADF);
    assertThat(SignalH.sigaction(65, null, null)).isEqualTo(-EINVAL);
  }

  /// That of -1 is zeros in practice, and means nothing.
  @Test
  void theLowerHalfOfAnIntIsAllThatIsLookedAt() {
    CFunction close = CFunction.of("close");
    assertThat(close.flag(EBADF, -1, null, null)).isEqualTo(-EBADF);
    assertThat((int) close.value(-1, null)).isEqualTo(-1);
    assertThat(close.value(-1, null)).isNotEqualTo(-1);
  }

  @Test
  void anArenaIsNotClosedDuringACallThatUsesIt() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      ByteBuffer buffer = arena.allocate(ALL_THE_BYTES).asByteBuffer();
      Memory memory = Memory.of(buffer);
      Blocked read =
          Blocked.in(SyscallNumbers.READ, () -> UnistdH.read(reader(), memory, ALL_THE_BYTES));
      assertThatIllegalStateException().isThrownBy(arena::close);
      writeOneByte();
      assertThat(read.result()).isEqualTo(1);
      assertThat(buffer.get(0)).isEqualTo((byte) 42);
    }
    // and afterwards it is closed
  }

  @Test
  void anArenaIsNotClosedDuringACallOfTheLibrary() throws Exception {
    CFunction poll = CFunction.of("poll");
    try (Arena arena = Arena.ofShared()) {
      ByteBuffer buffer = arena.allocate(PollH.POLLFD_SIZE).asByteBuffer();
      Memory memory = Memory.of(buffer).putInt(0, reader()).putInt(4, PollH.POLLIN);
      Blocked call = Blocked.in(POLL, () -> poll.error(memory, 1, -1));
      assertThatIllegalStateException().isThrownBy(arena::close);
      writeOneByte();
      assertThat(call.result()).isEqualTo(-1); // one descriptor is ready
    }
  }

  private void writeOneByte() {
    assertThat(UnistdH.write(writer(), Memory.allocate(1).putBytes(new byte[] {42}), 1))
        .isEqualTo(1);
  }

  @Test
  void anArenaOfAnotherThreadIsRefused() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Memory memory = Memory.of(arena.allocate(ALL_THE_BYTES).asByteBuffer());
      Throwable[] thrown = new Throwable[2];
      Thread.ofPlatform()
          .start(() -> {
            thrown[0] = thrownBy(() -> UnistdH.read(reader(), memory, 1));
            thrown[1] = thrownBy(() -> CFunction.of("strlen").value(0, memory));
          })
          .join();
      assertThat(thrown).allSatisfy(t -> assertThat(t).isInstanceOf(WrongThreadException.class));
      writeOneByte();
      assertThat(UnistdH.read(reader(), memory, 1)).isEqualTo(1);
    }
  }

  private static Throwable thrownBy(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      return e;
    }
    return new AssertionError("nothing was thrown");
  }

  @Test
  void aClosedArenaIsRefused() {
    Memory memory;
    try (Arena arena = Arena.ofShared()) {
      memory = Memory.of(arena.allocate(ALL_THE_BYTES).asByteBuffer());
    }
    assertThatIllegalStateException().isThrownBy(() -> UnistdH.write(writer(), memory, 1));
    assertThatIllegalStateException().isThrownBy(() -> UnistdH.write(writer(), part(memory), 1));
  }

  private static Memory part(Memory memory) {
    return memory.slice(0, 1);
  }

  /// A call holds one arena, that of its first block.
  @Test
  void aSecondBlockIsOneOfOurs() {
    try (Arena arena = Arena.ofShared()) {
      Memory users = Memory.of(arena.allocate(TimerH.TIMESPEC_SIZE).asByteBuffer());
      Memory ours = Memory.allocate(Sigaction.SIZE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, ours, users));
      assertThatIllegalArgumentException().isThrownBy(() -> SignalH.sigaction(1, null, users));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SpawnH.posix_spawnp(ours, ours, ours, ours, ours, users));
    }
  }

  @Test
  void onlyWhatCanBeClosedIsHeld(@TempDir Path folder) throws IOException {
    ByteBuffer plain = ByteBuffer.allocateDirect(64);
    MemorySegment auto = Arena.ofAuto().allocate(64);
    MemorySegment global = Arena.global().allocate(64);
    Stream.of(
            plain,
            plain.slice(8, 8),
            plain.duplicate(),
            MemorySegment.ofBuffer(plain).asByteBuffer(),
            auto.asByteBuffer(),
            auto.asSlice(8).asByteBuffer().slice(8, 8),
            global.asByteBuffer(),
            mapped(folder))
        .forEach(buffer -> assertThat(Memory.of(buffer).closable()).isNull());
    try (Arena shared = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      ByteBuffer users = shared.allocate(64).asByteBuffer();
      Stream.of(
              users, users.slice(8, 8), confined.allocate(8).asByteBuffer(), mapped(folder, shared))
          .forEach(buffer -> assertThat(Memory.of(buffer).closable()).isNotNull());
    }
  }

  private static ByteBuffer mapped(Path folder) throws IOException {
    try (FileChannel file = file(folder)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, 64);
    }
  }

  private static ByteBuffer mapped(Path folder, Arena arena) throws IOException {
    try (FileChannel file = file(folder)) {
      return file.map(FileChannel.MapMode.READ_WRITE, 0, 64, arena).asByteBuffer();
    }
  }

  private static FileChannel file(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve("mapped"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "arena"})
  void theShapeThatHoldsIsLinkedForAnArenaOnly(String kind, @TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes");
    try (ChildJvm child =
        ChildJvm.of(Writes.class)
            .vm("-Xlog:class+load:file=" + log, "-Ddev.signalman.posix.codePage=true")
            .args(kind)
            .start()) {
      child.expect("written 8");
      child.expectExit(0);
    }
    boolean linked = Files.readString(log).contains(" dev.signalman.posix.Door$Holding ");
    assertThat(linked).isEqualTo(kind.equals("arena"));
  }

  /// Writes from buffers.
  static final class Writes {
    private Writes() {}

    public static void main(String[] args) {
      Memory ends = Memory.allocate(8);
      UnistdH.pipe2(ends, 0);
      long written = write(ends, ByteBuffer.allocateDirect(8));
      if (args[0].equals("arena")) {
        try (Arena arena = Arena.ofShared()) {
          written = write(ends, arena.allocate(8).asByteBuffer());
        }
      } else {
        written = write(ends, Arena.ofAuto().allocate(8).asByteBuffer());
      }
      System.out.println("written " + written);
    }

    private static long write(Memory ends, ByteBuffer buffer) {
      return UnistdH.write(ends.getInt(4), Memory.of(buffer), buffer.remaining());
    }
  }

  @Test
  void anErrorOfTheVmStaysOne() {
    OutOfMemoryError error = new OutOfMemoryError("no stub");
    assertThatThrownBy(() -> Objects.requireNonNull(Door.unexpected(error))).isSameAs(error);
    RuntimeException exception = new IllegalStateException("closed");
    assertThat(Door.unexpected(exception)).isSameAs(exception);
    Exception other = new IOException("none of C's");
    assertThatThrownBy(() -> Objects.requireNonNull(Door.unexpected(other)))
        .isInstanceOf(AssertionError.class)
        .hasCause(other);
  }
}
