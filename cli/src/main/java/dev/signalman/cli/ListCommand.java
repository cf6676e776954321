package dev.signalman.cli;

import dev.signalman.Signal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `signalman list`: every signal.
final class ListCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private ListCommand() {}

  static CommandSpec spec() {
    CommandSpec spec = new ListCommand().spec;
    spec.usageMessage().description("Lists every signal.");
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this.").build());
    return spec;
  }

  @Override
  public Integer call() {
    for (Signal signal : Signal.values()) {
      System.out.println(signal.number() + " " + signal);
    }
    return 0;
  }
}
