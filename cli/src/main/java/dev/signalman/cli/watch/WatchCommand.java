package dev.signalman.cli.watch;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.command.Options;
import dev.signalman.cli.command.Subcommand;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcStatus;
import dev.signalman.cli.text.DurationText;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalMask;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `signalman watch`: receives signals and prints each with its sender.
public final class WatchCommand implements Subcommand {
  /// The name of the command.
  public static final String NAME = "watch";

  private static final SignalSet JOB_CONTROL =
      SignalSet.of(Signal.CHLD, Signal.CONT, Signal.TSTP, Signal.TTIN, Signal.TTOU);

  /// Signals that the command's own output can cause.
  private static final SignalSet OF_WRITES = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  /// Signals that are read but not yet delivered, in the pipe and in the receiver.
  private static final int BUFFERED = (1 << 20) / 128 + 128;

  private final Terminal terminal;
  private final OptionSpec json =
      Options.flag("--json", "Prints an object for each signal, one per line.");
  private final OptionSpec count =
      OptionSpec.builder("--count")
          .paramLabel("N")
          .type(Long.class)
          .converters(Arguments::count)
          .description("Ends after N signals.")
          .build();
  private final OptionSpec time =
      OptionSpec.builder("--for")
          .paramLabel("DURATION")
          .type(Duration.class)
          .converters(DurationText::parse)
          .description("Ends after this time: 500ms, 2s, 1m30s, 1.5s, or 2 for seconds.")
          .build();
  private final PositionalParamSpec signals =
      PositionalParamSpec.builder()
          .paramLabel("SIGNAL")
          .index("0..*")
          .arity("1") // one at a time: otherwise picocli accepts several even if one is wrong
          .required(false)
          .type(List.class)
          .auxiliaryTypes(Signal.class)
          .converters(Arguments::signal)
          .completionCandidates(Arguments.signalNames())
          .description(
              "Names or numbers. If none is given: every signal that can be received, except TERM;"
                  + " CHLD, CONT, TSTP, TTIN and TTOU (job control); PIPE and XFSZ (this command's"
                  + " own output can cause them).")
          .build();

  public WatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                this,
                NAME,
                "Receives signals and prints each with its sender. TERM ends the command, unless TERM"
                    + " is one of the watched signals.")
            .addOption(json)
            .addOption(count)
            .addOption(time)
            .addPositional(signals);
    // picocli would show the signals as if one had to be given.
    spec.usageMessage().customSynopsis("signalman watch [OPTION]... [SIGNAL]...");
    return spec;
  }

  @Override
  public int run() throws IOException, InterruptedException {
    SignalSet watched = watched();
    // Never closed. At a close, unread signals take their old action. That would end the process
    // by a signal instead of with status 0.
    SelfPipe pipe = SelfPipe.open(watched.with(Signal.TERM));
    // The launcher started the VM with most signals blocked, so that none acts too early. The ones
    // that are not watched may act now: Ctrl-C ends `watch USR1`.
    SignalMask.unblock(SignalMask.current().minus(pipe.signals()));
    WatchLines lines =
        json.<Boolean>getValue()
            ? new WatchJson()
            : new WatchText(terminal, ZoneId.systemDefault());
    long pid = ProcessHandle.current().pid();
    terminal.out().line(lines.beginning(pid, watched));
    terminal.out().flush();
    hint(pid, watched);
    Long most = count.getValue();
    long received =
        new Watch(source(pipe), watched, terminal.out(), lines)
            .run(most == null ? Long.MAX_VALUE : most, time.getValue());
    terminal.err().println("received " + received + ", dropped " + pipe.dropped());
    return 0;
  }

  private SignalSet watched() {
    List<Signal> chosen = signals.getValue();
    if (chosen != null && !chosen.isEmpty()) {
      return SignalSet.copyOf(chosen);
    }
    SignalSet receivable =
        SignalSet.of(
            Arrays.stream(Signal.values()).filter(Ownership::receivable).toArray(Signal[]::new));
    return receivable.minus(JOB_CONTROL).minus(OF_WRITES).without(Signal.TERM);
  }

  private void hint(long pid, SignalSet watched) {
    if (terminal.hints()) {
      String signal = watched.contains(Signal.TERM) ? "kill -s KILL " : "kill ";
      String keys = watched.contains(Signal.INT) ? "Ctrl-C is printed like any other signal; " : "";
      terminal.err().println("signalman: " + keys + "to end this: " + signal + pid);
    }
  }

  private static Watch.Source source(SelfPipe pipe) {
    return new Watch.Source() {
      @Override
      public @Nullable SignalInfo poll() {
        return pipe.poll();
      }

      @Override
      public @Nullable SignalInfo poll(Duration timeout) throws InterruptedException {
        return pipe.poll(timeout);
      }

      @Override
      public long waiting() throws IOException {
        ProcStatus self =
            ProcFolder.of(ProcessHandle.current().pid())
                .status()
                .orElseThrow(() -> new IOException("/proc has no folder for this process"));
        return self.queued() + BUFFERED;
      }
    };
  }
}
