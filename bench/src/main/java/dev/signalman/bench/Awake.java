package dev.signalman.bench;

import java.io.IOException;
import java.util.List;

/// A measure while no CPU falls asleep: each has a process of class SCHED_IDLE that spins, and
/// gives way at once to whoever wants to run (sched(7)).
///
/// How long a sleeping CPU takes to wake is a matter of the machine and its hypervisor. It is added
/// to everything that one thread hands to another, in all systems, and not equally often.
final class Awake implements Measure {
  private final Measure measure;

  Awake(Measure measure) {
    this.measure = measure;
  }

  @Override
  public String name() {
    return measure.name() + "-awake";
  }

  @Override
  public Results run(Session session) throws IOException, InterruptedException {
    List<Integer> cpus = Machine.cpus();
    for (int cpu : cpus) {
      session.startC("spin", "spin", Integer.toString(cpu));
    }
    session.calm().disregard(cpus.size());
    try {
      return named(measure.run(session));
    } finally {
      session.calm().disregard(0);
    }
  }

  private Results named(Results results) {
    return new Results(
        results.figures().stream().map(figure -> figure.of(name())).toList(),
        results.comparisons().stream().map(line -> line.with("CPUs kept awake")).toList());
  }
}
