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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Claims and releases while threads are inside handlers of others, which put back the mask of
/// before as they return.
class InsideHandlersTest {
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
}
