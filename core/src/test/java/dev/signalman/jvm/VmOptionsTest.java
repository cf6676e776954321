package dev.signalman.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmOptionsTest {
  @TempDir private Path folder;

  @Test
  void aFileThatJavaCannotNameIsNamedAsFarAsPossible() {
    assertThatThrownBy(() -> parse("@\udcff"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names a file that Java cannot name");
  }

  private static List<String> parse(String... arguments) throws Exception {
    return VmOptions.parse(List.of(arguments));
  }

  @Test
  void optionsEndWhereTheProgramBegins() throws Exception {
    assertThat(parse("-Xmx1g", "-Da=b", "Main", "-Xms1m")).containsExactly("-Xmx1g", "-Da=b");
    assertThat(parse("-Da=b", "-jar", "app.jar", "-Dc=d")).containsExactly("-Da=b");
    assertThat(parse("-Da=b", "-m", "app/app.Main", "-Dc=d")).containsExactly("-Da=b");
    assertThat(parse("-Da=b", "--module", "app/app.Main", "-Dc=d")).containsExactly("-Da=b");
    assertThat(parse("-Da=b", "--module=app", "-Dc=d")).containsExactly("-Da=b");
    assertThat(parse("-Da=b", "--source", "25", "Main.java", "x")).containsExactly("-Da=b");
  }

  @Test
  void pathsAreLeftOutWithTheirValues() throws Exception {
    assertThat(
            parse(
                "-cp",
                "a",
                "-classpath",
                "b",
                "--class-path",
                "c",
                "--class-path=d",
                "-p",
                "e",
                "--module-path",
                "f",
                "--module-path=g",
                "-ea",
                "Main"))
        .containsExactly("-ea");
  }

  @Test
  void valuesAreJoinedToTheirOptions() throws Exception {
    assertThat(
            parse(
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-modules=java.sql",
                "--enable-native-access",
                "ALL-UNNAMED",
                "--patch-module",
                "a=b",
                "Main",
                "-ea"))
        .containsExactly(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-modules=java.sql",
            "--enable-native-access=ALL-UNNAMED",
            "--patch-module=a=b");
  }

  @Test
  void optionsThatTwoVmsCannotShareAreLeftOut() throws Exception {
    assertThat(
            parse(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005",
                "-Xdebug",
                "-Xrunjdwp:transport=dt_socket",
                "-agentpath:/lib/libjdwp.so=x",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-XX:StartFlightRecording:filename=one.jfr",
                "-XX:StartFlightRecording=filename=each-%p.jfr",
                "-XX:StartFlightRecording",
                "-Xlog:gc:file=gc.log",
                "-Xlog:gc:gc.log:uptime",
                "-Xlog:gc:gc-%p.log",
                "-Xlog:gc:stderr:uptime",
                "-Xlog:safepoint::uptime",
                "-Xlog:async:stall",
                "-Xlog:gc",
                "-Xloggc:gc.log",
                "-XX:+AutoCreateSharedArchive",
                "-XX:AOTCacheOutput=app.aot",
                "-XX:AOTCache=app.aot",
                "-XX:ArchiveClassesAtExit=app.jsa",
                "-Ddev.signalman.child.parent=1",
                "-javaagent:agent.jar",
                "Main"))
        .containsExactly(
            "-XX:StartFlightRecording=filename=each-%p.jfr",
            "-XX:StartFlightRecording",
            "-Xlog:gc:gc-%p.log",
            "-Xlog:gc:stderr:uptime",
            "-Xlog:safepoint::uptime",
            "-Xlog:async:stall",
            "-Xlog:gc",
            "-XX:AOTCache=app.aot",
            "-javaagent:agent.jar");
  }

  @Test
  void argumentFilesAreReadUpToTheProgram() throws Exception {
    Path file = folder.resolve("arguments");
    Files.writeString(file, "-Da=\"b c\" # comment\n-cp 'x y'\nMain -Dno=1\n");
    assertThat(parse("-ea", "@" + file, "-Dno=2")).containsExactly("-ea", "-Da=b c");
    assertThat(parse("-ea", "@@Main", "-Dno=2")).containsExactly("-ea");
    assertThat(parse("--disable-@files", "-ea", "@" + file)).containsExactly("-ea");
  }

  @Test
  void debuggersAreTakenOutOfTheEnvironment() {
    assertThat(VmOptions.withoutDebugger("-Da=b -agentlib:jdwp=server=y,address=1 -ea"))
        .isEqualTo("-Da=b  -ea");
    assertThat(VmOptions.withoutDebugger("-Da=b")).isEqualTo("-Da=b");
  }

  @Test
  void wordsOfAnArgumentFile() {
    assertThat(ArgumentFile.words("a\tb\r\nc # d e\n#f\n'g h' \"i j\"k \"\" l#m"))
        .containsExactly("a", "b", "c", "g h", "i jk", "", "l#m");
    assertThat(ArgumentFile.words("\"a\\tb\\\\c\\\"\" d\\e 'f \\\n   g'"))
        .containsExactly("a\tb\\c\"", "d\\e", "f g");
  }
}
