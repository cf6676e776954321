package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The public API is what `src/api/dev.signalman.txt` says, until somebody changes it on purpose.
class PublicApiTest {
  private static final Path ACCEPTED = Path.of("src", "api", "dev.signalman.txt");

  @Test
  void isWhatWasAccepted() throws Exception {
    NavigableSet<String> present = PublicApi.lines();
    if (Boolean.getBoolean("api.accept")) {
      Files.write(ACCEPTED, present);
    }
    assertThat(changes(Files.readAllLines(ACCEPTED), present))
        .as(
            "the public API has changed; if that is wanted, accept it, commit %s and tell users of"
                + " it in CHANGELOG.md:%nmvn -q -pl core -am test -Dtest=PublicApiTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dapi.accept=true%n",
            ACCEPTED)
        .isEmpty();
  }

  @Test
  void showsWhatCallersDependOn() throws Exception {
    assertThat(PublicApi.lines())
        .contains(
            "dev.signalman.Signal.parse(java.lang.String): public static dev.signalman.Signal",
            "dev.signalman.Signal.RT3: public static final dev.signalman.Signal",
            "dev.signalman.signal.SelfPipe.poll(): public @Nullable dev.signalman.SignalInfo")
        .noneMatch(line -> line.contains(".internal.") || line.contains(".posix."));
  }

  @Test
  void showsNothingThatIsNotExported() throws Exception {
    assertThat(Files.readAllLines(ACCEPTED))
        .noneMatch(line -> line.contains("signalman.posix.") || line.contains(".internal."));
  }

  private static List<String> changes(List<String> accepted, NavigableSet<String> present) {
    List<String> changes = new ArrayList<>();
    NavigableSet<String> gone = new TreeSet<>(accepted);
    gone.removeAll(present);
    gone.forEach(line -> changes.add("gone: " + line));
    NavigableSet<String> added = new TreeSet<>(present);
    accepted.forEach(added::remove);
    added.forEach(line -> changes.add("new: " + line));
    return changes;
  }
}
