import module dev.signalman;

/// A server in one thread around a selector of `java.nio`: echoes what its clients send, on port
/// 50009. Signals wake the selector as sockets do. USR1: prints how many clients there are. TERM:
/// the same, and ends. Bytes that a slow client does not take back are dropped: to keep them, a
/// server would wait for OP_WRITE and stop reading meanwhile.
void main() throws Exception {
  Selector selector = Selector.open();
  ServerSocketChannel listener = ServerSocketChannel.open();
  listener.bind(new InetSocketAddress(Integer.getInteger("port", 50009)));
  listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
  SelfPipe pipe = SelfPipe.open(Signal.TERM, Signal.USR1);
  pipe.wakeup(selector);
  IO.println("serving as " + ProcessHandle.current().pid());
  while (true) {
    selector.select();
    for (SignalInfo info; (info = pipe.poll()) != null; ) {
      IO.println(info.signal().fullName() + ", clients: " + (selector.keys().size() - 1));
      if (info.signal() == Signal.TERM) {
        return;
      }
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isAcceptable()) {
        listener.accept().configureBlocking(false).register(selector, SelectionKey.OP_READ);
      } else if (!echo((SocketChannel) key.channel(), ByteBuffer.allocate(1024))) {
        key.channel().close();
      }
    }
    selector.selectedKeys().clear();
  }
}

boolean echo(SocketChannel client, ByteBuffer buffer) {
  try {
    return client.read(buffer) >= 0 && client.write(buffer.flip()) >= 0;
  } catch (IOException e) {
    return false; // broken off
  }
}
