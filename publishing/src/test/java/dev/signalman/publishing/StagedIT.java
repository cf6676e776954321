package dev.signalman.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.publishing.Modules.Pom;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What `mvn -Prelease verify` has put into `target/staging`, as Maven Central would get it.
class StagedIT {
  private static final Path STAGING = Modules.ROOT.resolve("target/staging");
  private static final Path OUTSIDE = Path.of("target", "outside").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static List<Path> staged(Pom pom) throws IOException {
    Path folder = STAGING.resolve("dev/signalman").resolve(pom.artifact()).resolve(version());
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String version() throws IOException {
    return Modules.all().getFirst().text("version");
  }

  /// A staged snapshot has the time in the place of its word.
  private static boolean isSuffix(Path file, String suffix) {
    return file.getFileName().toString().matches(".*-\\d" + suffix.replace(".", "\\."));
  }

  private static List<String> suffixes(Pom pom) {
    return pom.isJar()
        ? List.of(".jar", ".pom", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")
        : List.of(".pom");
  }

  @Test
  @DisplayName(
      "PUB-06: each published artifact is staged with its pom, sources, Javadoc, bill of materials"
          + " and checksums")
  void everythingIsStaged() throws Exception {
    for (Pom pom : Modules.published()) {
      List<Path> files = staged(pom);
      for (String suffix : suffixes(pom)) {
        for (String more : List.of("", ".md5", ".sha1")) {
          assertThat(files)
              .as("%s%s of %s", suffix, more, pom)
              .anyMatch(file -> isSuffix(file, suffix + more));
        }
      }
    }
  }

  @Test
  @DisplayName("PUB-07: each staged file has a signature, and gpg verifies it")
  void everythingIsSigned() throws Exception {
    if (Boolean.getBoolean("gpg.skip")) {
      System.err.println(
          "NOT SIGNED: -Dgpg.skip was given. .ci/publishable signs, with a key of its own");
      Assumptions.abort("not signed: -Dgpg.skip");
    }
    for (Pom pom : Modules.published()) {
      List<Path> files = staged(pom);
      for (String suffix : suffixes(pom)) {
        List<Path> signatures =
            files.stream().filter(file -> isSuffix(file, suffix + ".asc")).toList();
        assertThat(signatures).as("signatures of %s of %s", suffix, pom).isNotEmpty();
        for (Path signature : signatures) {
          String file = signature.toString();
          run(
              "gpg",
              "--batch",
              "--verify",
              file,
              file.substring(0, file.length() - ".asc".length()));
        }
      }
    }
  }

  @Test
  @DisplayName("PUB-08: each staged jar is a module of its name and version")
  void jarsAreModules() throws Exception {
    TreeSet<String> names = new TreeSet<>();
    for (Pom pom : Modules.published()) {
      for (Path file : staged(pom)) {
        if (pom.isJar() && isSuffix(file, ".jar")) {
          for (ModuleReference module : ModuleFinder.of(file).findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            names.add(descriptor.name());
            assertThat(descriptor.isAutomatic() || descriptor.rawVersion().isPresent()).isTrue();
          }
        }
      }
    }
    assertThat(names)
        .contains(
            "dev.signalman",
            "dev.signalman.junit",
            "dev.signalman.jline",
            "dev.signalman.kotlin",
            "dev.signalman.micrometer",
            "dev.signalman.netty",
            "dev.signalman.vertx")
        .allMatch(name -> name.startsWith("dev.signalman"));
  }

  @Test
  @Timeout(360)
  @DisplayName(
      "PUB-09: a project outside imports the BOM from the staged repository, and its tests pass")
  void aProjectOutside() throws Exception {
    copy(Path.of("src", "outside"), OUTSIDE);
    Path settings = OUTSIDE.resolve("settings.xml");
    Files.writeString(settings, settings());
    List<String> lines =
        run(
            Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
            "-B",
            "-ntp",
            "-s",
            settings.toString(),
            "-f",
            OUTSIDE.resolve("pom.xml").toString(),
            "-Dmaven.repo.local=" + Path.of("target", "outside-repository").toAbsolutePath(),
            "-Dsignalman=" + version(),
            "-Djunit=" + System.getProperty("junit"),
            "test");
    assertThat(lines)
        .anyMatch(line -> line.contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0"));
    assertThat(lines).anyMatch(line -> line.contains("in its own VM"));
  }

  /// Other people's artifacts come from where this build got them, if they are there.
  private static String settings() {
    return """
    <settings>
      <profiles>
        <profile>
          <id>staged</id>
          <repositories>
            <repository>
              <id>staged</id>
              <url>%s</url>
              <snapshots><enabled>true</enabled></snapshots>
            </repository>
            <repository>
              <id>present</id>
              <url>%s</url>
              <releases><checksumPolicy>ignore</checksumPolicy></releases>
            </repository>
          </repositories>
          <pluginRepositories>
            <pluginRepository>
              <id>present</id>
              <url>%2$s</url>
              <releases><checksumPolicy>ignore</checksumPolicy></releases>
            </pluginRepository>
          </pluginRepositories>
        </profile>
      </profiles>
      <activeProfiles><activeProfile>staged</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(STAGING.toUri(), Path.of(System.getProperty("maven.local")).toUri());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.write(copy, Files.readAllBytes(file));
        }
      }
    }
  }

  private static List<String> run(String... command) throws Exception {
    Path output = Files.createTempFile(Path.of("target"), "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(output);
    assertThat(ended).as("%s ends; it wrote %s", List.of(command), lines).isTrue();
    assertThat(process.exitValue()).as("%s wrote %s", List.of(command), lines).isZero();
    return lines;
  }
}
