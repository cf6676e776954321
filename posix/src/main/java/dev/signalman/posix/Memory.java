package dev.signalman.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// A block of C memory with bounds: what a C function reads or fills.
///
/// Allocated blocks are zeroed, aligned to 16 bytes and freed by the garbage collector once nothing
/// refers to them; mapped blocks stay until the process ends.
public final class Memory {
  private static final VarHandle LONG_HANDLE =
      MethodHandles.insertCoordinates(ValueLayout.JAVA_LONG.varHandle(), 1, 0L);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment segment;

  private Memory(MemorySegment segment) {
    this.segment = segment;
  }

  /// A new zeroed block of `size` bytes.
  public static Memory allocate(long size) {
    return new Memory(Arena.ofAuto().allocate(size, 16));
  }

  /// A C string: the characters in UTF-8 and a terminating zero.
  public static Memory string(String text) {
    return new Memory(Arena.ofAuto().allocateFrom(text));
  }

  /// What remains of a direct buffer, sharing its bytes; it lives as long as either does.
  ///
  /// @throws IllegalArgumentException if the buffer is not direct
  public static Memory of(ByteBuffer direct) {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("C cannot reach a buffer on the heap");
    }
    return new Memory(MemorySegment.ofBuffer(direct));
  }

  /// A block that the kernel mapped at `address`.
  static Memory mapped(long address, long size) {
    return new Memory(Linking.view(address, size));
  }

  MemorySegment segment() {
    return segment;
  }

  /// Where the block begins.
  public long address() {
    return segment.address();
  }

  /// Bytes in the block.
  public long size() {
    return segment.byteSize();
  }

  /// A part of this block, sharing its bytes.
  public Memory slice(long offset, long size) {
    return new Memory(segment.asSlice(offset, size));
  }

  /// The C int at `offset`.
  public int getInt(long offset) {
    return segment.get(INT, offset);
  }

  /// Stores a C int at `offset`.
  public Memory putInt(long offset, int value) {
    segment.set(INT, offset, value);
    return this;
  }

  /// The 64-bit integer at `offset`.
  public long getLong(long offset) {
    return segment.get(LONG, offset);
  }

  /// Stores a 64-bit integer at `offset`.
  public Memory putLong(long offset, long value) {
    segment.set(LONG, offset, value);
    return this;
  }

  /// The 64-bit integer at `offset`, read with volatile semantics: another thread, or code in a
  /// signal handler, may write it.
  public long getLongVolatile(long offset) {
    return (long) LONG_HANDLE.getVolatile(segment.asSlice(offset, Long.BYTES));
  }

  /// Stores a 64-bit integer with volatile semantics.
  public void putLongVolatile(long offset, long value) {
    LONG_HANDLE.setVolatile(segment.asSlice(offset, Long.BYTES), value);
  }

  /// Copies bytes into the block, from its beginning.
  public Memory putBytes(byte[] bytes) {
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return this;
  }

  /// Copies `size` bytes of the block, from its beginning.
  public byte[] getBytes(int size) {
    return segment.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
  }

  /// Appends the first `count` bytes of the block to a buffer.
  public void copyTo(ByteBuffer target, int count) {
    target.put(segment.asSlice(0, count).asByteBuffer());
  }

  /// Copies as many of a buffer's remaining bytes as fit to the beginning of the block. The
  /// buffer's position stays.
  ///
  /// @return how many
  public int copyFrom(ByteBuffer source) {
    int count = (int) Math.min(segment.byteSize(), source.remaining());
    segment.asSlice(0, count).copyFrom(MemorySegment.ofBuffer(source).asSlice(0, count));
    return count;
  }

  /// Overwrites the block with zeros.
  public Memory clear() {
    segment.fill((byte) 0);
    return this;
  }

  /// Copies the whole of another block of the same size into this one.
  public Memory copyFrom(Memory other) {
    segment.copyFrom(other.segment);
    return this;
  }
}
