import module dev.signalman;

/// Sockets of the JDK beside signals in an event loop: a server on port 50008, in a virtual thread
/// that hands what it has to tell to the loop, and five clients of it, one after the other. A
/// client is answered as soon as it has said something, 1,024 bytes of it at most. USR1 is logged.
/// TERM closes the listener; the client in hand gets its answer, and the program ends.
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
