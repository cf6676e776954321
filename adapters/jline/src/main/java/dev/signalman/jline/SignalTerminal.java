package dev.signalman.jline;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalReceiver;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// A terminal of JLine whose signals come through Signalman.
///
/// ```java
/// try (SignalTerminal signals = SignalTerminal.open(TerminalBuilder.builder())) {
///   LineReader reader = LineReaderBuilder.builder().terminal(signals.terminal()).build();
///   String line = reader.readLine("> "); // Ctrl-C: UserInterruptException
/// }
/// ```
///
/// Each signal goes once to the terminal's present handler, and once to each other receiver of the
/// program. The order in which they were made does not matter. JLine makes no signal handlers of
/// its own for this terminal. It needs JLine 4.3 or newer, with any of its providers.
///
/// If the terminal has no handler for a signal (`SIG_DFL`), and the program has no other receiver,
/// the signal takes its action from before [#open]: Ctrl-C outside `readLine` runs the shutdown
/// hooks and ends the program. There is one exception: after the program itself has called
/// `terminal.handle(signal, SIG_DFL)`, such a signal has no effect.
///
/// The terminal's handlers run on the thread of all handlers without an executor. A handler that
/// waits delays the others.
public final class SignalTerminal implements AutoCloseable {
  /// The signals of a `LineReader`: INT (Ctrl-C), WINCH (the size has changed), CONT. Ctrl-Z stops
  /// the program; when it continues, the reader draws its line again.
  public static final SignalSet USUAL = SignalSet.of(Signal.INT, Signal.WINCH, Signal.CONT);

  private static final SignalSet KNOWN = USUAL.with(Signal.QUIT).with(Signal.TSTP);

  /// How long it may take until a thread takes a signal that was released.
  private static final Duration TAKEN = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final SignalSet signals;
  private final Map<Signal, SignalRegistration> registrations = new EnumMap<>(Signal.class);
  private boolean closed;

  private SignalTerminal(Terminal terminal, SignalSet signals) {
    this.terminal = terminal;
    this.signals = signals;
  }

  /// Builds a terminal, and claims the [#USUAL] signals for it.
  ///
  /// @throws IOException if JLine cannot make the terminal
  /// @throws IllegalStateException if a signal cannot be claimed; or JLine is older than 4.3
  public static SignalTerminal open(TerminalBuilder builder) throws IOException {
    return open(builder, USUAL);
  }

