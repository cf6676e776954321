import module dev.signalman.lifecycle;
import module jdk.httpserver;

volatile String greeting = "";

/// A web server on port 8080 that greets whoever posts a name, each request in a virtual thread.
/// TERM or Ctrl-C: it says that it is not ready any more, still answers during the drain delay of 5
/// s, then accepts no connection, answers what has begun, and ends with status 0. HUP: it reads the
/// file of the greeting again; if that is wrong, the old greeting stays.
void main() throws Exception {
  Duration delay = Duration.ofMillis(Integer.getInteger("millis", 5000));
  Lifecycle life = Lifecycle.builder().reloadOn(Signal.HUP).drainDelay(delay).open();
  InFlight requests = life.inFlight("requests");
  ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  HttpServer server = HttpServer.create(new InetSocketAddress(Integer.getInteger("port", 8080)), 0);
  server.setExecutor(workers);
  server.createContext(
      "/",
      request -> {
        try (InFlight.Work _ = requests.enter(request.getRequestMethod())) {
          greet(request, life.readiness());
        }
      });
  server.createContext(
      "/ready",
      probe -> {
        boolean ready = life.readiness().isReady();
        answer(probe, ready ? 200 : 503, life.readiness().toString());
      });

  life.onReload("greeting", this::readGreeting);
  readGreeting().run();
  server.start();
  Stage drain = life.stage("drain").within(Duration.ofSeconds(15));
  drain.add("server", () -> server.stop(15)); // returns as soon as no request is at work
  drain.add("requests", requests::drained); // if that takes long, the report has the oldest one
  life.stage("workers").after(drain).add("executor", workers);
  life.ready();
  IO.println("serving as " + ProcessHandle.current().pid());
  life.await();
}

/// Fails if the file is missing or no format for one name.
Runnable readGreeting() throws IOException {
  String next = Files.readString(Path.of(System.getProperty("file", "greeting.txt"))).strip();
  String example = next.formatted("Ann");
  return () -> {
    greeting = next;
    IO.println("greets like this: " + example);
  };
}

void greet(HttpExchange request, Readiness readiness) throws IOException {
  String name = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  IO.println("greeting " + name);
  if (!readiness.isReady()) {
    request.getResponseHeaders().set("Connection", "close"); // the next one finds another server
  }
  answer(request, 200, greeting.formatted(name));
}

void answer(HttpExchange exchange, int status, String text) throws IOException {
  byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
  exchange.sendResponseHeaders(status, bytes.length);
  try (exchange;
      OutputStream body = exchange.getResponseBody()) {
    body.write(bytes);
  }
}
