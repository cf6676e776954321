package dev.signalman.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// See [JfrEvents].
@Name("dev.signalman.StopTask")
@Label("Stop Task")
@Description("A task of the stop of this program, told with the end of its stage")
@Category("Signalman")
@StackTrace(false)
final class StopTask extends Event {
  @Label("Stage")
  @Nullable String stage;

  @Label("Task")
  @Nullable String task;

  @Label("State")
  @Nullable String state;

  @Label("Took")
  @Timespan(Timespan.NANOSECONDS)
  long took;
}
