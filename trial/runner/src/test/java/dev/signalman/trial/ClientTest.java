package dev.signalman.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK~~answer p1., GIVEN",
    "HTTP/1.1 200 OK~~answer p1, MISSING",
    "HTTP/1.1 200 OK~~answer p2., MISSING",
    "HTTP/1.1 200 OK~, MISSING",
    "HTTP/1.1 503 Unavailable~~, TURNED_AWAY",
    "HTTP/1.1 503, MISSING",
    "'', MISSING"
  })
  void judges(String answer, Answer expected) {
    String received = answer.replace("~", "\r\n").replace(".", "\n").replace("1\n1", "1.1");
    assertThat(Client.judge("p1", received)).isEqualTo(expected);
  }
}
