package dev.signalman.process;

import java.nio.charset.StandardCharsets;

/// A child's end and all that it wrote to standard output: [Spawn#capture].
public final class Captured {
  private final ExitStatus status;
  private final byte[] output;

  Captured(ExitStatus status, byte[] output) {
    this.status = status;
    this.output = output;
  }

  /// The child's status.
  public ExitStatus status() {
    return status;
  }

  /// The bytes that it wrote: a copy.
  public byte[] output() {
    return output.clone();
  }

  /// The output as text in UTF-8; bytes that are not UTF-8 become U+FFFD.
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return output.length + " bytes of output, " + status;
  }
}
