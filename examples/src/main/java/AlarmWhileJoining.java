import module dev.signalman;

/// As `ThreadsReceive`, but the alarm has a handler, and the thread that the main thread waits for
/// keeps waiting until it comes.
void main() throws InterruptedException {
  Signals.handle(
      SignalSet.of(Signal.USR1, Signal.ALRM),
      info -> say("Received signal " + info.signal().number()));
  Thread receiver = Thread.ofPlatform().name("receiver").start(new FutureTask<>(this::receive));
  Thread sender = Thread.ofPlatform().name("sender").start(this::send);
  sender.join();
  IO.println("Waiting for " + receiver.getName());
  Alarm.set(Duration.ofMillis(Integer.getInteger("millis", 2_000)));
  receiver.join();
}

Signal receive() throws InterruptedException {
  say("Waiting for signal");
  Signal signal = Signals.pause().signal();
  while (signal != Signal.ALRM) {
    say("Woken by " + signal.fullName());
    signal = Signals.pause().signal();
  }
  say("Done waiting");
  return signal;
}

void send() {
  say("Sending signal");
  Signals.raise(Signal.USR1);
}

void say(String what) {
  IO.println(what + " in " + Thread.currentThread().getName());
}
