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
@Name("dev.signalman.SignalDelivered")
@Label("Signal Delivered")
@Description("A receiver of this program gets a signal")
@Category("Signalman")
@StackTrace(false)
final class SignalDelivered extends Event {
  @Label("Signal")
  @Nullable String signal;

  @Label("Cause")
  @Nullable String cause;

  @Label("Sender")
  @Description("The pid of the sender, 0 if there is none")
  int sender;

  @Label("Waited")
  @Description("For its handler or in its queue; negative if not measured")
  @Timespan(Timespan.NANOSECONDS)
  long waited;
}
