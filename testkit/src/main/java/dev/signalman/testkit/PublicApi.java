package dev.signalman.testkit;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that a program can name in the packages that the module exports: a line for each
/// type, and for each of its own public and protected members, with all that a caller depends on.
///
/// `src/api/MODULE.txt` holds what was accepted. A test compares, so that no change comes by
/// chance.
public final class PublicApi {
  private static final int SHOWN = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int SAID =
      SHOWN | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT | Modifier.INTERFACE;

  private final Class<?> member;
  private final NavigableSet<String> lines = new TreeSet<>();

  private PublicApi(Class<?> member) {
    this.member = member;
  }

  /// The present API of a module; without one, of the package.
  ///
  /// @param member any of its types
  public static NavigableSet<String> of(Class<?> member)
      throws IOException, ReflectiveOperationException {
    PublicApi api = new PublicApi(member);
    if (!member.getModule().isNamed()) {
      api.addPackage(member.getPackageName());
      return api.lines;
    }
    for (Exports exported : member.getModule().getDescriptor().exports()) {
      if (!exported.isQualified()) {
        api.addPackage(exported.source());
      }
    }
    return api.lines;
  }

  /// What differs between the present API and the accepted one. With `-Dapi.accept=true` the
  /// present one is accepted first.
  ///
  /// @param member any type of the module
  /// @return `new: ...` and `gone: ...`; empty if nothing differs
  public static List<String> changes(Class<?> member)
      throws IOException, ReflectiveOperationException {
    NavigableSet<String> present = of(member);
    Path file = Path.of("src", "api", nameOf(member) + ".txt");
    if (Boolean.getBoolean("api.accept")) {
      Files.createDirectories(file.getParent());
      Files.write(file, present);
    }
    List<String> accepted = Files.readAllLines(file);
    List<String> changes = new ArrayList<>();
    accepted.stream()
        .filter(line -> !present.contains(line))
        .forEach(line -> changes.add("gone: " + line));
    present.stream()
        .filter(line -> !accepted.contains(line))
        .forEach(line -> changes.add("new: " + line));
    return changes;
  }

  private static String nameOf(Class<?> member) {
    Module module = member.getModule();
    return module.isNamed() ? module.getName() : member.getPackageName();
  }

  /// What a failed comparison says.
  ///
  /// @param module the folder of the module
  public static String advice(String module) {
    return "the public API has changed; if that is wanted, accept it, commit src/api and tell users of"
        + " it in CHANGELOG.md:%nmvn -q -pl ".formatted()
        + module
        + " -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false"
        + " -Dapi.accept=true";
  }

