package dev.signalman.io;

import dev.signalman.PosixException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Sends bytes through a growing pipe while the user's pipes hold all that they may.
final class RefusedGrowthProgram {
  private static final List<Pipe> OTHERS = new ArrayList<>();

  private RefusedGrowthProgram() {}

  public static void main(String[] args) throws Exception {
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    try (Pipe pipe = Pipe.growing()) {
      useUpTheLimit();
      var writer =
          Threads.start(() -> {
            pipe.writeEnd().out().write(sent);
            return "written";
          });
      writer.awaitWaiting();
      byte[] received = pipe.readEnd().in().readNBytes(sent.length);
      String how = Arrays.equals(sent, received) ? "whole" : "broken";
      System.out.println(writer.get() + ", " + how + ", through " + pipe.capacity());
      OTHERS.forEach(Pipe::close);
      System.out.println("the same later: " + Bytes.fill(pipe.writeEnd()));
    }
    try (Pipe pipe = Pipe.growing()) {
      System.out.println("another later: " + Bytes.fill(pipe.writeEnd()));
    }
  }

  /// Until no room is left for the difference between a pipe before and after.
  private static void useUpTheLimit() throws PosixException {
    for (int bytes = 1 << 20; bytes > Growth.BEFORE; bytes /= 2) {
      while (isGranted(bytes)) {}
    }
  }

  private static boolean isGranted(int bytes) throws PosixException {
    Pipe pipe = Pipe.open();
    OTHERS.add(pipe);
    try {
      return pipe.capacity(bytes) == bytes;
    } catch (PosixException e) {
      if (e.errno().name().equals("EPERM")) {
        return false;
      }
      throw e;
    }
  }
}
