package dev.signalman.internal.trampoline;

import dev.signalman.posix.MachineCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The trampoline as a file that the kernel can execute: an ELF executable (elf(5)) of two headers,
/// the code, and the parameters of one start. The whole file is mapped, readable and executable. It
/// has no sections, no loader and no writable data, and its stack is not executable.
///
/// The trampoline asks the kernel for the signal (`PR_SET_PDEATHSIG`, prctl(2)), checks that its
/// parent still lives, and executes the program. If that fails, it writes a [#REPORT_SIZE] report
/// and ends; otherwise the descriptor of the report is closed by exec.
///
/// `docs/decisions/0023-end-with-parent.md` explains this design.
public final class TrampolineImage {
  /// The size of a report: two C ints, the step and the error number.
  public static final int REPORT_SIZE = 8;

  /// The step at which no program could be executed.
  public static final int STEP_EXEC = 0;

  /// The step at which the signal could not be arranged.
  public static final int STEP_SET_UP = 1;

  static final int SIGNAL = 0;
  static final int PARENT = 4;
  static final int IMAGE = 8;
  static final int REPORT = 12;
  static final int PROGRAMS = 16;

  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;
  private static final int HEADER = 64;
  private static final int SEGMENT = 56;
  private static final int HEADERS = HEADER + 2 * SEGMENT;
  private static final int BITS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int VERSION = 1;
  private static final int IDENTITY = 16;
  private static final short EXECUTABLE = 2;
  private static final int LOADED = 1;
  private static final int STACK = 0x6474e551;
  private static final int EXEC = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;
  private static final int STACK_ALIGNMENT = 16;

  /// Where linkers put a program; above the addresses that the kernel keeps free.
  private static final long ADDRESS = 0x400000;

  /// The largest page size of the two architectures.
  private static final long PAGE = 0x10000;

  private final short machine;
  private final MachineCode code;

  private TrampolineImage(short machine, String listing) {
    this.machine = machine;
    this.code = MachineCode.parse(listing);
  }

  /// The images for an architecture, named as in the system property `os.arch`.
  ///
  /// @throws UnsupportedOperationException if there are none for it
  public static TrampolineImage forArchitecture(String osArch) {
    if (osArch.equals("amd64") || osArch.equals("x86_64")) {
      return new TrampolineImage(X86_64, TrampolineCode.AMD64);
    }
    if (osArch.equals("aarch64") || osArch.equals("arm64")) {
      return new TrampolineImage(AARCH64, TrampolineCode.AARCH64);
    }
    throw new UnsupportedOperationException(
        "a child can be ended with its parent only on x86-64 (amd64) and aarch64, not on "
            + osArch
            + ": start it without a signal at its parent's end");
  }

  /// The file for one start.
  ///
  /// @param signal the signal's number
  /// @param parent the parent's pid
  /// @param image the descriptor of this file in the child, which is closed
  /// @param report the descriptor in the child that takes a report
  /// @param programs the paths that are tried one after the other, as execvp(3) does
  public byte[] file(int signal, int parent, int image, int report, List<byte[]> programs) {
    int size = HEADERS + code.size() + PROGRAMS + 1;
    for (byte[] program : programs) {
      size += program.length + 1;
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    putHeader(file);
    putSegment(file, LOADED, READ | EXEC, ADDRESS, size, PAGE);
    putSegment(file, STACK, READ | WRITE, 0, 0, STACK_ALIGNMENT);
    file.put(code.bytes());
    file.putInt(signal).putInt(parent).putInt(image).putInt(report);
    for (byte[] program : programs) {
      file.put(program).put((byte) 0);
    }
    return file.array(); // its last byte, a zero, is the empty path
  }

  private void putHeader(ByteBuffer file) {
    file.put((byte) 0x7f).put((byte) 'E').put((byte) 'L').put((byte) 'F');
    file.put((byte) BITS_64).put((byte) LITTLE_ENDIAN).put((byte) VERSION);
    file.position(IDENTITY);
    file.putShort(EXECUTABLE).putShort(machine).putInt(VERSION);
    file.putLong(ADDRESS + HEADERS + code.offsetOf(TrampolineCode.START));
    file.putLong(HEADER).putLong(0).putInt(0); // segments, sections, flags
    file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 2);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0); // sections
  }

  private static void putSegment(
      ByteBuffer file, int type, int flags, long address, long size, long alignment) {
    file.putInt(type).putInt(flags).putLong(0).putLong(address).putLong(address);
    file.putLong(size).putLong(size).putLong(alignment);
  }
}
