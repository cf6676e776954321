package dev.signalman.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/// Leaves the tests of one kind: that which the system property `test.kind` names (`unit`, `child`,
/// `alone`). Without the property, as in an editor, and with the value `any`, all tests run.
public final class KindFilter implements PostDiscoveryFilter {
  private static final String ANY = "any";

  private final String chosen = System.getProperty("test.kind", ANY);
  private final Map<Class<?>, TestKind> kinds = new ConcurrentHashMap<>();

  /// Made by the launcher of JUnit.
  public KindFilter() {}

  @Override
  public FilterResult apply(TestDescriptor test) {
    if (chosen.equals(ANY)) {
      return FilterResult.included("any kind");
    }
    TestKind wanted = TestKind.valueOf(chosen.toUpperCase(Locale.ROOT));
    Optional<TestKind> kind = outermost(test).map(type -> kind(type, test));
    return FilterResult.includedIf(kind.isEmpty() || kind.get() == wanted);
  }

  private TestKind kind(Class<?> type, TestDescriptor test) {
    List<String> tags = test.getTags().stream().map(TestTag::getName).toList();
    return kinds.computeIfAbsent(type, outer -> TestKind.of(outer, tags));
  }

  /// The class around all nested ones, for a class is run as a whole.
  private static Optional<Class<?>> outermost(TestDescriptor test) {
    return test.getSource()
        .map(source ->
            switch (source) {
              case MethodSource method -> method.getJavaClass().getNestHost();
              case ClassSource type -> type.getJavaClass().getNestHost();
              default -> null;
            });
  }
}
