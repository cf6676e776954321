package dev.signalman.lifecycle;

import dev.signalman.io.Fd;
import dev.signalman.io.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The listeners that one process passes to the next, as one message through the socket between the
/// two: the names, and the descriptors.
///
/// @param channel the name of the listener of java.nio, which is descriptor 0; empty if there is
///   none
/// @param sockets the others, by name
record PassedListeners(String channel, Map<String, Fd> sockets) {
  /// The kernel's limit for one message.
  static final int MOST = 253;

  private static final int LONGEST = 1 << 16;

  static PassedListeners none() {
    return new PassedListeners("", new LinkedHashMap<>());
  }

  void send(UnixSocket successor) throws IOException {
    List<String> names = new ArrayList<>(List.of(channel));
    names.addAll(sockets.keySet());
    byte[] text = String.join("\n", names).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + text.length);
    message.putInt(text.length).put(text).flip();
    successor.send(message, sockets.values().toArray(new Fd[0]));
  }

  static PassedListeners receive(UnixSocket predecessor) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(LONGEST);
    List<Fd> descriptors = new ArrayList<>();
    do {
      UnixSocket.Received received = predecessor.receive(message, MOST);
      if (received == null) {
        throw new IOException("the process that hands over has ended");
      }
      descriptors.addAll(received.descriptors());
    } while (message.position() < Integer.BYTES
        || message.position() < Integer.BYTES + message.getInt(0));
    String text =
        new String(message.array(), Integer.BYTES, message.getInt(0), StandardCharsets.US_ASCII);
    String[] names = text.split("\n", -1);
    Map<String, Fd> sockets = new LinkedHashMap<>();
    for (int i = 1; i < names.length; i++) {
      sockets.put(names[i], descriptors.get(i - 1));
    }
    return new PassedListeners(names[0], sockets);
  }
}
