package dev.signalman.lifecycle;

import dev.signalman.io.Fd;
import dev.signalman.io.UnixServer;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The listeners of a program: those that it got from the previous process, and those that it
/// passes on.
final class Listeners {
  private static final int LONGEST_NAME = 255;
  private static final String WAYS_OUT =
      ". Ways out: a proxy in front of the program; a socket with SO_REUSEPORT in each process,"
          + " which loses connections that wait for the old one; descriptors that systemd keeps"
          + " over a restart (FileDescriptorStoreMax=, Notify.store)";

  private final PassedListeners passed;
  private final Map<String, Fd> sockets = new LinkedHashMap<>();
  private boolean channelTaken;
  private volatile boolean any;
  private volatile @Nullable ChannelListener channel;
  private volatile @Nullable StandardStreams streams;

  Listeners(PassedListeners passed) {
    this.passed = passed;
  }

  synchronized <T> T listener(String name, Class<T> kind, Callable<? extends T> open)
      throws Exception {
    check(name);
    if (kind == ServerSocketChannel.class) {
      return kind.cast(channel(name, open));
    }
    if (kind != UnixServer.class && kind != Fd.class) {
      throw new IllegalArgumentException(
          kind.getName()
              + " cannot be handed over: there is no way to make one of a socket that is open"
              + " already. Handed over are UnixServer, Fd, and one ServerSocketChannel"
              + WAYS_OUT);
    }
    if (sockets.size() == PassedListeners.MOST) {
      throw new IllegalArgumentException(
          "at most " + PassedListeners.MOST + " listeners can be handed over");
    }
    Fd got = passed.sockets().remove(name);
    if (got == null) {
      T opened = open.call();
      sockets.put(name, opened instanceof UnixServer server ? server.fd() : (Fd) opened);
      any = true;
      return opened;
    }
    sockets.put(name, got);
    any = true;
    return kind.cast(kind == Fd.class ? got : UnixServer.of(got));
  }

  private void check(String name) {
    boolean accepted = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      accepted &= c >= ' ' && c <= '~' && c != ':';
    }
    if (!accepted) {
      throw new IllegalArgumentException(
          "the name of a listener has 1 to "
              + LONGEST_NAME
              + " characters of ASCII without \":\": \""
              + name
              + '"');
    }
    ChannelListener present = channel;
    if (sockets.containsKey(name) || (present != null && present.name().equals(name))) {
      throw new IllegalArgumentException("there is a listener \"" + name + "\" already");
    }
  }

  private ServerSocketChannel channel(String name, Callable<?> open) throws Exception {
    ChannelListener present = channel;
    if (present != null) {
      throw new IllegalArgumentException(
          "a second ServerSocketChannel, "
              + name
              + " after "
              + present.name()
              + ", cannot be handed over: java.nio takes over one open socket in a process"
              + " (System.inheritedChannel)"
              + WAYS_OUT);
    }
    if (passed.channel().equals(name)) {
      ServerSocketChannel inherited = inherited(name);
      channel = new ChannelListener(name, inherited);
      any = true;
      return inherited;
    }
    ServerSocketChannel opened = (ServerSocketChannel) open.call();
    ChannelListener made = new ChannelListener(name, opened);
    try {
      made.check();
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    channel = made;
    any = true;
    return opened;
  }

  private ServerSocketChannel inherited(String name) throws IOException {
    if (!(System.inheritedChannel() instanceof ServerSocketChannel inherited)) {
      throw new IOException("the listener " + name + " did not come as descriptor 0");
    }
    channelTaken = true;
    streams = StandardStreams.keep();
    StandardStreams.emptyInput();
    return inherited;
  }

  /// Closes inherited listeners that the program did not ask for.
  ///
  /// @return the names
  synchronized List<String> closeLeft() throws IOException {
    List<String> left = new ArrayList<>(passed.sockets().keySet());
    passed.sockets().values().forEach(Fd::close);
    passed.sockets().clear();
    if (!channelTaken && !passed.channel().isEmpty()) {
      left.add(passed.channel());
      channelTaken = true;
      StandardStreams.emptyInput();
    }
    return left;
  }

  /// Does not wait, although another thread may be opening a listener.
  boolean isEmpty() {
    return !any;
  }

  /// The descriptors for the next process, without that of the channel.
  ///
  /// @throws IOException if one has been closed
  synchronized PassedListeners toPass() throws IOException {
    for (Map.Entry<String, Fd> each : sockets.entrySet()) {
      if (!each.getValue().isOpen()) {
        throw new IOException("the listener " + each.getKey() + " is closed");
      }
    }
    ChannelListener present = channel;
    return new PassedListeners(present == null ? "" : present.name(), new LinkedHashMap<>(sockets));
  }

  /// The descriptor of the channel, which the caller has to close; null if there is no channel.
  synchronized @Nullable Fd channelToPass() throws IOException {
    ChannelListener present = channel;
    return present == null ? null : present.copy();
  }

  /// Puts the standard outputs back, if the channel has been closed. This is repeated, because
  /// java.nio may redirect them a moment after the channel counts as closed. Does not wait.
  void repair() {
    StandardStreams kept = streams;
    ChannelListener present = channel;
    if (kept != null && present != null && !present.channel().isOpen()) {
      try {
        kept.restore();
      } catch (IOException e) {
        OwnThread.report(e);
      }
    }
  }
}
