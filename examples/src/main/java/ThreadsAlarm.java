import module dev.signalman;

/// A thread sets an alarm and then sleeps three times as long. The alarm is handled in time, and
/// the thread sleeps its full time.
void main() throws InterruptedException {
  Signals.handle(Signal.ALRM, info -> say("Alarm"));
  Thread thread = Thread.ofPlatform().name("alarm_thread").start(new FutureTask<>(this::useAlarm));
  IO.println("Waiting for " + thread.getName());
  thread.join();
  IO.println("Exiting normally");
}

Duration useAlarm() throws InterruptedException {
  Duration delay = Duration.ofMillis(Integer.getInteger("millis", 1_000));
  say("Setting alarm");
  Alarm.set(delay);
  say("Sleeping");
  Thread.sleep(delay.multipliedBy(3));
  say("Done with sleep");
  return delay;
}

void say(String what) {
  IO.println(LocalTime.now() + " " + what + " in " + Thread.currentThread().getName());
}
