package dev.signalman.publishing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The modules of the build, as their files say.
final class Modules {
  /// Where the parent is.
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Modules() {}

  /// A `pom.xml`.
  ///
  /// @param folder the module's folder
  /// @param project its root element
  record Pom(Path folder, Element project) {
    /// The text of an element that may be missing, by the names from the root on.
    String text(String... path) {
      Element at = project;
      for (String name : path) {
        List<Element> found = children(at, name);
        if (found.isEmpty()) {
          return "";
        }
        at = found.getFirst();
      }
      return at.getTextContent().strip();
    }

    String artifact() {
      return text("artifactId");
    }

    boolean isPublished() {
      return !text("properties", "maven.deploy.skip").equals("true");
    }

    boolean isJar() {
      return text("packaging").isEmpty() || text("packaging").equals("jar");
    }

    @Override
    public String toString() {
      return artifact();
    }
  }

  /// All modules of the usual build, and the parent first.
  static List<Pom> all() throws IOException {
    List<Pom> all = new ArrayList<>();
    add(ROOT, all);
    return all;
  }

  /// Those that are published, the parent first.
  static List<Pom> published() throws IOException {
    return all().stream().filter(Pom::isPublished).toList();
  }

  private static void add(Path folder, List<Pom> all) throws IOException {
    Pom pom = new Pom(folder, parse(folder.resolve("pom.xml")).getDocumentElement());
    all.add(pom);
    for (Element modules : children(pom.project(), "modules")) {
      for (Element module : children(modules, "module")) {
        add(folder.resolve(module.getTextContent().strip()), all);
      }
    }
  }

  static Document parse(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file.toString(), e);
    }
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
