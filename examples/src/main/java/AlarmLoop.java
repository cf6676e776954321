import module dev.signalman;

/// Sets an alarm and waits for it, again and again.
void main() throws InterruptedException {
  Signals.handle(Signal.ALRM, info -> {}); // an unhandled alarm ends the process
  while (true) {
    IO.println("Setting at " + LocalTime.now());
    Alarm.set(Duration.ofMillis(Integer.getInteger("millis", 5_000)));
    SignalInfo info = Signals.pause();
    IO.println("Got alarm " + info.signal().number() + " at " + LocalTime.now());
  }
}
