package dev.signalman.process;

import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.internal.wait.Poller;
import dev.signalman.io.Fd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Reads the output of a child until the child has ended. A grandchild that still holds the pipe
/// delays nothing.
final class Capture {
  private static final int BLOCK = 65_536;
  private static final Duration NAP = Duration.ofMillis(5);

  private final Child child;
  private final int limit;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final byte[] block = new byte[BLOCK];

  Capture(Child child, int limit) {
    this.child = child;
    this.limit = limit;
  }

  byte[] all() throws IOException, InterruptedException {
    if (VmMode.isPortable()) {
      readToEnd(child.stdout());
      return read.toByteArray();
    }
    Fd out = child.end(1);
    try (Fd end = child.pidfd()) {
      untilEnd(out, end);
    } catch (IllegalStateException _) { // the child has ended already
      boolean _ = drain(out);
    } catch (UnsupportedOperationException _) { // no descriptor of processes here
      pollToEnd(out);
    }
    return read.toByteArray();
  }

  private void untilEnd(Fd out, Fd end) throws IOException, InterruptedException {
    Poller poller = Poller.open(2);
    try {
      poller.add(out.number());
      poller.add(end.number());
      boolean more = true;
      boolean ended = false;
      while (more && !ended) {
        int count = poller.await(Nanos.FOREVER);
        ended = poller.ready(end.number(), count); // first: what it wrote before is there then
        more = drain(out);
      }
    } finally {
      poller.close();
    }
  }

  /// @return false at the end of the file
  private boolean drain(Fd out) throws IOException {
    int count = out.readAvailable(ByteBuffer.wrap(block));
    while (count > 0) {
      add(count);
      count = out.readAvailable(ByteBuffer.wrap(block));
    }
    return count == 0;
  }

  private void pollToEnd(Fd out) throws IOException, InterruptedException {
    boolean ended = false;
    boolean more = true;
    while (more && !ended) {
      ended = child.waitFor(NAP) != null; // first: what it wrote before is there then
      more = drain(out);
    }
  }

  /// Reads only the present bytes: a grandchild may hold the pipe longer than the child lives.
  private void readToEnd(InputStream out) throws IOException, InterruptedException {
    boolean ended = false;
    while (!ended) {
      ended = child.waitFor(NAP) != null; // first: what it wrote before is there then
      for (int there = out.available(); there > 0; there = out.available()) {
        add(Math.max(0, out.read(block, 0, Math.min(there, BLOCK))));
      }
    }
  }

  private void add(int count) throws OutputLimitException {
    if (count > limit - read.size()) {
      throw new OutputLimitException(child, limit);
    }
    read.write(block, 0, count);
  }
}
