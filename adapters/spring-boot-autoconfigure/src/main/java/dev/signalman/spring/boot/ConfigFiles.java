package dev.signalman.spring.boot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/// The present contents of the files of properties: `application.yaml` and everything that Spring
/// Boot reads with it, for the active profiles. The environment does not change before [#use].
final class ConfigFiles {
  /// Spring Boot's names for them begin so, for example `Config resource 'file [...]'`.
  private static final String FROM_FILE = "Config ";

  /// A view of all others.
  private static final String VIEW = "configurationProperties";

  private final MutablePropertySources present;
  private final List<PropertySource<?>> files;

  private ConfigFiles(MutablePropertySources present, List<PropertySource<?>> files) {
    this.present = present;
    this.files = files;
  }

  /// Reads them.
  ///
  /// @throws RuntimeException if one of them cannot be read, or is missing
  static ConfigFiles read(ConfigurableEnvironment environment) {
    StandardEnvironment copy = new StandardEnvironment();
    MutablePropertySources sources = copy.getPropertySources();
    for (PropertySource<?> each : new ArrayList<>(sources.stream().toList())) {
      sources.remove(each.getName());
    }
    Set<String> others = new HashSet<>();
    for (PropertySource<?> each : environment.getPropertySources()) {
      if (!isFile(each) && !each.getName().equals(VIEW)) {
        sources.addLast(each);
        others.add(each.getName());
      }
    }
    copy.setActiveProfiles(environment.getActiveProfiles());
    ConfigDataEnvironmentPostProcessor.applyTo(copy);
    List<PropertySource<?>> files = new ArrayList<>();
    for (PropertySource<?> each : sources) {
      if (!others.contains(each.getName()) && !each.getName().equals(VIEW)) {
        files.add(each);
      }
    }
    return new ConfigFiles(environment.getPropertySources(), files);
  }

  private static boolean isFile(PropertySource<?> source) {
    return source.getName().startsWith(FROM_FILE);
  }

  /// Puts them into the place of the earlier ones.
  ///
  /// @return the properties that are different now
  Set<String> use() {
    Set<String> names = new HashSet<>();
    List<PropertySource<?>> old = present.stream().filter(ConfigFiles::isFile).toList();
    old.forEach(source -> addNames(source, names));
    files.forEach(source -> addNames(source, names));
    List<@Nullable Object> before = values(names);
    String earlier = nameBefore(old);
    old.forEach(source -> present.remove(source.getName()));
    for (PropertySource<?> file : files) {
      if (earlier == null) {
        present.addFirst(file);
      } else {
        present.addAfter(earlier, file);
      }
      earlier = file.getName();
    }
    return changed(names, before, values(names));
  }

  private static void addNames(PropertySource<?> source, Set<String> names) {
    if (source instanceof EnumerablePropertySource<?> listed) {
      names.addAll(List.of(listed.getPropertyNames()));
    }
  }

  /// The source that stays before the files; null if they are the first.
  private @Nullable String nameBefore(List<PropertySource<?>> old) {
    String name = null;
    for (PropertySource<?> each : present) {
      boolean end = old.isEmpty() ? each.getName().equals("defaultProperties") : old.contains(each);
      if (end) {
        return name;
      }
      name = each.getName();
    }
    return name;
  }

  private List<@Nullable Object> values(Set<String> names) {
    List<@Nullable Object> values = new ArrayList<>();
    for (String name : names) {
      values.add(value(name));
    }
    return values;
  }

  /// As written, with its placeholders.
  private @Nullable Object value(String name) {
    for (PropertySource<?> source : present) {
      if (!source.getName().equals(VIEW) && source.getProperty(name) != null) {
        return String.valueOf(source.getProperty(name));
      }
    }
    return null;
  }

  private static Set<String> changed(
      Set<String> names, List<@Nullable Object> before, List<@Nullable Object> after) {
    Set<String> changed = new HashSet<>();
    int i = 0;
    for (String name : names) {
      if (!Objects.equals(before.get(i), after.get(i))) {
        changed.add(name);
      }
      i++;
    }
    return changed;
  }
}