  /// Builds a terminal, and claims signals for it. With TSTP, Ctrl-Z goes to the terminal's handler
  /// instead of stopping the program; with QUIT, Ctrl-\ instead of printing the VM's threads.
  ///
  /// @param builder its settings are used, except `nativeSignals`, which this turns off
  /// @param signals from INT, QUIT, TSTP, CONT and WINCH
  /// @throws IOException if JLine cannot make the terminal
  /// @throws IllegalArgumentException if JLine knows no such signal
  /// @throws IllegalStateException if a signal cannot be claimed; or JLine is older than 4.3
  public static SignalTerminal open(TerminalBuilder builder, SignalSet signals) throws IOException {
    SignalSet unknown = signals.minus(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "signalman-jline: a terminal of JLine knows no "
              + unknown
              + ", only "
              + KNOWN
              + "; handle others with Signals.handle");
    }
    @Nullable Disposition ofWinch = winch();
    SignalTerminal made = new SignalTerminal(builder.nativeSignals(false).build(), signals);
    try {
      made.requireNewJLine(ofWinch);
      made.setHandlers();
      made.claim();
      return made;
    } catch (Throwable e) {
      made.close();
      throw e;
    }
  }

  /// Null in portable mode, which cannot tell.
  private static @Nullable Disposition winch() {
    try {
      return Signals.disposition(Signal.WINCH);
    } catch (UnsupportedOperationException _) {
      return null;
    } catch (RuntimeException | LinkageError e) {
      throw refused("the terminal gets no signals", e);
    }
  }

  /// An older JLine makes handlers in spite of `nativeSignals(false)`.
  private void requireNewJLine(@Nullable Disposition ofWinch) {
    SignalHandler present = terminal.handle(Terminal.Signal.WINCH, _ -> {});
    @Nullable Disposition now = winch();
    SignalHandler _ = terminal.handle(Terminal.Signal.WINCH, present);
    if (!Objects.equals(now, ofWinch)) {
      throw new IllegalStateException(
          "signalman-jline needs JLine 4.3 or newer: this one handles signals itself although"
              + " nativeSignals is off; update org.jline:jline");
    }
  }

  /// Sets handlers that carry out the default actions which end or stop the program.
  private void setHandlers() {
    for (Signal signal : signals) {
      if (isDoneByDefault(signal)) {
        Terminal.Signal name = Terminal.Signal.valueOf(signal.name());
        SignalHandler present = terminal.handle(name, _ -> giveBack(signal));
        if (!present.equals(SignalHandler.SIG_DFL)) {
          SignalHandler _ = terminal.handle(name, present);
        }
      }
    }
  }

  private static boolean isDoneByDefault(Signal signal) {
    return signal != Signal.WINCH && signal != Signal.CONT;
  }

  private void claim() {
    for (Signal signal : signals) {
      claim(signal);
    }
  }

  private synchronized void claim(Signal signal) {
    if (closed) {
      return;
    }
    Terminal.Signal name = Terminal.Signal.valueOf(signal.name());
    try {
      registrations.put(signal, Signals.handle(signal, _ -> terminal.raise(name)));
    } catch (RuntimeException e) {
      throw refused("the terminal cannot get " + signal.fullName(), e);
    }
  }

  private static IllegalStateException refused(String what, Throwable cause) {
    return new IllegalStateException(
        "signalman-jline: "
            + what
            + ": "
            + cause.getMessage()
            + ". Or name other signals: SignalTerminal.open(builder, signals)",
        cause);
  }

  /// Lets the previous action take place, unless another receiver has the signal, too.
  private void giveBack(Signal signal) {
    SignalRegistration own = own(signal);
    if (own == null || hasOthers(signal, own)) {
      return;
    }
    own.close();
    Signals.raise(signal);
    try {
      awaitTaken(signal);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    claim(signal);
  }

  private synchronized @Nullable SignalRegistration own(Signal signal) {
    return registrations.get(signal);
  }

  private static boolean hasOthers(Signal signal, SignalReceiver own) {
    return Signals.disposition(signal) instanceof Disposition.Handled handled
        && handled.receivers().stream().anyMatch(receiver -> !receiver.equals(own));
  }

  /// Waits until the signal has been taken: after an earlier claim it would come back to us. It
  /// stays pending if it was blocked when the VM was started.
  private static void awaitTaken(Signal signal) throws InterruptedException {
    long end = System.nanoTime() + TAKEN.toNanos();
    boolean known = Signals.capabilities().masks(); // in portable mode nothing is ever pending
    while (known && Signals.pending().contains(signal) && System.nanoTime() - end < 0) {
      Thread.sleep(1);
    }
  }

  /// The terminal, for JLine's readers and for handlers of its signals.
  public Terminal terminal() {
    return terminal;
  }

  /// The signals that go to the terminal.
  public SignalSet signals() {
    return signals;
  }

  /// Releases the signals, and then closes the terminal. Each signal has its previous action again,
  /// or goes to the program's other receivers.
  ///
  /// @throws IOException if JLine cannot restore the terminal
  @Override
  public void close() throws IOException {
    List<SignalRegistration> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(registrations.values());
      registrations.clear();
    }
    open.forEach(SignalRegistration::close); // without the lock: a handler may wait for it
    terminal.close();
  }

  @Override
  public String toString() {
    return "SignalTerminal " + signals + " of " + terminal.getName();
  }
}
