package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GrowingPipeTest {
  private Pipe pipe;

  @BeforeEach
  void open() throws Exception {
    pipe = Pipe.growing();
    assertThat(pipe.capacity()).isEqualTo(Growth.BEFORE);
  }

  @AfterEach
  void close() {
    pipe.close();
  }

  private int write(int bytes) throws Exception {
    return pipe.writeEnd().writeAvailable(ByteBuffer.allocateDirect(bytes));
  }

  private int read(int room) throws Exception {
    return pipe.readEnd().readAvailable(ByteBuffer.allocate(room));
  }

  @Test
  void growsWhenAWriteFindsItFull() throws Exception {
    assertThat(write(Growth.BEFORE)).isEqualTo(Growth.BEFORE);
    assertThat(pipe.capacity()).as("it was never too small").isEqualTo(Growth.BEFORE);
    assertThat(write(1)).isEqualTo(1);
    assertThat(pipe.capacity()).isEqualTo(Growth.AFTER);
  }

  @Test
  void growsWhenAWriteFitsOnlyInPart() throws Exception {
    assertThat(write(Growth.BEFORE + 1)).isEqualTo(Growth.BEFORE);
    assertThat(pipe.capacity()).isEqualTo(Growth.AFTER);
  }

  @Test
  void growsOnce() throws Exception {
    assertThat(Bytes.fill(pipe.writeEnd())).isEqualTo(Growth.AFTER);
    assertThat(write(1)).isZero();
    assertThat(pipe.capacity()).isEqualTo(Growth.AFTER);
  }

  @Test
  void growsForAWriterThatAsksBeforeEachCall() throws Exception {
    pipe.writeEnd().makeBlocking();
    assertThat(Bytes.fill(pipe.writeEnd())).isEqualTo(Growth.AFTER);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 8_192, Growth.BEFORE, 1 << 20})
  void growsWhenAFullOneIsReadWithBuffersOfAnySize(int room) throws Exception {
    write(Growth.BEFORE);
    int left = Growth.BEFORE;
    while (left > 0) {
      assertThat(pipe.capacity()).isEqualTo(Growth.BEFORE);
      left -= read(room);
    }
    assertThat(pipe.capacity()).isEqualTo(Growth.AFTER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void staysWhenItIsEmptyInBetween(boolean blocking) throws Exception {
    if (blocking) {
      pipe.readEnd().makeBlocking();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(write(8_192)).isEqualTo(8_192);
      assertThat(read(8_192)).isEqualTo(8_192);
      assertThat(read(8_192)).isZero();
    }
    assertThat(pipe.capacity()).isEqualTo(Growth.BEFORE);
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000, 60_000})
  void staysWhenReadsTakeLessThanTheyCould(int bytes) throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(write(bytes)).isEqualTo(bytes);
      assertThat(read(1 << 16)).isEqualTo(bytes);
    }
    assertThat(pipe.capacity()).isEqualTo(Growth.BEFORE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 12, 1 << 17, 1 << 20})
  void staysWhenSomebodyHasSetItsSize(int bytes) throws Exception {
    assertThat(pipe.capacity(bytes)).isEqualTo(bytes);
    assertThat(Bytes.fill(pipe.writeEnd())).isEqualTo(bytes);
    for (int left = bytes; left > 0; left -= read(1 << 16)) {}
    assertThat(pipe.capacity()).isEqualTo(bytes);
  }

  @Test
  void othersStay() throws Exception {
    try (Pipe plain = Pipe.open()) {
      assertThat(Bytes.fill(plain.writeEnd())).isEqualTo(Growth.BEFORE);
      assertThat(plain.readEnd().read(ByteBuffer.allocate(1 << 16))).isEqualTo(Growth.BEFORE);
      assertThat(plain.capacity()).isEqualTo(Growth.BEFORE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bytesKeepTheirOrder(long seed) throws Exception {
    byte[] sent = new byte[3 << 20];
    Random random = new Random(seed);
    random.nextBytes(sent);
    var writer = Threads.start(() -> write(sent, new Random(seed)));
    writer.awaitWaiting();
    assertThat(pipe.capacity()).as("while it is full").isEqualTo(Growth.AFTER);
    byte[] received = new byte[sent.length];
    for (int at = 0; at < sent.length; ) {
      int room = Math.min(1 + random.nextInt(100_000), sent.length - at);
      at += pipe.readEnd().read(ByteBuffer.wrap(received, at, room));
    }
    assertThat(received).isEqualTo(sent);
    writer.get();
  }

  private boolean write(byte[] bytes, Random random) throws Exception {
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(1 + random.nextInt(100_000), bytes.length - at);
      ByteBuffer block =
          random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
      pipe.writeEnd().write(block.put(bytes, at, length).flip());
      at += length;
    }
    return true;
  }
}
