package dev.signalman.bench.peer;

import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// This library's.
final class SpawnedChildren implements Children {
  @Override
  public void run(int width, String program) throws Exception {
    Child[] children = new Child[width];
    for (int i = 0; i < width; i++) {
      children[i] = Spawn.of(program).start();
    }
    for (Child child : children) {
      Children.checkStatus(child.waitFor().shellStatus());
    }
  }

  @Override
  public AutoCloseable idle(int count) throws IOException {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(Spawn.of("/bin/sleep", "600").start());
    }
    return () -> {
      for (Child child : children) {
        child.send(Signal.KILL);
      }
      for (Child child : children) {
        child.waitFor();
      }
    };
  }

  @Override
  public String threads() {
    return "signalman";
  }

  @Override
  public long pipe(long bytes) throws Exception {
    Child cat = Spawn.of("/bin/cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    long begin = System.nanoTime();
    Thread writer = Thread.ofPlatform().start(() -> write(cat.end(0), bytes));
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    long came = 0;
    int count = cat.end(1).read(block);
    while (count >= 0) {
      came += count;
      count = cat.end(1).read(block.clear());
    }
    long time = System.nanoTime() - begin;
    Children.check(bytes, came);
    writer.join();
    cat.end(1).close();
    cat.waitFor();
    return time;
  }

  private static void write(Fd end, long bytes) {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    try (end) {
      for (long left = bytes; left > 0; left -= BLOCK) {
        end.write(block.clear().limit((int) Math.min(BLOCK, left)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
