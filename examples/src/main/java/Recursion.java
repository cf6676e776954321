import module dev.signalman;

/// Has `main()` run at once, every ten seconds, and whenever any other process says `kill -ALRM`;
/// the ten seconds begin anew then.
void main(String[] args) throws PosixException {
  Duration period = Duration.ofMillis(Integer.getInteger("millis", 10_000));
  Ticker.every(period).on(Signal.ALRM).immediately().restartOnTrigger().start(this::main);
}

void main() {
  IO.println("main() runs at " + LocalTime.now());
}
