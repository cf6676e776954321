package dev.signalman.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Runs nested classes of [Samples] as JUnit does, and prints a line for the end of each class and
/// test: `Class.method STATUS message`, and one for each suppressed exception.
final class KitRun {
  private KitRun() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("kit.pid", ProcessHandle.current().pid() + "");
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (String name : args) {
      if (name.contains("=")) {
        kit.configurationParameter(name.split("=", 2)[0], name.split("=", 2)[1]);
      } else {
        kit.selectors(selectClass(Class.forName(Samples.class.getName() + "$" + name)));
      }
    }
    List<String> lines = new ArrayList<>();
    kit.execute().allEvents().finished().stream().forEach(event -> add(lines, event));
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    lines.forEach(System.out::println);
    System.exit(0);
  }

  private static void add(List<String> lines, Event event) {
    String id = event.getTestDescriptor().getUniqueId().toString();
    String name = id.substring(id.lastIndexOf('$') + 1).replaceAll("]/\\[[a-z-]+:", ".");
    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
    String line = name.replaceAll("\\(.*?\\)|]", "") + " " + result.getStatus();
    Throwable thrown = result.getThrowable().orElse(null);
    lines.add(thrown == null ? line : line + " " + flat(thrown));
    if (thrown != null) {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        if (frame.getClassName().startsWith(Samples.class.getName())) {
          lines.add("  at " + frame.getMethodName());
        }
      }
      for (Throwable suppressed : thrown.getSuppressed()) {
        lines.add("  and " + flat(suppressed));
      }
    }
  }

  private static String flat(Throwable thrown) {
    return thrown.getClass().getSimpleName()
        + ": "
        + String.valueOf(thrown.getMessage()).replace("\n", "|").replaceAll("\\s+", " ");
  }
}
