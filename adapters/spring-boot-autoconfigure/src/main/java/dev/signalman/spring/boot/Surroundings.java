package dev.signalman.spring.boot;

import java.util.Optional;
import java.util.Set;

/// The kind of place where an application is started. Only the stack of the starting thread tells;
/// Spring Boot's own tools read it for the same purpose.
enum Surroundings {
  /// The application is the program.
  PROGRAM,
  /// A test starts it, or a build that processes its beans.
  TEST,
  /// It is one of several applications in a servlet container, to which the signals belong.
  CONTAINER,
  /// Another application, which is being started, starts it as a part of itself.
  PART;

  private static final Set<String> RUN_STEPS =
      Set.of("prepareEnvironment", "prepareContext", "refreshContext", "callRunners");

  static Surroundings ofThisStart() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(frame -> of(frame.getClassName(), frame.getMethodName()))
                .flatMap(Optional::stream)
                .findFirst())
        .orElse(PROGRAM);
  }

  static Optional<Surroundings> of(String type, String method) {
    if (type.equals("org.springframework.boot.SpringApplication") && RUN_STEPS.contains(method)) {
      return Optional.of(PART);
    }
    if (type.endsWith(".SpringBootServletInitializer")) {
      return Optional.of(CONTAINER);
    }
    boolean test =
        type.startsWith("org.junit.")
            || type.startsWith("org.testng.")
            || type.startsWith("org.springframework.test.")
            || type.startsWith("org.springframework.boot.test.")
            || type.endsWith(".SpringApplicationAotProcessor");
    return test ? Optional.of(TEST) : Optional.empty();
  }
}
