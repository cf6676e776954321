package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Descriptors;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;

/// The pipe into which the handler code writes the records of a receiver.
///
/// A thread inside a handler knows the number of the write end, and after a close the number would
/// soon mean another file. So after [#close] the pipe stays open until no thread can be inside.
final class HandlerPipe {
  private final int readEnd;
  private final int writeEnd;
  private final PipeRoom room;

  /// The signals, as a mask, in whose handlers a thread that knows the pipe may be. Guarded by
  /// this.
  private long keptFor;

  private boolean closing; // guarded by this
  private boolean closed; // guarded by this

  /// Opens a pipe.
  ///
  /// @param opened gets both ends
  /// @param alone whether all signals come by the pipe
  HandlerPipe(Descriptors opened, boolean alone) throws PosixException {
    Memory ends = Memory.allocate(8);
    Calls.check(
        UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK), "pipe2(O_CLOEXEC|O_NONBLOCK)");
    readEnd = opened.add(ends.getInt(0), "pipe2");
    writeEnd = opened.add(ends.getInt(4), "pipe2");
    room = new PipeRoom(readEnd, alone);
  }

  int readEnd() {
    return readEnd;
  }

  int writeEnd() {
    return writeEnd;
  }

  /// Has as much room as one by which all signals come: for real-time signals that wait nowhere
  /// else.
  void takeAll() {
    room.takeAll();
  }

  /// Reads records into a backlog that is empty.
  void readInto(Backlog backlog) {
    backlog.read(readEnd, room);
  }

  /// Keeps the pipe open: a thread may still be inside one of these handlers.
  ///
  /// @param signals as a mask
  synchronized void keep(long signals) {
    keptFor |= signals;
  }

  /// Ends a [#keep]: no thread is inside these handlers any more.
  ///
  /// @param signals as a mask
  synchronized void release(long signals) {
    keptFor &= ~signals;
    closeIfQuiet();
  }

  /// Closes both ends, now or when it is released.
  synchronized void close() {
    closing = true;
    closeIfQuiet();
  }

  private void closeIfQuiet() {
    if (closing && keptFor == 0 && !closed) {
      closed = true;
      UnistdH.close(readEnd);
      UnistdH.close(writeEnd);
    }
  }
}
