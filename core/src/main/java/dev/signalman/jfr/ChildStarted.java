package dev.signalman.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// See [JfrEvents].
@Name("dev.signalman.ChildStarted")
@Label("Child Started")
@Description("This program has started a child")
@Category("Signalman")
@StackTrace(false)
final class ChildStarted extends Event {
  @Label("Process Id")
  int pid;

  @Label("Program")
  @Description("Without its arguments")
  @Nullable String program;
}
