import module dev.signalman;

/// Does its work at once, every ten seconds, and whenever any process runs `kill -ALRM`. The work
/// is to run a child (the shell script here, or the command given), which sends that signal to its
/// parent when it has done its own. A signal that comes during a run means one more run.
void main(String... args) throws PosixException {
  Duration period = Duration.ofMillis(Integer.getInteger("millis", 10_000));
  String script = "echo \"I'm the child!\"; sleep $0; kill -s ALRM $PPID";
  Spawn child = Spawn.of("sh", "-c", script, System.getProperty("work", "5"));
  Spawn command = args.length > 0 ? Spawn.of(List.of(args)) : child;
  Ticker.every(period).on(Signal.ALRM).immediately().restartOnTrigger().start(() -> run(command));
}

void run(Spawn command) {
  IO.println("main() runs at " + LocalTime.now());
  try {
    command.start().waitFor();
  } catch (IOException | InterruptedException e) {
    throw new IllegalStateException(e);
  }
}
