import module dev.signalman;

/// Reads what a child writes to a pipe: `Spam 0` to `Spam 4`, over and over, `Spam 3` after three
/// seconds. If either is killed, the other ends: the parent at the end of the pipe, with the
/// child's status; the child because the pipe has no reader any more.
void main() throws Exception {
  // A sleep that survives its killed parent must not hold the pipe open.
  String spam =
      """
      n=0
      while :; do
        for i in $(seq $n); do sleep "$0" >&-; done
        printf "Spam $n"
        n=$(((n + 1) % 5))
      done
      """;
  String second = "" + Integer.getInteger("millis", 1_000) / 1e3;
  Child child = Spawn.of("sh", "-c", spam, second).stdout(Stdio.pipe()).start();
  byte[] buffer = new byte[32];
  for (int count; (count = child.stdout().read(buffer)) > 0; ) {
    String text = new String(buffer, 0, count, StandardCharsets.US_ASCII);
    long pid = ProcessHandle.current().pid();
    IO.println("Parent " + pid + " got [" + text + "] at " + LocalTime.now());
  }
  IO.println("Child " + child.pid() + " " + child.waitFor());
}
