package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CProgramTest {
  @Test
  void compilesOnceAndRuns() throws Exception {
    CProgram greet = CProgram.compile(CProgramTest.class, "/c/greet.c");
    assertThat(CProgram.compile(CProgramTest.class, "/c/greet.c")).isSameAs(greet);
    try (ChildProgram child = greet.start("world")) {
      child.expect("hello world");
      child.send("you");
      child.expect("heard you");
      child.process().getOutputStream().close();
      child.expectExit(3);
    }
  }

  @Test
  void namesASourceThatIsNotThere() {
    CProgram.assumeCompiler();
    assertThatThrownBy(() -> CProgram.compile(CProgramTest.class, "/c/none.c"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/c/none.c");
  }
}
