import module dev.signalman.lifecycle;

/// A server on port 8080 that answers each line with its pid. USR2: it starts itself again, from
/// the files that are there now. The new process serves from the same socket, and the old one
/// answers what it has accepted and ends. No connection is lost, and none is refused.
void main() throws Exception {
  Lifecycle life = Lifecycle.builder().open();
  Handover handover = Handover.of(life).on(Signal.USR2);
  handover.settle(Duration.ofMillis(Integer.getInteger("millis", 1000)));
  InetSocketAddress address = new InetSocketAddress(Integer.getInteger("port", 8080));
  ServerSocketChannel server =
      handover.listener(
          "lines", ServerSocketChannel.class, () -> ServerSocketChannel.open().bind(address, 1024));
  InFlight requests = life.inFlight("requests");
  Thread acceptor = Thread.ofPlatform().daemon().unstarted(() -> accept(server, requests));
  Stage intake = life.stage("intake");
  intake.add(
      "acceptor",
      () -> {
        server.close();
        acceptor.join(); // what it has accepted is in flight now
      });
  life.stage("drain").after(intake).add("requests", requests::drained);
  acceptor.start();
  life.ready();
  IO.println("serving as " + ProcessHandle.current().pid());
  life.await();
}

void accept(ServerSocketChannel server, InFlight requests) {
  try {
    while (true) {
      SocketChannel client = server.accept();
      InFlight.Work request = requests.enter("line");
      Thread.startVirtualThread(() -> answer(client, request));
    }
  } catch (ClosedChannelException _) {
    return; // the program stops
  } catch (IOException e) {
    throw new UncheckedIOException(e);
  }
}

void answer(SocketChannel client, InFlight.Work request) {
  try (request;
      client) {
    Scanner lines = new Scanner(client, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String answer = lines.nextLine() + " " + ProcessHandle.current().pid() + "\n";
      client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    }
  } catch (IOException e) {
    IO.println("a client has gone: " + e.getMessage());
  }
}
