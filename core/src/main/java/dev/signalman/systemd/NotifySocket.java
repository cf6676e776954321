package dev.signalman.systemd;

import dev.signalman.io.UnixDatagram;
import java.io.IOException;
import java.nio.file.Path;

/// Opens the socket that `NOTIFY_SOCKET` names.
final class NotifySocket {
  private NotifySocket() {}

  /// @throws IOException also for a form of address that is not served
  static UnixDatagram open(String address) throws IOException {
    try {
      return connect(address);
    } catch (RuntimeException e) {
      // The address is too long, or native access is denied. The caller chose neither.
      throw new IOException(e.getMessage(), e);
    }
  }

  private static UnixDatagram connect(String address) throws IOException {
    if (address.startsWith("/")) {
      return UnixDatagram.connect(Path.of(address));
    }
    if (address.startsWith("@")) {
      return UnixDatagram.connectAbstract(address.substring(1));
    }
    if (address.startsWith("vsock")) {
      throw new IOException(
          "NOTIFY_SOCKET="
              + address
              + " is a socket of the host of a virtual machine (vsock), which only the machine's own"
              + " service manager can tell; unset the variable");
    }
    throw new IOException(
        "NOTIFY_SOCKET=" + address + " is neither a path (/run/...) nor an abstract name (@...)");
  }
}
