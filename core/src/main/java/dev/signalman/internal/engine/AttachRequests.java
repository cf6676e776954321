package dev.signalman.internal.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.signalman.Signal;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells, while QUIT is claimed, whether a QUIT is a request of a tool such as jcmd for a
/// connection to the VM.
///
/// As long as the VM does not listen for tools, a tool creates a file, sends QUIT, and removes the
/// file when it is connected or gives up. HotSpot's handler wakes a thread that looks for the file,
/// and that prints a thread dump if there is none.
final class AttachRequests {
  /// Older files, in milliseconds, were left behind: a tool gives up after 10 s, unless configured
  /// otherwise.
  private static final long LONGEST = 60_000;

  private static final int ROOT = 0;
  private static final String OFF = "-XX:+DisableAttachMechanism";

  private final long handler;
  private final String name = ".attach_pid" + UnistdH.getpid();

  /// @param handler the VM's handler for QUIT
  AttachRequests(long handler) {
    this.handler = handler;
  }

  /// Whether a QUIT that came just now is such a request. Looks in the same places as HotSpot, in
  /// the same order.
  boolean isPresent() {
    FileFacts facts = facts("/proc/self/cwd/" + name);
    if (facts == null) {
      facts = facts("/tmp/" + name);
    }
    return facts != null
        && isRequest(facts, UnistdH.geteuid(), System.currentTimeMillis())
        && !isTurnedOff();
  }

  /// Passes a request on to the VM.
  void pass() {
    SignalH.callHandler(handler, Signal.QUIT.number());
  }

  /// The relevant facts about the file.
  ///
  /// @param owner user id
  /// @param modified time of change in milliseconds since 1970
  record FileFacts(int owner, long modified) {}

  /// Accepts the same owners as HotSpot. A file from the future counts as new: the wall clock may
  /// have been set back.
  static boolean isRequest(FileFacts facts, int self, long now) {
    boolean trusted = facts.owner() == self || facts.owner() == ROOT;
    return trusted && now - facts.modified() < LONGEST;
  }

  private static @Nullable FileFacts facts(String path) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(
              Path.of(path), "unix:uid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
      if (attributes.get("uid") instanceof Integer owner
          && attributes.get("lastModifiedTime") instanceof FileTime modified) {
        return new FileFacts(owner, modified.toMillis());
      }
      return null;
    } catch (IOException _) {
      return null; // there is no file, or none that the VM could see
    }
  }

  /// Whether attaching is turned off: then the VM would print a thread dump.
  private static boolean isTurnedOff() {
    try {
      return turnsOff(Files.readString(Path.of("/proc/self/cmdline"), ISO_8859_1))
          || turnsOff(System.getenv("JDK_JAVA_OPTIONS"))
          || turnsOff(System.getenv("JAVA_TOOL_OPTIONS"))
          || turnsOff(System.getenv("_JAVA_OPTIONS"));
    } catch (IOException _) {
      return false; // no /proc, and most likely no such option
    }
  }

  private static boolean turnsOff(@Nullable String options) {
    return options != null && options.contains(OFF);
  }
}
