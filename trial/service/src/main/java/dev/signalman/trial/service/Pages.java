package dev.signalman.trial.service;

/// Answers requests, each of which takes 200 ms.
public final class Pages {
  private static final long MILLIS = 200;

  private final Database database;

  /// Notes each request there.
  public Pages(Database database) {
    this.database = database;
  }

  /// The answer to the request of that name.
  public String answer(String name) throws InterruptedException {
    database.write("request " + name + " begun");
    Thread.sleep(MILLIS);
    database.write("request " + name + " done");
    return "answer " + name + "\n";
  }
}
