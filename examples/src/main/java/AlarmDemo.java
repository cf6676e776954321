import module dev.signalman;

/// Sets an alarm and sleeps for longer than that: the alarm ends the sleep early.
void main() throws InterruptedException {
  Signals.handle(Signal.ALRM, info -> IO.println("Alarm : " + LocalTime.now()));
  IO.println("Before: " + LocalTime.now());
  Alarm.set(Duration.ofMillis(Integer.getInteger("millis", 2_000)));
  Signals.sleep(Duration.ofMillis(Integer.getInteger("sleep", 4_000)));
  IO.println("After : " + LocalTime.now());
}
