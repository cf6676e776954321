package dev.signalman.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks what must be as before some time after a test: descriptors, and threads of Signalman.
/// Shared ones end one or two seconds after their last use.
final class Slowly {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// The time for descriptors that are being closed at this moment.
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /// The thread that ends what Signalman shares. It is there as long as there is such a thing that
  /// is not in use.
  private static final String ENDING = "signalman-linger";

  private static final long PAUSE = 20;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Map<Integer, String> descriptors = descriptors();
  private final Set<Thread> threads = threads();

  /// Each with the test after which it was first seen.
  private final Map<Integer, String> newDescriptors = new LinkedHashMap<>();

  private final Map<Integer, String> openedBy = new HashMap<>();
  private final Map<Thread, String> newThreads = new LinkedHashMap<>();

  /// Lets the JDK open the descriptors that it keeps for ever after the first use of a socket, so
  /// that they count for no test.
  static void openWhatStaysOpen() {
    try (SocketChannel _ = SocketChannel.open()) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Notes new descriptors and threads after a test.
  void note(String test, Set<Leak> checked) {
    if (checked.contains(Leak.DESCRIPTORS)) {
      descriptors()
          .forEach((fd, open) -> {
            if (!open.equals(descriptors.get(fd)) && !open.equals(newDescriptors.put(fd, open))) {
              openedBy.put(fd, test);
            }
          });
    }
    if (checked.contains(Leak.THREADS)) {
      for (Thread thread : threads()) {
        if (!threads.contains(thread)) {
          newThreads.putIfAbsent(thread, test);
        }
      }
    }
  }

  /// Waits for the end of the noted descriptors and threads, and adds those that do not end.
  void awaitEnd(List<String> left) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long closed = System.nanoTime() + CLOSING.toNanos();
    while (forgetEnded() && System.nanoTime() - Math.min(end, closed) < 0) {
      Thread.sleep(PAUSE); // neither says when it ends
      if (threads().stream().anyMatch(thread -> thread.getName().equals(ENDING))) {
        closed = System.nanoTime() + CLOSING.toNanos();
      }
    }
    newDescriptors.forEach((fd, open) ->
        left.add("descriptor " + fd + ", " + open + ", open since " + openedBy.get(fd)));
    newThreads.forEach((thread, test) ->
        left.add(
            "thread "
                + thread.getName()
                + ", there since "
                + test
                + Arrays.stream(thread.getStackTrace())
                    .map(frame -> "\n      at " + frame)
                    .collect(Collectors.joining())));
  }

  private boolean forgetEnded() {
    Map<Integer, String> present = descriptors();
    newDescriptors
        .entrySet()
        .removeIf(noted -> !noted.getValue().equals(present.get(noted.getKey())));
    newThreads.keySet().removeIf(thread -> !thread.isAlive());
    return !newDescriptors.isEmpty() || !newThreads.isEmpty();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("signalman-"))
        .collect(Collectors.toSet());
  }

  private static Map<Integer, String> descriptors() {
    Map<Integer, String> open = new HashMap<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return open; // not on this system
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path link : links) {
        String target = target(link);
        if (counts(target)) {
          open.put(Integer.valueOf(link.getFileName().toString()), target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException _) {
      return ""; // closed meanwhile, as the one that lists them is
    }
  }

  /// Not what the VM opens for itself, at any moment.
  private static boolean counts(String target) {
    return !target.isEmpty()
        && !target.startsWith("/proc/")
        && !target.startsWith("/sys/")
        && !target.startsWith("/dev/")
        && !target.startsWith("/memfd:")
        && !target.startsWith(System.getProperty("java.home"))
        && !target.endsWith(".jar")
        && !target.endsWith(".so")
        && !target.equals("anon_inode:[eventpoll]")
        && !target.equals("anon_inode:[eventfd]");
  }
}
