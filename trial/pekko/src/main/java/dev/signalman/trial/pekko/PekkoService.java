package dev.signalman.trial.pekko;

import dev.signalman.trial.service.Cache;
import dev.signalman.trial.service.Database;
import dev.signalman.trial.service.LastLines;
import dev.signalman.trial.service.Pages;
import dev.signalman.trial.service.Setup;
import dev.signalman.trial.service.Worker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/// A phase for each part, in a line (application.conf), each with the time that it may take.
public final class PekkoService {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LastLines lines = new LastLines();
  private final Database database = new Database();
  private final Cache cache = new Cache();
  private final Worker worker = new Worker(database);
  private final Pages pages = new Pages(database);

  private PekkoService() throws Exception {}

  /// Starts it.
  public static void main(String[] args) throws Exception {
    new PekkoService().run(ActorSystem.create(Behaviors.empty(), "service"));
  }

  private void run(ActorSystem<Void> system) throws Exception {
    ServerBinding binding =
        Http.get(system).newServerAt("127.0.0.1", 0).bind(this::serve).toCompletableFuture().get();
    binding.addToCoordinatedShutdown(Duration.ofSeconds(Setup.DEADLINE_SECONDS), system);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    addTask(shutdown, "worker", worker::stop);
    addTask(shutdown, "cache", cache);
    addTask(shutdown, "database", database);
    addTask(shutdown, "log", lines);
    Setup.ready(binding.localAddress().getPort());
  }

  private CompletionStage<HttpResponse> serve(HttpRequest request) {
    String name = request.getUri().path().substring(1);
    return begin(() -> HttpResponse.create().withEntity(pages.answer(name)));
  }

  private void addTask(CoordinatedShutdown shutdown, String phase, AutoCloseable part) {
    shutdown.addTask(
        phase,
        phase,
        () ->
            begin(() -> {
              part.close();
              return Done.getInstance();
            }));
  }

  private <T> CompletionStage<T> begin(Callable<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }
}
