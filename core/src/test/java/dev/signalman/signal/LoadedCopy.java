package dev.signalman.signal;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a class loader that has the library to itself does with it; called by reflection.
public final class LoadedCopy {
  private final List<SelfPipe> pipes = new ArrayList<>();
  private final List<Thread> printers = new ArrayList<>();

  /// Nothing is open yet.
  public LoadedCopy() {}

  /// Opens a pipe for the signals after the name, and prints what comes behind the name.
  public void open(String... words) throws Exception {
    SelfPipe pipe = SelfPipe.open(signals(Arrays.asList(words).subList(1, words.length)));
    pipes.add(pipe);
    printers.add(Thread.ofPlatform().start(() -> print(words[0], pipe)));
  }

  private static SignalSet signals(List<String> names) {
    return SignalSet.copyOf(names.stream().map(Signal::parse).toList());
  }

  private static void print(String name, SelfPipe pipe) {
    try {
      while (true) {
        System.out.println(name + " " + pipe.take().signal());
      }
    } catch (InterruptedException e) {
      return; // told to end
    }
  }

  /// Tries the verb on the signal, which must be refused.
  public void fail(String... words) throws Exception {
    Signal signal = Signal.parse(words[1]);
    try {
      switch (words[0]) {
        case "open" -> SelfPipe.open(signal).close();
        case "ignore" -> Signals.ignore(signal);
        default -> Signals.setDefault(signal);
      }
    } catch (ReservedSignalException e) {
      System.out.printf("B cannot %s %s: ReservedSignalException%n", words[0], words[1]);
    }
  }

  /// Closes all pipes.
  public void close(String... words) throws Exception {
    for (Thread printer : printers) {
      printer.interrupt();
      printer.join();
    }
    pipes.forEach(SelfPipe::close);
  }
}
