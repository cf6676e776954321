package dev.signalman.trial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that ask one page after the other, until they are told to end. One that is refused tries
/// again soon.
final class Load {
  private static final long SOON_MILLIS = 20;

  /// Between the first requests of two clients: eight are spread over the time of one page.
  private static final long APART_MILLIS = 25;

  private final Client client;
  private final AtomicInteger pages = new AtomicInteger();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Map<Answer, List<String>> answers = new EnumMap<>(Answer.class);
  private final List<Thread> threads = new ArrayList<>();

  private Load(int port) {
    client = new Client(port);
    for (Answer answer : Answer.values()) {
      answers.put(answer, new ArrayList<>());
    }
  }

  static Load start(int clients, int port) {
    Load load = new Load(port);
    for (int i = 0; i < clients; i++) {
      long delay = i * APART_MILLIS;
      load.threads.add(Thread.ofPlatform().name("client " + i).start(() -> load.run(delay)));
    }
    return load;
  }

  private void run(long delayMillis) {
    try {
      Thread.sleep(delayMillis);
      while (!ending.get()) {
        String page = "p" + pages.incrementAndGet();
        Answer answer = client.ask(page);
        note(page, answer);
        if (answer == Answer.REFUSED) {
          Thread.sleep(SOON_MILLIS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(String page, Answer answer) {
    synchronized (answers) {
      answersOf(answer).add(page);
    }
  }

  private List<String> answersOf(Answer answer) {
    return answers.getOrDefault(answer, List.of());
  }

  /// Waits until every client has ended.
  void end() throws InterruptedException {
    ending.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// The pages whose requests ended so.
  List<String> pages(Answer answer) {
    synchronized (answers) {
      return List.copyOf(answersOf(answer));
    }
  }
}
