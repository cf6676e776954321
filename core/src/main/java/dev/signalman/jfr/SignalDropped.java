package dev.signalman.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// See [JfrEvents].
@Name("dev.signalman.SignalDropped")
@Label("Signals Dropped")
@Description("Signals of one number were discarded")
@Category("Signalman")
@StackTrace(false)
final class SignalDropped extends Event {
  @Label("Signal")
  @Nullable String signal;

  @Label("Count")
  long count;

  @Label("Reason")
  @Nullable String reason;
}
