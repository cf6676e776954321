package dev.signalman.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.TargetMachine;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HandlerCodeTest {

  private static final Pattern STACK = Pattern.compile("\\b(push|pop|call|bl|blr|rsp|rbp|sp)\\b");

  @ParameterizedTest
  @CsvSource({"amd64, x86_64", "aarch64, arm64"})
  void bothNamesOfAnArchitectureGiveItsCode(String name, String otherName) {
    assertThat(HandlerCode.forArchitecture(otherName).code())
        .isNotEmpty()
        .isEqualTo(HandlerCode.forArchitecture(name).code());
  }

  @Test
  void unknownArchitectureIsNamedAndTheWayOutToo() {
    assertThatThrownBy(() -> HandlerCode.forArchitecture("riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("riscv64")
        .hasMessageContaining("env --block-signal=");
  }

  @Test
  void changingTheBytesHandedOutChangesNothingElse() {
    HandlerCode code = HandlerCode.forArchitecture("amd64");
    byte[] bytes = code.code();
    Arrays.fill(bytes, (byte) 0);
    assertThat(code.code()).isNotEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void codeFitsIntoTheSmallestPage(TargetMachine machine) {
    assertThat(HandlerListing.code(machine).code()).hasSizeLessThan(4096);
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsALandingPad(TargetMachine machine) {
    byte[] code = HandlerListing.code(machine).code();
    String pad = machine == TargetMachine.AMD64 ? "f30f1efa" : "5f2403d5";
    for (int entry :
        List.of(
            HandlerListing.code(machine).deliver(),
            HandlerListing.code(machine).deliverOrPass(),
            HandlerListing.code(machine).setUp())) {
      assertThat(HexFormat.of().formatHex(code, entry, entry + 4)).isEqualTo(pad);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noInstructionUsesTheStack(TargetMachine machine) {
    assertThat(HandlerListing.of(machine).lines().filter(line -> STACK.matcher(line).find()))
        .isEmpty();
  }
}
