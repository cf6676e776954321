package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Lines as Linux writes them on little-endian machines.
class ListeningSocketsTest {
  private static final String REST = "00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ";
  private static final String REST6 =
      "00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ";

  @BeforeAll
  static void littleEndian() {
    Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @Test
  @DisplayName("HAND-06 a listening socket is found by its address, in both families")
  void tcp() throws Exception {
    List<String> lines =
        List.of(
            "   0: 0100007F:1F90 " + REST + "101 1 x 100 0 0 10 0",
            "   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000 0 0 102 1",
            "   2: 00000000:1F91 " + REST + "103 1 x");
    assertThat(ListeningSockets.tcp(lines, at("127.0.0.1", 8080))).containsExactly("101");
    assertThat(ListeningSockets.tcp(lines, at("127.0.0.2", 8080))).isEmpty();
    assertThat(ListeningSockets.tcp(lines, at("127.0.0.1", 8081))).isEmpty();
    assertThat(ListeningSockets.tcp(lines, at("0.0.0.0", 8081))).containsExactly("103");
    assertThat(ListeningSockets.tcp(lines, at("::", 8081))).containsExactly("103");
  }

  @Test
  void tcp6() throws Exception {
    List<String> lines =
        List.of(
            "   0: 0000000000000000FFFF00000100007F:1F90 " + REST6 + "201 1 x",
            "   1: 00000000000000000000000001000000:1F90 " + REST6 + "202 1 x",
            "   2: 00000000000000000000000000000000:1F91 " + REST6 + "203 1 x");
    assertThat(ListeningSockets.tcp(lines, at("127.0.0.1", 8080))).containsExactly("201");
    assertThat(ListeningSockets.tcp(lines, at("::1", 8080))).containsExactly("202");
    assertThat(ListeningSockets.tcp(lines, at("0.0.0.0", 8081))).containsExactly("203");
  }

  @Test
  void unix() {
    List<String> lines =
        List.of(
            "ffff: 00000002 00000000 00010000 0001 01   301 /run/a b",
            "ffff: 00000003 00000000 00000000 0001 03   302 /run/a b",
            "ffff: 00000003 00000000 00000000 0001 03   303",
            "ffff: 00000002 00000000 00010000 0001 01   304 @abstract");
    assertThat(ListeningSockets.unix(lines, "/run/a b")).containsExactly("301");
    assertThat(ListeningSockets.unix(lines, "/run/a")).isEmpty();
  }
}