  /// From the files: a module does not list its classes.
  private void addPackage(String name) throws IOException, ReflectiveOperationException {
    Path folder = classes().resolve(name.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String simple = file.getFileName().toString();
        if (simple.endsWith(".class") && !simple.equals("package-info.class")) {
          String type = simple.substring(0, simple.length() - ".class".length());
          add(Class.forName(name + "." + type, false, member.getClassLoader()));
        }
      }
    }
  }

  private Path classes() {
    try {
      return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("a place of classes is a URI", e);
    }
  }

  private void add(Class<?> type) {
    if (!isShown(type)) {
      return;
    }
    String name = type.getCanonicalName();
    lines.add(name + ": " + declaration(type));
    addMembers(name, type);
    // What a type has from one that cannot be named is its own.
    for (Class<?> hidden = type.getSuperclass();
        hidden != null && !isShown(hidden);
        hidden = hidden.getSuperclass()) {
      addMembers(name, hidden);
    }
  }

  private void addMembers(String name, Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field.getModifiers(), field.isSynthetic())) {
        addMember(name, field.getModifiers(), nullness(field.getAnnotatedType()), field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor.getModifiers(), constructor.isSynthetic())) {
        addMember(name, constructor.getModifiers(), "", call("new", constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method.getModifiers(), method.isSynthetic()) && !isOfEveryObject(method)) {
        String result = variables(method) + nullness(method.getAnnotatedReturnType());
        addMember(name, method.getModifiers(), result, call(method.getName(), method));
      }
    }
  }

  private void addMember(String type, int modifiers, String result, String member) {
    String said = Modifier.toString(modifiers & SAID);
    lines.add((type + "." + member + ": " + said + " " + result).strip());
  }

  private static boolean isOfEveryObject(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static boolean isShown(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
      if (!isShown(each.getModifiers(), each.isSynthetic()) || each.isAnonymousClass()) {
        return false;
      }
    }
    return !type.isLocalClass();
  }

  private static boolean isShown(int modifiers, boolean synthetic) {
    return (modifiers & SHOWN) != 0 && !synthetic;
  }

  private static String declaration(Class<?> type) {
    StringJoiner words = new StringJoiner(" ");
    words.add(Modifier.toString(type.getModifiers() & SAID & ~Modifier.INTERFACE));
    words.add(kind(type) + components(type) + variables(type.getTypeParameters()));
    if (!type.isInterface() && !type.isRecord() && !type.isEnum()) {
      words.add(parent(type));
    }
    words.add(sorted("implements", type.getGenericInterfaces()));
    words.add(type.isSealed() ? sorted("permits", permitted(type)) : "");
    words.add(flags(type));
    return words.toString().strip().replaceAll(" +", " ");
  }

  private static String parent(Class<?> type) {
    Type parent = type.getGenericSuperclass();
    return parent == Object.class ? "" : "extends " + parent.getTypeName();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface";
    }
    if (type.isInterface()) {
      return "interface";
    }
    return type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
  }

  private static String components(Class<?> type) {
    if (!type.isRecord()) {
      return "";
    }
    List<String> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(nullness(component.getAnnotatedType()) + " " + component.getName());
    }
    return "(" + String.join(", ", components) + ")";
  }

  /// Of a sealed type only what a `switch` outside can name.
  private static Type[] permitted(Class<?> type) {
    return Arrays.stream(type.getPermittedSubclasses())
        .filter(PublicApi::isShown)
        .toArray(Type[]::new);
  }

  private static String sorted(String word, Type... types) {
    return types.length == 0
        ? ""
        : word
            + " "
            + Arrays.stream(types)
                .map(Type::getTypeName)
                .sorted()
                .collect(Collectors.joining(", "));
  }

  private static String flags(AnnotatedElement element) {
    return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated" : "";
  }

  private static String call(String name, Executable executable) {
    String parameters =
        Arrays.stream(executable.getAnnotatedParameterTypes())
            .map(PublicApi::nullness)
            .collect(Collectors.joining(", ", "(", executable.isVarArgs() ? " ...)" : ")"));
    String thrown = sorted(" throws", executable.getGenericExceptionTypes());
    String flags = flags(executable);
    return name + parameters + thrown + (flags.isEmpty() ? "" : " " + flags);
  }

  private static String variables(Method method) {
    String variables = variables(method.getTypeParameters());
    return variables.isEmpty() ? "" : variables + " ";
  }

  private static String variables(TypeVariable<?>... variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable ->
                variable
                    + " extends "
                    + Arrays.stream(variable.getAnnotatedBounds())
                        .map(PublicApi::nullness)
                        .collect(Collectors.joining(" & ")))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  /// A type, and which parts of it may be null: that is part of what a caller relies on.
  private static String nullness(AnnotatedType type) {
    String text = type.getType().getTypeName();
    if (type instanceof AnnotatedParameterizedType parameterized) {
      String raw = text.substring(0, text.indexOf('<'));
      text =
          Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
              .map(PublicApi::nullness)
              .collect(Collectors.joining(", ", raw + "<", ">"));
    }
    return type.isAnnotationPresent(Nullable.class) ? "@Nullable " + text : text;
  }
}
