import module dev.signalman;

/// Prints what this process does with each signal, after it has registered a handler for ALRM.
void main() {
  Signals.handle(Signal.ALRM, info -> IO.println("Alarm"));
  for (Signal signal : Signal.values()) {
    Object action = Signals.disposition(signal);
    System.out.printf("%-10s (%2d): %s%n", signal.fullName(), signal.number(), action);
  }
}
