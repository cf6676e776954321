package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Claims and releases while threads are inside handlers of others, which put back the mask of
/// before as they return.
class InsideHandlersTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "FD-15: what a claim or release did inside a handler lasts, thread {0}")
  @ValueSource(strings = {"0", "1"})
  void masksOutlastTheHandler(String blocking) throws Exception {
    CProgram library =
        CProgram.compile(
            InsideHandlersTest.class, "/c/inside_handler.c", "-shared", "-fPIC", "-pthread");
    try (ChildJvm child = ChildJvm.start(Interrupted.class, library.path().toString(), blocking)) {
      child.expect("claimed inside: blocked after it");
      child.expect("released inside: unblocked after it");
      child.expect("claimed and released again: unblocked");
      child.expect("claimed at rest, released inside: unblocked after it");
      child.expectExit(0);
    }
  }

  static final class Interrupted {
    private Interrupted() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded and asked somehow
    private static MethodHandle function(String name, FunctionDescriptor type) {
      return Linker.nativeLinker()
          .downcallHandle(SymbolLookup.loaderLookup().find(name).orElseThrow(), type);
    }

    @SuppressWarnings("restricted")
    public static void main(String[] args) throws Throwable {
      System.load(args[0]);
      int tid =
          (int)
              function("start", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invoke(Integer.parseInt(args[1]));
      MethodHandle enter = function("enter", FunctionDescriptor.ofVoid());
      MethodHandle leave = function("leave", FunctionDescriptor.ofVoid());
      SelfPipe.open(Signal.RT9).close();

      enter.invoke();
      SelfPipe pipe = SelfPipe.open(Signal.RT4);
      leave.invoke();
      Eventually.until("blocked", () -> isBlocked(tid, Signal.RT4));
      System.out.println("claimed inside: blocked after it");
      enter.invoke();
      pipe.close();
      leave.invoke();
      Eventually.until("unblocked", () -> !isBlocked(tid, Signal.RT4));
      System.out.println("released inside: unblocked after it");
      SelfPipe.open(Signal.RT4).close();
      Eventually.until("unblocked", () -> !isBlocked(tid, Signal.RT4));
      System.out.println("claimed and released again: unblocked");
      pipe = SelfPipe.open(Signal.RT5);
      enter.invoke();
      pipe.close();
      leave.invoke();
      Eventually.until("unblocked", () -> !isBlocked(tid, Signal.RT5));
      System.out.println("claimed at rest, released inside: unblocked after it");
    }

    private static boolean isBlocked(int tid, Signal signal) throws Exception {
      return ProcFs.thread(ProcessHandle.current().pid(), tid).blocked().get(signal.number());
    }
  }

  @Test
  @DisplayName("FD-15: JFR's handlers, which interrupt threads, undo no change of masks")
  void besideProfiler() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Profiled.class)
            .vm("-Xlog:jfr+startup=error") // it would be on standard output
            .vm(
                "-XX:StartFlightRecording:settings=profile,filename="
                    + folder.resolve("recording.jfr"))
            .start()) {
      child.expect("60 claims");
      child.expectExit(0);
    }
  }

  static final class Profiled {
    private Profiled() {}

    public static void main(String[] args) throws Exception {
      for (int i = 0; i < 2; i++) {
        Thread.ofPlatform().daemon().start(Profiled::calculate);
      }
      for (int i = 0; i < 60; i++) {
        SelfPipe pipe = SelfPipe.open(Signal.RT4);
        Eventually.until("blocked everywhere", () -> isEach(true));
        pipe.close();
        Eventually.until("blocked nowhere", () -> isEach(false));
      }
      System.out.println("60 claims");
      Runtime.getRuntime().halt(0);
    }

    private static void calculate() {
      double value = 1;
      while (value > 0) {
        value = Math.sqrt(value + 3);
      }
    }

    private static boolean isEach(boolean blocked) throws Exception {
      for (BitSet mask : ProcFs.masks(ProcessHandle.current().pid()).values()) {
        boolean transientMask = mask.cardinality() > 50;
        if (!transientMask && mask.get(Signal.RT4.number()) != blocked) {
          return false;
        }
      }
      return true;
    }
  }
}
