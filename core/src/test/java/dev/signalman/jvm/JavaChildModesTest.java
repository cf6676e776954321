package dev.signalman.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are started as a module, as a jar and as a source file.
class JavaChildModesTest {
  private static final String PROGRAM =
      """
      package app;
      import dev.signalman.jvm.JavaChild;
      public class Main {
        public static void main(String[] args) throws Exception {
          try (JavaChild child = JavaChild.of(Worker.class, "x").start()) {
            System.out.println((char) child.socket().in().read());
            System.out.println(child.process().waitFor());
          }
        }
      }
      class Worker {
        static void main(String[] args) throws Exception {
          JavaChild.parent().out().write(args[0].charAt(0));
          System.out.println(
              "worker in " + Worker.class.getModule() + " open "
                  + Object.class.getModule().isOpen("java.lang", Worker.class.getModule()));
        }
      }
      """;

  @TempDir private Path folder;
  private Path classes;
  private Path source;

  @BeforeEach
  void compile() throws Exception {
    classes = Files.createDirectory(folder.resolve("classes"));
    source = Files.createDirectory(folder.resolve("app")).resolve("Main.java");
    Files.writeString(source, PROGRAM);
  }

  private static void tool(String name, String... arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int status = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments);
    assertThat(status).as(messages::toString).isZero();
  }

  private static ChildProgram java(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
    command.addAll(List.of(arguments));
    return ChildProgram.start(command.toArray(String[]::new));
  }

  private static void expectWorker(ChildProgram program, String module, boolean open)
      throws Exception {
    List<String> lines = List.of(program.line(), program.line(), program.line());
    assertThat(lines).contains("x", "exited with code 0");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("worker in " + module) && line.endsWith("open " + open));
    program.expectExit(0);
  }

  @Test
  void moduleWhosePackageIsNotExported() throws Exception {
    Path description = folder.resolve("module-info.java");
    Files.writeString(description, "module app { requires dev.signalman; }");
    tool(
        "javac",
        "--module-path",
        ChildJvm.classPath(),
        "-d",
        classes.toString(),
        description.toString(),
        source.toString());
    String path = classes + File.pathSeparator + ChildJvm.classPath();
    try (ChildProgram program =
        java("--enable-native-access", "dev.signalman.posix", "-p", path, "-m", "app/app.Main")) {
      expectWorker(program, "module app", false);
    }
  }

  @Test
  void classPathProgramBesideTheLibraryAsAModule() throws Exception {
    tool("javac", "-cp", ChildJvm.classPath(), "-d", classes.toString(), source.toString());
    try (ChildProgram program =
        java(
            "--enable-native-access=dev.signalman.posix",
            "--add-modules",
            "dev.signalman",
            "--module-path=" + ChildJvm.classPath(),
            "-cp",
            classes.toString(),
            "app.Main")) {
      expectWorker(program, "unnamed module", false);
    }
  }

  @Test
  void jarWhoseManifestOpensPackages() throws Exception {
    tool("javac", "-cp", ChildJvm.classPath(), "-d", classes.toString(), source.toString());
    StringBuilder path = new StringBuilder();
    for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
      path.append(" ").append(Path.of(entry).toUri());
    }
    Path manifest = folder.resolve("manifest");
    String line = "Class-Path:" + path;
    Files.writeString(
        manifest,
        "Main-Class: app.Main\nEnable-Native-Access: ALL-UNNAMED\nAdd-Opens: java.base/java.lang\n"
            + line.replaceAll("(.{60})", "$1\n ")
            + "\n");
    Path jar = folder.resolve("app.jar");
    tool(
        "jar",
        "--create",
        "--file",
        jar.toString(),
        "--manifest",
        manifest.toString(),
        "-C",
        classes.toString(),
        ".");
    try (ChildProgram program = java("--illegal-native-access=deny", "-jar", jar.toString())) {
      expectWorker(program, "unnamed module", true);
    }
  }

  @Test
  void sourceFileIsRefusedWithTheWayOut() throws Exception {
    try (ChildProgram program =
        java(
            "--enable-native-access=ALL-UNNAMED", "-cp", ChildJvm.classPath(), source.toString())) {
      program.expectExit(1);
      assertThat(program.errors())
          .anyMatch(line ->
              line.contains("class app.Worker is known to this VM alone")
                  && line.contains("compile it with javac -d DIRECTORY"));
    }
  }
}
