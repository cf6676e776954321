package dev.signalman.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The sockets that listen at an address, from the kernel's tables in `/proc/net` (proc_net(5)), by
/// the number of their inode.
final class ListeningSockets {
  private static final String TCP_LISTEN = "0A";
  private static final int UNIX_ACCEPTS = 0x10000;
  private static final int INODE_OF_TCP = 9;
  private static final int INODE_OF_UNIX = 6;
  private static final int HEX = 16;

  private ListeningSockets() {}

  static Set<String> at(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress local) {
      return unix(lines("unix"), bytes(local.getPath()));
    }
    Set<String> inodes = new HashSet<>();
    if (address instanceof InetSocketAddress inet) {
      inodes.addAll(tcp(lines("tcp"), inet));
      inodes.addAll(tcp(lines("tcp6"), inet));
    }
    return inodes;
  }

  /// A path as the kernel has it, one character for each byte.
  private static String bytes(Path path) {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return new String(path.toString().getBytes(names), StandardCharsets.ISO_8859_1);
  }

  private static List<String> lines(String table) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/self/net", table), StandardCharsets.ISO_8859_1)) {
      return lines.skip(1).toList();
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without IPv6
    }
  }

  static Set<String> tcp(List<String> lines, InetSocketAddress address)
      throws UnknownHostException {
    Set<String> inodes = new HashSet<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > INODE_OF_TCP
          && words[3].equals(TCP_LISTEN)
          && isAt(words[1], address.getAddress(), address.getPort())) {
        inodes.add(words[INODE_OF_TCP]);
      }
    }
    return inodes;
  }

  private static boolean isAt(String text, InetAddress address, int port)
      throws UnknownHostException {
    int colon = text.indexOf(':');
    if (Integer.parseInt(text, colon + 1, text.length(), HEX) != port) {
      return false;
    }
    InetAddress own = address(text.substring(0, colon));
    return own.isAnyLocalAddress()
        ? address.isAnyLocalAddress()
        : Arrays.equals(own.getAddress(), address.getAddress());
  }

  /// The kernel writes words of 32 bits in the order of the machine.
  private static InetAddress address(String hex) throws UnknownHostException {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      bytes.putInt(words.getInt());
    }
    return InetAddress.getByAddress(bytes.array()); // one of IPv4 in one of IPv6 becomes the former
  }

  static Set<String> unix(List<String> lines, String path) {
    Set<String> inodes = new HashSet<>();
    for (String line : lines) {
      String[] words = line.split(" +", INODE_OF_UNIX + 2);
      if (words.length == INODE_OF_UNIX + 2
          && (Integer.parseInt(words[3], HEX) & UNIX_ACCEPTS) != 0
          && words[INODE_OF_UNIX + 1].equals(path)) {
        inodes.add(words[INODE_OF_UNIX]);
      }
    }
    return inodes;
  }
}
