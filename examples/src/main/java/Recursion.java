import module dev.signalman;

/// Binds `main()` to ALRM, runs it once, and from then on only stays alive.
void main(String[] args) throws InterruptedException {
  Signals.handle(Signal.ALRM, info -> main());
  main();
  Thread.currentThread().join();
}

/// Runs every ten seconds, because it winds the alarm clock that runs it again, and at once
/// whenever any other process says `kill -ALRM`.
void main() {
  IO.println("main() runs at " + LocalTime.now());
  Alarm.set(Duration.ofMillis(Integer.getInteger("millis", 10_000)));
}
