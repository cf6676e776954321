package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Writes to pipes and sockets whose other end is closed.
final class ClosedPipesProgram {
  private ClosedPipesProgram() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("ignored")) {
      Signals.ignore(Signal.PIPE);
    }
    try (Pipe pipe = Pipe.open()) {
      pipe.readEnd().close();
      write("pipe", pipe.writeEnd().out());
    }
    try (SocketPair pair = SocketPair.open()) {
      pair.right().close();
      write("socket pair", pair.left().out());
    }
    Child child = Spawn.of("true").stdin(Stdio.pipe()).start();
    child.waitFor();
    write("pipe to a child", child.stdin());
    String deaf = "exec <&-; echo closed; exec sleep 60";
    Process process = new ProcessBuilder("sh", "-c", deaf).start();
    process.getInputStream().readNBytes("closed\n".length());
    write("pipe to a process", process.getOutputStream());
    process.destroy();
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
      listener.accept().close();
      writeUntilItFails(socket.getOutputStream());
    }
  }

  /// More than a buffer of the JDK holds.
  private static void write(String what, OutputStream out) {
    try {
      out.write(new byte[100_000]);
      out.flush();
      System.out.println(what + " written");
    } catch (PosixException e) {
      System.out.println(what + " " + e.errno().name());
    } catch (IOException e) {
      System.out.println(what + " " + e.getMessage());
    }
  }

  /// The first write only makes the other side say that it is closed.
  private static void writeUntilItFails(OutputStream out) {
    try {
      while (true) {
        out.write(1);
      }
    } catch (IOException _) {
      System.out.println("socket broken");
    }
  }
}
