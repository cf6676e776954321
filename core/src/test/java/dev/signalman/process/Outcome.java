package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What a child wrote, and how it ended.
///
/// @param out its standard output
/// @param err its standard error
/// @param status its end
record Outcome(String out, String err, ExitStatus status) {

  /// Runs a child to its end, with nothing to read.
  static Outcome of(Spawn spawn) throws Exception {
    return of(spawn, "");
  }

  /// Runs a child to its end.
  static Outcome of(Spawn spawn, String input) throws Exception {
    Child child = spawn.stdin(Stdio.pipe()).stdout(Stdio.pipe()).stderr(Stdio.pipe()).start();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<String> out = read(readers, child, 1);
      CompletableFuture<String> err = read(readers, child, 2);
      child.stdin().write(input.getBytes(UTF_8));
      child.stdin().close();
      return new Outcome(out.get(), err.get(), child.waitFor());
    }
  }

  private static CompletableFuture<String> read(ExecutorService readers, Child child, int number) {
    CompletableFuture<String> text = new CompletableFuture<>();
    readers.execute(() -> {
      try (var end = child.end(number)) {
        text.complete(new String(end.in().readAllBytes(), UTF_8));
      } catch (Throwable e) {
        text.completeExceptionally(e);
      }
    });
    return text;
  }

  /// Runs a shell script to its end.
  static Outcome sh(String script) throws Exception {
    return of(Spawn.of("sh", "-c", script));
  }
}
