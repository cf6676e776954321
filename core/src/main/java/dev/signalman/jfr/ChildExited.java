package dev.signalman.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// See [JfrEvents].
@Name("dev.signalman.ChildExited")
@Label("Child Exited")
@Description("The life of a child")
@Category("Signalman")
@StackTrace(false)
@Threshold("0 ns")
final class ChildExited extends Event {
  @Label("Process Id")
  int pid;

  @Label("Program")
  @Description("Without its arguments")
  @Nullable String program;

  @Label("Exit Code")
  @Description("-1 if there is none")
  int exitCode;

  @Label("Signal")
  @Description("The number of the signal that killed it, 0 if none did")
  int killedBy;

  @Label("User Time")
  @Description("Negative if unknown")
  @Timespan(Timespan.NANOSECONDS)
  long userTime;

  @Label("System Time")
  @Description("Negative if unknown")
  @Timespan(Timespan.NANOSECONDS)
  long systemTime;

  @Label("Peak Memory")
  @Description("An upper bound; negative if unknown")
  @DataAmount
  long peakMemory;
}
