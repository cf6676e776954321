import module dev.signalman;

/// Runs `main()` at once, every ten seconds, and whenever another process runs `kill -ALRM`; then
/// the ten seconds begin again.
void main(String[] args) throws PosixException {
  Duration period = Duration.ofMillis(Integer.getInteger("millis", 10_000));
  Ticker.every(period).on(Signal.ALRM).immediately().restartOnTrigger().start(this::main);
}

void main() {
  IO.println("main() runs at " + LocalTime.now());
}
