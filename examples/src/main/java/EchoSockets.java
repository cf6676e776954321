import module dev.signalman;

/// Sockets of the JDK together with signals in an event loop: a server on port 50008, in a virtual
/// thread that hands its messages to the loop, and five clients of it, one after the other. A
/// client gets its first bytes back, at most 1,024. USR1 is logged. TERM closes the listener; the
/// present client gets its answer, and the program ends.
void main() throws Exception {
  EventLoop loop = EventLoop.open();
  loop.onSignal(Signal.USR1, info -> IO.println("Signal from " + info.pid()));
  ServerSocket listener = new ServerSocket(Integer.getInteger("port", 50008), 5);
  loop.onSignal(Signal.TERM, info -> listener.close());
  Thread.startVirtualThread(() -> serve(listener, loop));
  for (int i = 0; i < 5; i++) {
    try (Socket socket = new Socket("localhost", listener.getLocalPort())) {
      socket.getOutputStream().write(("client" + i).getBytes());
      IO.println("Client got: [" + new String(socket.getInputStream().readAllBytes()) + "]");
    }
  }
  loop.run();
}

void serve(ServerSocket listener, EventLoop loop) {
  while (!listener.isClosed()) {
    try (Socket client = listener.accept()) {
      byte[] buffer = new byte[1024];
      String name = new String(buffer, 0, Math.max(0, client.getInputStream().read(buffer)));
      client.getOutputStream().write(("server got: [" + name + "]").getBytes());
      loop.execute(() -> IO.println("Server has answered " + name));
    } catch (IOException e) {
      loop.execute(() -> IO.println("Server: " + e.getMessage()));
    }
  }
  loop.execute(loop::stop);
}
