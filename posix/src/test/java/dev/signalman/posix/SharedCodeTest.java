package dev.signalman.posix;

import dev.signalman.testkit.ChildJvm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a copy of the library takes over from an earlier one, and what not.
class SharedCodeTest {
  @Test
  void onlyWhatIsThereIsShared() throws Exception {
    try (ChildJvm child = ChildJvm.start(Copies.class)) {
      child.expect("no property: mapped", "the second copy: shared", "other code: mapped");
      for (String address : new String[] {"none", "0", "-1000", "7fffffff0000", "other page"}) {
        child.expect(address + ": mapped");
      }
      child.expectExit(0);
    }
  }

  static final class Copies {
    private static final byte[] CODE = {1, 2, 3};
    private static final byte[] OTHER = {1, 2, 4};

    private Copies() {}

    public static void main(String[] args) {
      look("no property", CODE);
      look("the second copy", CODE);
      look("other code", OTHER);
      String key = key(CODE);
      String otherPage = System.getProperty(key(OTHER), "");
      for (String address : new String[] {"none", "0", "-1000", "7fffffff0000"}) {
        System.setProperty(key, address);
        look(address, CODE);
      }
      System.setProperty(key, otherPage);
      look("other page", CODE);
    }

    private static void look(String what, byte[] code) {
      boolean[] asked = new boolean[1];
      long address =
          SharedCode.address(
              "test",
              code,
              () -> {
                asked[0] = true;
                return map(code);
              });
      boolean right = MmanH.mapped(address, code.length).getBytes(code.length)[2] == code[2];
      System.out.println(what + ": " + (asked[0] ? "mapped" : "shared") + (right ? "" : " wrong"));
    }

    private static long map(byte[] code) {
      long address = MmanH.mmap(0x1000, MmanH.PROT_READ | MmanH.PROT_WRITE);
      MmanH.mapped(address, 0x1000).putBytes(code);
      return address;
    }

    private static String key(byte[] code) {
      return "dev.signalman.code.test." + Integer.toHexString(Arrays.hashCode(code));
    }
  }
}
