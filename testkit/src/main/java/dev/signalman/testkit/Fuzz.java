package dev.signalman.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Random inputs for code that reads text or bytes: half of them are damaged valid inputs, half are
/// arbitrary.
///
/// The inputs of a build are always the same; `-Dfuzz.seed=N` and `-Dfuzz.rounds=N` give others.
/// Round r of seed s is round 0 of seed s + r, so that a single failure can be repeated: its
/// message says how. An input that takes longer than [#LIMIT] counts as hung.
///
/// @param <T> the type of an input
public final class Fuzz<T> {
  /// The longest time for one input, on a machine that is busy with other work.
  public static final Duration LIMIT = Duration.ofSeconds(20);

  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 3_000);

  /// Characters that some code treats specially: digits of other scripts, letters whose length
  /// changes with their case, half a character, controls.
  private static final String ODD =
      "\0\t\n\r \u001b\u007f\u0130\u0131\u017f\u0663\u2028\ud83d\uff17";

  private static final List<String> NUMBERS =
      List.of("0", "-1", "2147483647", "2147483648", "9223372036854775807", "18446744073709551616");

  /// A check of one input.
  ///
  /// @param <T> the type of an input
  @FunctionalInterface
  public interface Check<T> {
    /// Reads the input, and throws if the result is not allowed.
    ///
    /// @param input the input
    /// @throws Exception or an error if the reader misbehaved
    void check(T input) throws Exception;
  }

  private final Function<SplittableRandom, T> source;
  private final Function<T, String> words;
  private final AtomicLong began = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile String present = "";

  private Fuzz(Function<SplittableRandom, T> source, Function<T, String> words) {
    this.source = source;
    this.words = words;
  }

  /// Checks random texts.
  ///
  /// @param valid a few inputs that the reader accepts
  /// @param check the check of each input
  /// @throws InterruptedException if the caller is interrupted
  public static void texts(List<String> valid, Check<String> check) throws InterruptedException {
    new Fuzz<>(random -> text(random, valid), Fuzz::quoted).run(check);
  }

  /// Checks random lists of texts, such as command lines.
  ///
  /// @param words some of the texts in the lists
  /// @param check the check of each input
  /// @throws InterruptedException if the caller is interrupted
  public static void lists(List<String> words, Check<List<String>> check)
      throws InterruptedException {
    new Fuzz<>(random -> list(random, words), list -> list.stream().map(Fuzz::quoted).toList() + "")
        .run(check);
  }

  /// Checks random blocks of bytes.
  ///
  /// @param valid a few inputs that the reader accepts
  /// @param check the check of each input
  /// @throws InterruptedException if the caller is interrupted
  public static void bytes(List<byte[]> valid, Check<byte[]> check) throws InterruptedException {
    new Fuzz<>(random -> block(random, valid), HexFormat.of()::formatHex).run(check);
  }

  private void run(Check<T> check) throws InterruptedException {
    System.out.println("-Dfuzz.seed=" + SEED + " -Dfuzz.rounds=" + ROUNDS);
    began.set(System.nanoTime());
    Thread reader = Thread.ofPlatform().daemon().name("fuzz").start(() -> rounds(check));
    while (!reader.join(Duration.ofMillis(100))) {
      if (System.nanoTime() - began.get() > LIMIT.toNanos()) {
        AssertionError hung = new AssertionError(present + "still not read after " + LIMIT);
        hung.setStackTrace(reader.getStackTrace());
        throw hung;
      }
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError(present + thrown, thrown);
    }
  }

  private void rounds(Check<T> check) {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        T input = source.apply(new SplittableRandom(SEED + round));
        present = "-Dfuzz.seed=%d -Dfuzz.rounds=1 %s: ".formatted(SEED + round, words.apply(input));
        began.set(System.nanoTime());
        check.check(input);
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private static String text(SplittableRandom random, List<String> valid) {
    StringBuilder text = new StringBuilder();
    if (random.nextBoolean()) {
      text.append(pick(random, valid));
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        damage(random, text, valid);
      }
    } else {
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(character(random));
      }
    }
    return text.toString();
  }

  private static void damage(SplittableRandom random, StringBuilder text, List<String> valid) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(4));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, text.substring(from, to));
      case 2 -> text.insert(from, pick(random, valid));
      case 3 -> text.replace(from, to, pick(random, NUMBERS));
      default -> text.replace(from, to, String.valueOf(character(random)));
    }
  }

  private static char character(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> ODD.charAt(random.nextInt(ODD.length()));
      case 1 -> (char) random.nextInt(0x1_0000);
      default -> (char) random.nextInt(' ', 0x7f);
    };
  }

  private static List<String> list(SplittableRandom random, List<String> words) {
    List<String> list = new ArrayList<>();
    for (int length = random.nextInt(7); length > 0; length--) {
      list.add(random.nextInt(3) == 0 ? text(random, words) : pick(random, words));
    }
    return list;
  }

  private static byte[] block(SplittableRandom random, List<byte[]> valid) {
    if (random.nextInt(4) == 0) {
      return text(random, NUMBERS).getBytes(StandardCharsets.UTF_8);
    }
    boolean damaged = random.nextBoolean();
    byte[] block = damaged ? pick(random, valid).clone() : new byte[random.nextInt(600)];
    if (!damaged) {
      random.nextBytes(block);
    }
    for (int changes = random.nextInt(4); changes > 0 && block.length > 0; changes--) {
      block[random.nextInt(block.length)] = (byte) random.nextInt();
    }
    return random.nextInt(3) == 0 ? Arrays.copyOf(block, random.nextInt(block.length + 1)) : block;
  }

  private static <E> E pick(SplittableRandom random, List<E> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean plain = character >= ' ' && character < 0x7f && character != '"' && character != '\\';
      quoted.append(plain ? "" + character : "\\u%04x".formatted((int) character));
    }
    return quoted.append('"').toString();
  }
}
