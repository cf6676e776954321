import module dev.signalman;

/// One thread waits for a signal, another sends it, and the main thread waits for both. At the end
/// an alarm without a handler comes.
void main() throws InterruptedException {
  Signals.handle(Signal.USR1, info -> say("Received signal " + info.signal().number()));
  Thread receiver = Thread.ofPlatform().name("receiver").start(new FutureTask<>(this::receive));
  Thread sender = Thread.ofPlatform().name("sender").start(this::send);
  sender.join();
  IO.println("Waiting for " + receiver.getName());
  Alarm.set(Duration.ofMillis(Integer.getInteger("millis", 2_000)));
  receiver.join();
  Thread.currentThread().join();
}

Signal receive() throws InterruptedException {
  say("Waiting for signal");
  Signal signal = Signals.pause().signal();
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
