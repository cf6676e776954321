package dev.signalman.bench.peer;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// NuProcess's. It pipes all three descriptors whether asked to or not.
final class NuProcessChildren implements Children {
  private static final int UNTIL_IT_ENDS = 0;

  private static NuProcess start(String... command) {
    NuProcessBuilder builder = new NuProcessBuilder(command);
    builder.setProcessListener(new NuAbstractProcessHandler() {});
    return builder.start();
  }

  @Override
  public void run(int width, String program) throws Exception {
    NuProcess[] children = new NuProcess[width];
    for (int i = 0; i < width; i++) {
      children[i] = start(program);
    }
    for (NuProcess child : children) {
      Children.checkStatus(child.waitFor(UNTIL_IT_ENDS, TimeUnit.SECONDS));
    }
  }

  @Override
  public AutoCloseable idle(int count) {
    List<NuProcess> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(start("/bin/sleep", "600"));
    }
    return () -> {
      children.forEach(child -> child.destroy(true));
      for (NuProcess child : children) {
        child.waitFor(UNTIL_IT_ENDS, TimeUnit.SECONDS);
      }
    };
  }

  @Override
  public String threads() {
    return "ProcessQueue";
  }

  @Override
  public long pipe(long bytes) throws Exception {
    Through through = new Through(bytes);
    NuProcessBuilder builder = new NuProcessBuilder("/bin/cat");
    builder.setProcessListener(through);
    long begin = System.nanoTime();
    NuProcess cat = builder.start();
    cat.wantWrite();
    Children.checkStatus(cat.waitFor(UNTIL_IT_ENDS, TimeUnit.SECONDS));
    Children.check(bytes, through.came.get());
    return System.nanoTime() - begin;
  }

  private static final class Through extends NuAbstractProcessHandler {
    private final AtomicLong came = new AtomicLong();
    private long left;
    private @Nullable NuProcess process;

    Through(long bytes) {
      this.left = bytes;
    }

    @Override
    public void onPreStart(NuProcess started) {
      this.process = started;
    }

    @Override
    public boolean onStdinReady(ByteBuffer buffer) {
      int size = (int) Math.min(buffer.capacity(), left);
      buffer.position(0).limit(size);
      left -= size;
      if (left == 0) {
        Objects.requireNonNull(process).closeStdin(false);
      }
      return left > 0;
    }

    @Override
    public void onStdout(ByteBuffer buffer, boolean closed) {
      came.addAndGet(buffer.remaining());
      buffer.position(buffer.limit());
    }
  }
}
