package dev.signalman.lifecycle.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The lines of a stream, read by a thread of its own.
final class Lines implements Runnable {
  private final InputStream stream;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  Lines(InputStream stream) {
    this.stream = stream;
    Thread.ofVirtual().name("lines").start(this);
  }

  @Override
  public void run() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      while (line != null) {
        add(line);
        line = in.readLine();
      }
    } catch (IOException e) {
      add("<the stream broke off: " + e + ">");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized List<String> present() {
    return List.copyOf(lines);
  }

  /// The first line of a kind, or null at the end of the stream or of the time.
  synchronized @Nullable String await(Predicate<String> kind, Duration limit)
      throws InterruptedException {
    long began = System.nanoTime();
    int looked = 0;
    while (true) {
      for (; looked < lines.size(); looked++) {
        if (kind.test(lines.get(looked))) {
          return lines.get(looked);
        }
      }
      long left = limit.minusNanos(System.nanoTime() - began).toMillis();
      if (ended || left <= 0) {
        return null;
      }
      wait(left);
    }
  }
}
