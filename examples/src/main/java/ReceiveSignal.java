import module dev.signalman;

/// Prints the numbers of the USR1 and USR2 that it receives. Each ends the present wait early; the
/// VM handles Ctrl-C, which ends the program.
void main() throws InterruptedException {
  SignalQueue signals = Signals.queue(Signal.USR1, Signal.USR2);
  IO.println("My PID is: " + ProcessHandle.current().pid());
  while (true) {
    IO.println("Waiting...");
    SignalInfo info = signals.poll(Duration.ofMillis(Integer.getInteger("millis", 3_000)));
    if (info != null) {
      IO.println("Received: " + info.signal().number());
    }
  }
}
