package dev.signalman.cli.program;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.cli.command.RawArguments;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.Signals;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A program that a command runs. It is found on PATH, and inherits the same as if it had been
/// started in place of this process: all descriptors that were open when this program began, and
/// the signals that were ignored or blocked then.
public final class Program {
  private static final String SHELL = "/bin/sh";

  /// Signals for which the VM has a handler that it can do without.
  private static final SignalSet HIDDEN_BY_THE_VM = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  private final List<String> command;
  private final SignalSet blocked = signals("signalman.blocked");
  private final Map<Integer, Fd> inherited = new TreeMap<>();
  private final byte @Nullable [] environment;

  /// Takes over the environment, descriptors and signals that the caller left for the program.
  ///
  /// @param command the program and its arguments
  /// @throws NotStartedException if an argument is not UTF-8
  public Program(List<String> command) throws IOException {
    this.command = List.copyOf(command);
    for (String argument : command) {
      if (argument.indexOf(RawArguments.NOT_UTF_8) >= 0) {
        throw new NotStartedException(
            command.getFirst(), new IOException('"' + argument + "\" is not UTF-8"));
      }
    }
    environment = environment();
    takeOverDescriptors();
    SignalSet ignored = signals("signalman.ignored");
    for (Signal signal : HIDDEN_BY_THE_VM) {
      if (ignored.contains(signal)) {
        Signals.ignore(signal);
      }
    }
  }

  /// A mask that the launcher read in /proc.
  private static SignalSet signals(String property) {
    return SignalSet.ofMask(Long.parseUnsignedLong(System.getProperty(property, "0"), 16));
  }

  /// The environment that the launcher kept for the program: its shell would not pass on all of it,
  /// and this VM would obey some of the variables.
  private static byte @Nullable [] environment() throws IOException {
    String number = System.getProperty("signalman.environment");
    if (number == null) {
      return null;
    }
    byte[] content;
    try (InputStream in = new FileInputStream("/proc/self/fd/" + number)) {
      content = in.readAllBytes();
    }
    Fd.inherited(Integer.parseInt(number)).close();
    return Arrays.copyOfRange(
        content, Math.min(1, content.length), content.length); // after an empty line
  }

  /// The descriptors of the caller. Only the launcher can tell them from files of the VM, because
  /// it looks before the VM starts.
  private void takeOverDescriptors() throws IOException {
    for (String number : System.getProperty("signalman.descriptors", "").split(" ", -1)) {
      if (!number.isEmpty()) {
        takeOver(Integer.parseInt(number));
      }
    }
  }

  private void takeOver(int number) throws PosixException {
    try {
      inherited.put(number, Fd.inherited(number));
    } catch (IllegalStateException _) {
      // The launcher's shell used this number itself, and the VM has a file there now.
    } catch (PosixException e) {
      if (!e.errno().equals(Errno.EBADF)) { // EBADF: closed again, and the VM has no file there
        throw e;
      }
    }
  }

  public List<String> command() {
    return command;
  }

  /// The signals that the caller had blocked. They are blocked in the program too.
  public SignalSet blocked() {
    return blocked;
  }

  /// Starts the program.
  ///
  /// @param how adds to the description of the child
  /// @throws NotStartedException if it cannot be started
  public Child start(UnaryOperator<Spawn> how) throws NotStartedException {
    try {
      return how.apply(spawn(command)).start();
    } catch (PosixException e) {
      if (!e.errno().equals(NotStartedException.ENOEXEC)) {
        throw new NotStartedException(command.getFirst(), e);
      }
      return startScript(how, e);
    } catch (IOException e) {
      throw new NotStartedException(command.getFirst(), e);
    } catch (UnsupportedOperationException e) { // something that `how` asks for is not supported
      throw new NotStartedException(
          command.getFirst(), new IOException(String.valueOf(e.getMessage()), e));
    }
  }

  /// Every shell, and execvp(3), runs a file of unknown format as a shell script. posix_spawn(3)
  /// does not.
  private Child startScript(UnaryOperator<Spawn> how, PosixException reason)
      throws NotStartedException {
    List<String> script = new ArrayList<>(List.of(SHELL, file()));
    script.addAll(command.subList(1, command.size()));
    try {
      return how.apply(spawn(script)).start();
    } catch (IOException e) {
      e.addSuppressed(reason);
      throw new NotStartedException(command.getFirst(), e);
    }
  }

  /// The file that is found on PATH.
  private String file() {
    String name = command.getFirst();
    String path = System.getenv("PATH");
    if (name.indexOf('/') < 0 && path != null) {
      for (String folder : path.split(":", -1)) {
        File file = new File(folder.isEmpty() ? "." : folder, name);
        if (file.isFile() && file.canExecute()) {
          return file.getPath();
        }
      }
    }
    return name;
  }

  private Spawn spawn(List<String> line) {
    Spawn spawn = Spawn.of(line).mask(blocked).inheritIgnored(SignalSet.of(Signal.values()));
    inherited.forEach(spawn::fd);
    // The variables of a service manager are for the program, like everything else.
    return environment == null ? spawn.inheritServiceManager() : spawn.environment(environment);
  }
}
