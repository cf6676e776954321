package dev.signalman.cli.stop;

import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.SignalOrNone;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.StopPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `signalman stop`: ends processes or their groups, and meanwhile reports what they still do.
public final class StopCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "stop";

  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Terminal terminal;
  private final CommandSpec spec;
  private final OptionSpec killAfter = Options.killAfter("10s");
  private final OptionSpec group =
      Options.flag("--group", "Stops the whole process group that each PID is in.");
  private final OptionSpec json =
      Options.flag("--json", "Prints an object for each event, one per line.");
  private final PositionalParamSpec pids =
      PositionalParamSpec.builder()
          .paramLabel("PID")
          .index("0..*")
          .arity("1") // one at a time, as for all parameters
          .required(true)
          .type(List.class)
          .auxiliaryTypes(Integer.class)
          .converters(Arguments::pid)
          .description("The processes to stop.")
          .build();

  public StopCommand(Terminal terminal) {
    this.terminal = terminal;
    this.spec =
        Options.command(
                this, NAME, "Ends processes: TERM, then KILL; tells what they still do meanwhile.")
            .addOption(killAfter)
            .addOption(group)
            .addOption(json)
            .addPositional(pids);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public int run() throws IOException, InterruptedException {
    StopLog log = new StopLog(terminal, json.<Boolean>getValue());
    Duration time = Options.limit(killAfter, USUAL);
    // Not closed, so that an unread signal does not change the exit status.
    EventLoop loop = EventLoop.open();
    Stop stop = new Stop(loop, StopPlan.within(time == null ? FOR_EVER : time), log);
    stop.listen();
    Map<Integer, Aim> aims = new LinkedHashMap<>();
    boolean refused = !hold(log, aims);
    int status = stop.run(List.copyOf(aims.values()));
    log.check();
    return refused && status < SignalOrNone.SIGNALLED ? FAILURE : status;
  }

  /// Takes hold of all, before anything is sent.
  ///
  /// @param aims gets them, by their pid or the number of their group
  /// @return false if one of them was refused
  private boolean hold(StopLog log, Map<Integer, Aim> aims) {
    Aims held = new Aims(group.<Boolean>getValue());
    boolean all = true;
    Set<Integer> seen = new LinkedHashSet<>();
    for (int pid : pids.<List<Integer>>getValue()) {
      if (!seen.add(pid)) {
        log.error(pid + ": was given twice");
        continue;
      }
      try {
        Aim aim = held.hold(pid);
        if (aims.putIfAbsent(aim.pid(), aim) != null) {
          aim.close();
          log.error(pid + ": is in group " + aim.pid() + ", which was given already");
        }
      } catch (RefusedException e) {
        log.refused(e.pid(), e.error(), String.valueOf(e.getMessage()));
        all = false;
      }
    }
    if (!held.haveFacts()) {
      log.error("/proc does not show this pid namespace, so it is not known what processes do");
    }
    return all;
  }
}
