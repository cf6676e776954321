package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLibraryTest {
  private static final int CLASS_FILES_OF_JAVA_23 = 67;

  @ParameterizedTest
  @CsvSource({
    "23, Java 23 (other modes need 25)",
    "24, Java 24 (other modes need 25)",
    "25, ''",
    "26, ''",
  })
  @DisplayName("PORT-44: before Java 25 no native code is called, and the cause has the version")
  void javaVersions(int feature, String lacking) {
    assertThat(HostLibrary.unchecked(feature)).isEqualTo(lacking);
  }

  @Test
  @DisplayName("PORT-44: the library's classes can be loaded by Java 23")
  void classFiles() throws IOException {
    try (InputStream file = HostLibrary.class.getResourceAsStream("HostLibrary.class");
        DataInputStream data = new DataInputStream(file)) {
      data.skipBytes(6); // the magic number and the minor version
      assertThat(data.readUnsignedShort()).isEqualTo(CLASS_FILES_OF_JAVA_23);
    }
  }
}
