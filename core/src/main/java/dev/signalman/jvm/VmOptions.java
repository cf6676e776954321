package dev.signalman.jvm;

import dev.signalman.internal.kernel.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The options that this VM was started with, from `/proc/self/cmdline`: without the class path,
/// the module path and the program, and without options that two VMs cannot both have.
///
/// Options from `JDK_JAVA_OPTIONS`, `JAVA_TOOL_OPTIONS` and `-XX:Flags` are not included: the child
/// reads those itself.
final class VmOptions {
  private static final Set<String> PATHS =
      Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path");

  /// Options of the `java` command whose value is the next argument, as of JDK 25.
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--upgrade-module-path",
          "--add-modules",
          "--limit-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--enable-native-access");

  /// The outputs of `-Xlog` that are no file; any other name is a file, with or without `file=`.
  private static final Set<String> NO_FILES = Set.of("", "stdout", "stderr");

  private static final Set<String> PROGRAM = Set.of("-jar", "-m", "--module");

  private static final Pattern DEBUGGER =
      Pattern.compile("-agentlib:jdwp\\S*|-agentpath:\\S*jdwp\\S*|-Xrunjdwp\\S*|-Xdebug|-Xnoagent");

  /// The environment variables from which VMs take options.
  static final List<String> VARIABLES =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private final Deque<String> arguments;
  private final List<String> options = new ArrayList<>();
  private boolean expanding = true;

  private VmOptions(List<String> arguments) {
    this.arguments = new ArrayDeque<>(arguments);
  }

  /// The options of this VM.
  ///
  /// @throws UnsupportedOperationException if the `java` command did not start it
  static List<String> own(Path java) throws IOException {
    Path program = Path.of("/proc/self/exe").toRealPath();
    if (!program.equals(java.toRealPath())) {
      throw new UnsupportedOperationException(
          "this VM was started by "
              + program
              + " and not by "
              + java
              + ", so its options are not known; start the child with Spawn");
    }
    return parse(words());
  }

  /// What follows the options of this VM: the program, as the `java` command was told to run it,
  /// and its arguments.
  static List<String> program() throws IOException {
    return program(words());
  }

  static List<String> program(List<String> arguments) throws IOException {
    VmOptions parsed = new VmOptions(arguments);
    parsed.run();
    return new ArrayList<>(parsed.arguments);
  }

  private static List<String> words() throws IOException {
    String line = RawText.of(Files.readAllBytes(Path.of("/proc/self/cmdline")));
    List<String> words = Arrays.asList(line.split("\0", -1));
    return words.subList(1, words.size() - 1);
  }

  /// The options, each as one word: `--add-opens=java.base/java.lang=ALL-UNNAMED`.
  static List<String> parse(List<String> arguments) throws IOException {
    VmOptions parsed = new VmOptions(arguments);
    parsed.run();
    return parsed.options.stream().filter(Predicate.not(VmOptions::clashes)).toList();
  }

  private void run() throws IOException {
    while (!arguments.isEmpty()) {
      String argument = arguments.removeFirst();
      if (argument.startsWith("@") && expanding) {
        expand(argument);
      } else if (!argument.startsWith("-")
          || PROGRAM.contains(argument)
          || argument.startsWith("--module=")) {
        arguments.addFirst(argument);
        return; // the program and its arguments
      } else {
        option(argument);
      }
    }
  }

  private void expand(String argument) throws IOException {
    if (argument.startsWith("@@")) {
      arguments.addFirst(argument.substring(1)); // not a file, but a program of that name
      expanding = false;
      return;
    }
    ArgumentFile.read(file(argument)).reversed().forEach(arguments::addFirst);
  }

  private static Path file(String argument) throws IOException {
    try {
      return Path.of(argument.substring(1));
    } catch (InvalidPathException e) {
      throw new IOException(
          "this VM's argument "
              + argument
              + " names a file that Java cannot name: "
              + e.getReason(),
          e);
    }
  }

  private void option(String argument) {
    if (PATHS.contains(argument)) {
      arguments.pollFirst();
    } else if (WITH_VALUE.contains(argument)) {
      String value = arguments.pollFirst();
      if (value != null) {
        options.add(argument + "=" + value);
      }
    } else if (argument.equals("--source")) { // the program is a source file
      arguments.pollFirst();
    } else if (argument.equals("--disable-@files")) {
      expanding = false;
    } else if (PATHS.stream().noneMatch(path -> argument.startsWith(path + "="))) {
      options.add(argument);
    }
  }

  /// Whether a second VM with this option would not start, or would spoil a file of the first one.
  private static boolean clashes(String option) {
    return isDebugger(option)
        || option.startsWith(WorkerMain.PREFIX_OPTION)
        || option.startsWith("-Dcom.sun.management.jmxremote.port=")
        || option.startsWith("-Dcom.sun.management.jmxremote.rmi.port=")
        || option.startsWith("-XX:AOTCacheOutput=")
        || option.startsWith("-XX:AOTConfiguration=")
        || option.startsWith("-XX:AOTMode=")
        || option.startsWith("-XX:ArchiveClassesAtExit=")
        || option.equals("-XX:+AutoCreateSharedArchive")
        || (writesFile(option) && !option.contains("%p") && !option.contains("%t"));
  }

  private static boolean writesFile(String option) {
    return option.startsWith("-Xloggc:")
        || (option.startsWith("-XX:StartFlightRecording") && option.contains("filename="))
        || logsToFile(option);
  }

  /// `-Xlog:what:where:decorations:details`, or `-Xlog:async:how`.
  private static boolean logsToFile(String option) {
    String[] parts = option.split(":", -1);
    return parts.length > 2
        && parts[0].equals("-Xlog")
        && !parts[1].equals("async")
        && !NO_FILES.contains(parts[2]);
  }

  private static boolean isDebugger(String option) {
    return DEBUGGER.matcher(option).lookingAt(); // a file's name may have a blank in it
  }

  /// The value of one of [#VARIABLES] without debuggers.
  static String withoutDebugger(String value) {
    return DEBUGGER.matcher(value).replaceAll("").strip();
  }
}
