package dev.signalman.lifecycle;

import dev.signalman.io.Fd;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// A listening channel of java.nio. The channel does not tell its descriptor, so the descriptor is
/// found among those of this process by the address.
///
/// @param name the name of the listener
/// @param channel the open channel
record ChannelListener(String name, ServerSocketChannel channel) {
  private static final Path OWN = Path.of("/proc/self/fd");

  private record Found(int number, String file) {}

  /// @throws IOException if its descriptor cannot be found
  void check() throws IOException {
    Found _ = find();
  }

  /// A copy of its descriptor.
  Fd copy() throws IOException {
    Found found = find();
    Fd copy = Fd.copyOf(found.number);
    String file = file(OWN.resolve(Integer.toString(copy.number())));
    if (!file.equals(found.file)) { // it was closed, and another file has its number
      copy.close();
      throw new IOException("the listener " + name + " was closed");
    }
    return copy;
  }

  private Found find() throws IOException {
    if (!channel.isOpen()) {
      throw new IOException("the listener " + name + " is closed");
    }
    if (channel.getLocalAddress() == null) {
      throw new IOException("the listener " + name + " is not bound to an address");
    }
    Set<String> files = new HashSet<>();
    for (String inode : ListeningSockets.at(channel.getLocalAddress())) {
      files.add("socket:[" + inode + "]");
    }
    int number = -1;
    Set<String> own = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN)) {
      for (Path descriptor : descriptors) {
        String file = file(descriptor);
        if (files.contains(file)) {
          own.add(file);
          number = Integer.parseInt(descriptor.getFileName().toString());
        }
      }
    }
    if (own.size() != 1) {
      throw new IOException(
          "the listener "
              + name
              + " is not found: "
              + (own.isEmpty() ? "no" : "more than one")
              + " descriptor of this process listens at "
              + channel.getLocalAddress());
    }
    return new Found(number, own.iterator().next());
  }

  private static String file(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException _) {
      return ""; // closed meanwhile
    }
  }
}
