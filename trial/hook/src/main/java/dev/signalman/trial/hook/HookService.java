package dev.signalman.trial.hook;

import dev.signalman.trial.service.Cache;
import dev.signalman.trial.service.Database;
import dev.signalman.trial.service.LastLines;
import dev.signalman.trial.service.Pages;
import dev.signalman.trial.service.Setup;
import dev.signalman.trial.service.WebServer;
import dev.signalman.trial.service.Worker;

/// Everything in one hook, one after the other. A hook has no deadline; the web server and the
/// worker have theirs.
public final class HookService {
  private final LastLines lines = new LastLines();
  private final Database database = new Database();
  private final Cache cache = new Cache();
  private final Worker worker = new Worker(database);
  private final WebServer server = new WebServer(new Pages(database));

  private HookService() throws Exception {}

  /// Starts it.
  public static void main(String[] args) throws Exception {
    HookService service = new HookService();
    Runtime.getRuntime().addShutdownHook(new Thread(service::stop, "stop"));
    Setup.ready(service.server.start());
  }

  private void stop() {
    try {
      server.stop();
      worker.stop();
      cache.close();
      database.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      lines.close();
    }
  }
}
