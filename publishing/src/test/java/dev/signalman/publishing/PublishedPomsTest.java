package dev.signalman.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.publishing.Modules.Pom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// What the poms of the published artifacts say.
class PublishedPomsTest {
  private static final String BOM = "signalman-bom";
  private static final String PARENT = "signalman-parent";

  /// The names that users write into their own `module-info.java`. None may change.
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("signalman-posix", "dev.signalman.posix"),
              Map.entry("signalman", "dev.signalman"),
              Map.entry("signalman-lifecycle", "dev.signalman.lifecycle"),
              Map.entry("signalman-lifecycle-test", "dev.signalman.lifecycle.test"),
              Map.entry("signalman-junit", "dev.signalman.junit"),
              Map.entry("signalman-jline", "dev.signalman.jline"),
              Map.entry("signalman-kotlin", "dev.signalman.kotlin"),
              Map.entry("signalman-micrometer", "dev.signalman.micrometer"),
              Map.entry("signalman-netty", "dev.signalman.netty"),
              Map.entry("signalman-vertx", "dev.signalman.vertx"),
              Map.entry("signalman-spring-boot-autoconfigure", "dev.signalman.spring.boot"),
              Map.entry("signalman-spring-boot-starter", "dev.signalman.spring.boot.starter")));

  private static final Pattern MODULE = Pattern.compile("(?m)^(?:open )?module ([\\w.]+) \\{");

  private static final Pattern MANIFEST =
      Pattern.compile("<Automatic-Module-Name>([\\w.]+)</Automatic-Module-Name>");

  private static Pom pom(String artifact) throws Exception {
    return Modules.all().stream()
        .filter(pom -> pom.artifact().equals(artifact))
        .findFirst()
        .orElseThrow();
  }

  private static List<Pom> jars() throws Exception {
    return Modules.published().stream().filter(Pom::isJar).toList();
  }

  @Test
  @DisplayName("PUB-01: the BOM has every published artifact, in this version, and no other")
  void theBomIsComplete() throws Exception {
    Pom bom = pom(BOM);
    List<String> managed = new ArrayList<>();
    for (Element all : Modules.children(bom.project(), "dependencyManagement")) {
      for (Element dependencies : Modules.children(all, "dependencies")) {
        for (Element dependency : Modules.children(dependencies, "dependency")) {
          Pom one = new Pom(bom.folder(), dependency);
          assertThat(one.text("groupId")).isEqualTo("dev.signalman");
          assertThat(one.text("version")).isEqualTo("${project.version}");
          managed.add(one.artifact());
        }
      }
    }
    assertThat(managed)
        .as("the artifacts in bom/pom.xml, and the published modules of pom.xml")
        .containsExactlyInAnyOrderElementsOf(jars().stream().map(Pom::artifact).toList());
    assertThat(bom.text("version")).isEqualTo(pom(PARENT).text("version"));
  }

  @Test
  @DisplayName("PUB-02: the BOM manages nobody else's artifacts")
  void theBomHasNoParent() throws Exception {
    assertThat(Modules.children(pom(BOM).project(), "parent")).isEmpty();
  }

  @Test
  @DisplayName(
      "PUB-03: each published pom has what Maven Central asks for: name, description, address,"
          + " licence, developers, source")
  void pomsAreComplete() throws Exception {
    for (Pom pom : Modules.published()) {
      boolean inherits = !Modules.children(pom.project(), "parent").isEmpty();
      assertThat(pom.text("name")).as("name of %s", pom).isNotBlank();
      assertThat(pom.text("description")).as("description of %s", pom).isNotBlank();
      Pom rest = inherits ? pom(PARENT) : pom;
      if (inherits) {
        assertThat(pom.text("parent", "artifactId")).as("parent of %s", pom).isEqualTo(PARENT);
      }
      for (String[] path :
          new String[][] {
            {"url"},
            {"licenses", "license", "name"},
            {"licenses", "license", "url"},
            {"developers", "developer", "name"},
            {"scm", "connection"},
            {"scm", "url"}
          }) {
        assertThat(rest.text(path)).as("%s of %s", String.join("/", path), pom).isNotBlank();
      }
    }
  }

  @Test
  @DisplayName("PUB-04: tests, examples and measurements are not published")
  void onlyTheseArePublished() throws Exception {
    assertThat(Modules.published())
        .extracting(Pom::artifact)
        .contains(PARENT, BOM)
        .doesNotContain(
            "signalman-testkit",
            "signalman-cli",
            "signalman-examples",
            "signalman-bench",
            "signalman-times",
            "signalman-publishing");
  }

  @Test
  @DisplayName("PUB-05: each published jar is a module, and keeps its name")
  void moduleNamesAreStable() throws Exception {
    Map<String, String> names = new TreeMap<>();
    for (Pom pom : jars()) {
      names.put(pom.artifact(), moduleName(pom));
    }
    assertThat(names).containsAllEntriesOf(NAMES);
    assertThat(names.values()).allMatch(name -> name.startsWith("dev.signalman"));
    assertThat(names.values()).doesNotHaveDuplicates();
  }

  private static String moduleName(Pom pom) throws Exception {
    Path file = pom.folder().resolve("src/main/java/module-info.java");
    if (Files.exists(file)) {
      Matcher module = MODULE.matcher(Files.readString(file));
      assertThat(module.find()).as("a module in %s", file).isTrue();
      return module.group(1);
    }
    Matcher name = MANIFEST.matcher(Files.readString(pom.folder().resolve("pom.xml")));
    assertThat(name.find())
        .as("no module-info.java, so a name in the manifest of %s", pom)
        .isTrue();
    return name.group(1);
  }
}
