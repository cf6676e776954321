package dev.signalman.systemd;

import dev.signalman.PosixException;
import dev.signalman.io.Fd;
import dev.signalman.io.PassedFd;
import dev.signalman.io.SocketKind;
import java.util.ArrayList;
import java.util.List;

/// The descriptors that the service manager passed to this process, by name
/// (sd_listen_fds_with_names(3)): sockets of its socket units, and descriptors that the service
/// left with it ([Notify#store]).
///
/// ```java
/// PassedFds passed = PassedFds.take();
/// UnixServer server = UnixServer.of(passed.listening("web"));
/// for (Fd session : passed.named("session")) {
///   resume(session);
/// }
/// ```
///
/// A socket has the name that its unit sets (`FileDescriptorName=`), or the unit's own name, such
/// as `web.socket`. Several may have one name.
///
/// @param all in the order of their numbers
public record PassedFds(List<PassedFd> all) {
  /// Copies the list.
  public PassedFds {
    all = List.copyOf(all);
  }

  /// Takes over the descriptors that were passed, as [PassedFd#take] does. A second call has none.
  ///
  /// @throws PosixException EBADF if the variables promise a descriptor that is not open
  /// @throws IllegalStateException if they promise one that this process opened itself, or are not
  ///   numbers
  public static PassedFds take() throws PosixException {
    return new PassedFds(PassedFd.take());
  }

  /// The descriptors of a name; empty if there are none.
  public List<Fd> named(String name) {
    List<Fd> named = new ArrayList<>();
    for (PassedFd passed : all) {
      if (passed.name().equals(name)) {
        named.add(passed.fd());
      }
    }
    return named;
  }

  /// The one descriptor of a name.
  ///
  /// @throws IllegalStateException if there is none or more than one; the message says what was
  ///   passed
  public Fd only(String name) {
    List<Fd> named = named(name);
    if (named.size() != 1) {
      throw new IllegalStateException(
          "the service manager passed "
              + (named.isEmpty() ? "no" : Integer.toString(named.size()))
              + " descriptors named "
              + name
              + ", not one; the names that came: "
              + names()
              + "; FileDescriptorName= in the socket unit sets them");
    }
    return named.getFirst();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (PassedFd passed : all) {
      names.add(passed.name());
    }
    return names;
  }

  /// The one descriptor of a name, if it is a socket that accepts connections to a stream: of any
  /// family, see [SocketKind].
  ///
  /// @throws IllegalStateException if it is none, or as [#only]
  public Fd listening(String name) throws PosixException {
    Fd fd = only(name);
    SocketKind kind = SocketKind.of(fd);
    if (kind == null || kind.type() != SocketKind.Type.STREAM || !kind.listening()) {
      throw new IllegalStateException(
          "the service manager passed "
              + fd
              + " as "
              + name
              + ", which is "
              + (kind == null ? "no socket" : "another kind of socket: " + kind)
              + "; one that accepts connections is made by ListenStream= with Accept=no in the"
              + " socket unit");
    }
    return fd;
  }
}
