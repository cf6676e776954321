package dev.signalman.testkit;

import java.util.BitSet;

/// A child that does what it hears: `out TEXT`, `err TEXT`, `env NAME`, `exit STATUS`, ...
final class Echo {
  private Echo() {}

  public static void main(String[] args) throws Exception {
    System.out.println("ready " + String.join(" ", args));
    for (String line : Lines.in()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "out" -> System.out.println(words[1]);
        case "err" -> System.err.println(words[1]);
        case "env" -> System.out.println(System.getenv(words[1]));
        case "property" -> System.out.println(System.getProperty(words[1]));
        case "hupAndIntIgnoredInChild" -> System.out.println(hupAndIntIgnoredInChild());
        default -> System.exit(Integer.parseInt(words[1]));
      }
    }
  }

  private static boolean hupAndIntIgnoredInChild() throws Exception {
    try (ChildProgram child = ChildProgram.start("sh", "-c", "echo ready; read line")) {
      child.expect("ready");
      BitSet ignored = ProcFs.process(child.pid()).ignored();
      return ignored.get(1) || ignored.get(2);
    }
  }
}
