package dev.signalman.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/// The JDK's.
final class BuilderChildren implements Children {
  @Override
  public void run(int width, String program) throws Exception {
    Process[] children = new Process[width];
    for (int i = 0; i < width; i++) {
      // As a spawned child: nothing is piped unless somebody asks for it.
      children[i] = new ProcessBuilder(program).inheritIO().start();
    }
    for (Process child : children) {
      Children.checkStatus(child.waitFor());
    }
  }

  @Override
  public AutoCloseable idle(int count) throws IOException {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(new ProcessBuilder("/bin/sleep", "600").inheritIO().start());
    }
    return () -> {
      children.forEach(Process::destroyForcibly);
      for (Process child : children) {
        child.waitFor();
      }
    };
  }

  @Override
  public String threads() {
    return "process reaper";
  }

  @Override
  public long pipe(long bytes) throws Exception {
    Process cat = new ProcessBuilder("/bin/cat").redirectError(Redirect.INHERIT).start();
    long begin = System.nanoTime();
    Thread writer = Thread.ofPlatform().start(() -> write(cat.getOutputStream(), bytes));
    byte[] block = new byte[BLOCK];
    InputStream in = cat.getInputStream();
    long came = 0;
    int count = in.read(block);
    while (count >= 0) {
      came += count;
      count = in.read(block);
    }
    long time = System.nanoTime() - begin;
    Children.check(bytes, came);
    writer.join();
    Children.checkStatus(cat.waitFor());
    return time;
  }

  private static void write(OutputStream stream, long bytes) {
    byte[] block = new byte[BLOCK];
    try (stream) {
      for (long left = bytes; left > 0; left -= BLOCK) {
        stream.write(block, 0, (int) Math.min(BLOCK, left));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
