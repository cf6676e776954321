package dev.signalman.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// See [JfrEvents].
@Name("dev.signalman.StopStage")
@Label("Stop Stage")
@Description("A stage of the stop of this program")
@Category("Signalman")
@StackTrace(false)
@Threshold("0 ns")
final class StopStage extends Event {
  @Label("Stage")
  @Nullable String stage;
}
