import module dev.signalman;

/// Ctrl-C does nothing; USR1 ends the program with status 1.
void main() throws InterruptedException {
  Signals.ignore(Signal.INT);
  Signals.handle(Signal.USR1, info -> System.err.println("Exiting"));
  IO.println("My PID is: " + ProcessHandle.current().pid());
  Signals.pause();
  System.exit(1);
}
