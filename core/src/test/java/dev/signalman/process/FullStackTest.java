package dev.signalman.process;

import dev.signalman.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullStackTest {
  @ParameterizedTest
  @ValueSource(strings = {"main", "other"})
  void aStackThatIsTooFullForAStartLosesNoChild(String thread) throws Exception {
    try (ChildJvm child = ChildJvm.of(Deep.class).vm("-Xss1m").args(thread).start()) {
      child.expect("5 of 5 children are held", "exited with code 0");
      child.expectExit(0);
    }
  }

  /// Starts children where there is less and less on the stack, from an overflow on.
  static final class Deep {
    private static final int ENOUGH = 5;

    private static final Spawn CHILD = Spawn.of("cat"); // which ends with the input of all
    private static final List<Child> HELD = new ArrayList<>(ENOUGH);

    private Deep() {}

    public static void main(String[] args) throws Exception {
      start();
      Thread.ofPlatform().start(Deep::start).join();
      if (args[0].equals("main")) {
        descend();
      } else {
        Thread.ofPlatform().start(Deep::descend).join();
      }
      long all = ProcessHandle.current().children().count();
      System.out.println(HELD.size() + " of " + all + " children are held");
      System.out.println(Spawn.of("true").start().waitFor());
    }

    /// Has all that a start needs loaded.
    private static void start() {
      try {
        Spawn.of("true").start().waitFor();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @SuppressWarnings("InfiniteRecursion") // to its overflow
    private static void descend() {
      try {
        descend();
      } catch (StackOverflowError _) {
        // The deepest call; from here on there is more room each time.
      }
      if (HELD.size() < ENOUGH) {
        attempt();
      }
    }

    private static void attempt() {
      try {
        HELD.add(CHILD.start());
      } catch (StackOverflowError _) {
        // No room yet.
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
