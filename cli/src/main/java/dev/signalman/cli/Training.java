package dev.signalman.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/// Runs the usual commands once, while the build records what they load: the AOT cache, from which
/// the VM maps that instead of loading it at each start. Only the build starts this class.
final class Training {
  private Training() {}

  /// Exits with 0 if every command did.
  ///
  /// @param args none
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    int status = Main.execute("list") | Main.execute("list", "--help");
    System.setOut(out);
    System.exit(status);
  }
}
