package dev.signalman.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BooksTest {
  @Test
  void itemThatWasBegunAndNotFinishedIsLost() {
    Books books = Books.of(List.of("item 1 begun", "item 1 done", "item 2 begun", "closed"));
    assertThat(books.itemsLost()).isEqualTo(1);
    assertThat(books.closed()).isTrue();
  }

  @Test
  void requestsAreNoItems() {
    Books books = Books.of(List.of("request p1 begun", "item 1 begun", "item 1 done"));
    assertThat(books.itemsLost()).isZero();
    assertThat(books.closed()).isFalse();
    assertThat(books.begunOf(List.of("p1", "p2"))).isEqualTo(1);
  }

  @Test
  void closedIsTheLastThing() {
    assertThat(Books.of(List.of("closed", "item 2 begun")).closed()).isFalse();
    assertThat(Books.of(List.of()).closed()).isFalse();
  }
}
