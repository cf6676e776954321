package dev.signalman.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A block of C memory with bounds, for C functions to read or fill.
///
/// Allocated blocks are zeroed, aligned to 16 bytes and freed by the garbage collector once nothing
/// refers to them; mapped blocks stay until the process ends.
///
/// The bytes are read and written through a buffer and not through the segment: a segment uses
/// method handles, whose first use costs as much as all classes of a program's first signal.
public final class Memory {
  private static final long ALIGNMENT = 16;

  // The classes in this VM of arenas that cannot be closed. An arena of any other class may be
  // closed.
  private static final Class<?> GLOBAL = MemorySegment.NULL.scope().getClass();
  private static final Class<?> COLLECTED = Arena.ofAuto().scope().getClass();
  private static final Class<?> PLAIN_BUFFER =
      MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1)).scope().getClass();

  private final ByteBuffer bytes;
  private final long address;
  private final @Nullable MemorySegment closable;

  private Memory(ByteBuffer bytes, long address, @Nullable MemorySegment closable) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
    this.address = address;
    this.closable = closable;
  }

  /// A new zeroed block of `size` bytes.
  ///
  /// @throws OutOfMemoryError if there is no memory, or `-XX:MaxDirectMemorySize` is reached
  public static Memory allocate(long size) {
    if (CallSeam.ON && CallSeam.before(CallSeam.ALLOCATION) != 0) {
      throw new OutOfMemoryError(CallSeam.ALLOCATION);
    }
    MemorySegment segment = Arena.ofAuto().allocate(size, ALIGNMENT);
    return new Memory(segment.asByteBuffer(), segment.address(), null);
  }

  /// A C string: the characters in UTF-8 and a terminating zero.
  public static Memory string(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return allocate(encoded.length + 1L).putBytes(encoded);
  }

  /// The remaining bytes of a direct buffer, shared with it; they live as long as either does.
  ///
  /// @throws IllegalArgumentException if the buffer is not direct
  public static Memory of(ByteBuffer direct) {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("C cannot reach a buffer on the heap");
    }
    MemorySegment segment = MemorySegment.ofBuffer(direct);
    return new Memory(direct.slice(), segment.address(), canBeClosed(segment) ? segment : null);
  }

  private static boolean canBeClosed(MemorySegment segment) {
    Class<?> scope = segment.scope().getClass();
    return scope != PLAIN_BUFFER && scope != COLLECTED && scope != GLOBAL;
  }

  /// A block that the kernel mapped at `address`.
  static Memory mapped(long address, long size) {
    return new Memory(view(address, size).asByteBuffer(), address, null);
  }

  @SuppressWarnings("restricted") // the caller got address and size from the kernel
  static MemorySegment view(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /// The segment that a call has to hold so that its arena is not closed meanwhile; null if it
  /// cannot be closed.
  @Nullable MemorySegment closable() {
    return closable;
  }

  /// The address of the block.
  public long address() {
    return address;
  }

  /// The address of a block; 0 for null.
  static long addressOf(@Nullable Memory memory) {
    return memory == null ? 0 : memory.address;
  }

  /// The size of the block in bytes.
  public long size() {
    return bytes.capacity();
  }

  /// A part of this block, sharing its bytes.
  public Memory slice(long offset, long size) {
    ByteBuffer part = bytes.slice(Math.toIntExact(offset), Math.toIntExact(size));
    return new Memory(part, address + offset, closable);
  }

  /// The C int at `offset`.
  public int getInt(long offset) {
    return bytes.getInt(Math.toIntExact(offset));
  }

  /// Stores a C int at `offset`.
  public Memory putInt(long offset, int value) {
    bytes.putInt(Math.toIntExact(offset), value);
    return this;
  }

  /// Stores a byte at `offset`.
  Memory putByte(long offset, byte value) {
    bytes.put(Math.toIntExact(offset), value);
    return this;
  }

  /// The 64-bit integer at `offset`.
  public long getLong(long offset) {
    return bytes.getLong(Math.toIntExact(offset));
  }

  /// Stores a 64-bit integer at `offset`.
  public Memory putLong(long offset, long value) {
    bytes.putLong(Math.toIntExact(offset), value);
    return this;
  }

  /// The 64-bit integer at `offset`, a multiple of 8, as another thread or code in a signal handler
  /// wrote it last. With the fence this is as strong as a volatile read: the value is whole and
  /// read again each time, and no later read moves before it.
  public long getLongVolatile(long offset) {
    long value = getLong(offset);
    VarHandle.acquireFence();
    return value;
  }

  /// Stores a 64-bit integer at `offset`, a multiple of 8, for another thread or code in a signal
  /// handler: as strong as a volatile write.
  public void putLongVolatile(long offset, long value) {
    VarHandle.releaseFence();
    putLong(offset, value);
    VarHandle.fullFence();
  }

  /// Copies bytes into the block, from its beginning.
  public Memory putBytes(byte[] source) {
    bytes.put(0, source);
    return this;
  }

  /// Copies `size` bytes of the block, from its beginning.
  public byte[] getBytes(int size) {
    byte[] copy = new byte[size];
    bytes.get(0, copy);
    return copy;
  }

  /// Appends the first `count` bytes of the block to a buffer.
  public void copyTo(ByteBuffer target, int count) {
    target.put(bytes.slice(0, count));
  }

  /// Copies as many of a buffer's remaining bytes as fit to the beginning of the block. The
  /// buffer's position stays.
  ///
  /// @return the number of bytes copied
  public int copyFrom(ByteBuffer source) {
    int count = Math.min(bytes.capacity(), source.remaining());
    bytes.put(0, source, source.position(), count);
    return count;
  }

  /// Overwrites the block with zeros.
  public Memory clear() {
    int i = 0;
    for (; i <= bytes.capacity() - Long.BYTES; i += Long.BYTES) {
      bytes.putLong(i, 0);
    }
    for (; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) 0);
    }
    return this;
  }

  /// Copies the whole of another block of the same size into this one.
  public Memory copyFrom(Memory other) {
    bytes.put(0, other.bytes, 0, other.bytes.capacity());
    return this;
  }
}
