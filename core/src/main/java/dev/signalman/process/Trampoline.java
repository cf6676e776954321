package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.RawText;
import dev.signalman.internal.trampoline.TrampolineImage;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.MmanH;
import dev.signalman.posix.UnistdH;
import java.util.List;

/// One start of a child through the trampoline: its file in memory, which the child executes in
/// place of the program, and the pipe by which it reports that the program cannot be executed.
///
/// The child gets both at the two lowest numbers that are free in it, and closes them itself before
/// the program begins.
final class Trampoline implements AutoCloseable {
  private static final int CLOSED = -1;
  private static final String FOLDER = "/proc/self/fd/";
  private static final String ALLOW_FILES =
      "Allow files in memory that can be executed (the setting vm.memfd_noexec below 2, no filter"
          + " of system calls or security policy against it)";

  private final Memory path;
  private int reports = CLOSED;

  private Trampoline(int image) {
    this.path = Memory.string(FOLDER + image);
  }

  /// Prepares a start.
  ///
  /// @param signal the signal that the child gets when this process ends
  /// @param wiring takes over what the child needs
  /// @throws UnsupportedOperationException if the system refuses files in memory that can be
  ///   executed
  static Trampoline of(SpawnPlan plan, Signal signal, Wiring wiring) throws PosixException {
    TrampolineImage code = TrampolineImage.forArchitecture(System.getProperty("os.arch", ""));
    int image = wiring.takeNumbers(2);
    int report = image + 1;
    List<byte[]> programs = ProgramPaths.of(RawText.bytes(plan.command().getFirst()));
    byte[] file = code.file(signal.number(), UnistdH.getpid(), image, report, programs);
    wiring.giveAway(fileInMemory(file), image);
    Memory ends = Memory.allocate(2 * Integer.BYTES);
    Trampoline trampoline = new Trampoline(image);
    try {
      Calls.check(UnistdH.pipe2(ends, FcntlH.O_CLOEXEC), "pipe2(O_CLOEXEC)");
      trampoline.reports = ends.getInt(0);
      wiring.giveAway(ends.getInt(Integer.BYTES), report);
      return trampoline;
    } catch (Throwable e) {
      trampoline.close();
      throw e;
    }
  }

  /// A descriptor of a file that can only be read and executed.
  private static int fileInMemory(byte[] content) throws PosixException {
    int writable = newFile();
    try {
      Memory bytes = Memory.allocate(content.length).putBytes(content);
      long written = UnistdH.write(writable, bytes, content.length);
      Calls.check((int) written, "write(memfd)");
      if (written != content.length) {
        throw new PosixException("write(memfd)", new Errno(ErrnoH.ENOMEM));
      }
      // Opened a second time, to read: a file that is open for writing cannot be executed, and the
      // child could change it.
      int opened = FcntlH.open(Memory.string(FOLDER + writable), FcntlH.O_CLOEXEC, 0);
      if (opened < 0 && !Calls.isPassing(opened)) {
        throw refused("a file in /proc/self/fd", new Errno(-opened), "Mount /proc");
      }
      return Calls.check(opened, "open(memfd)");
    } finally {
      UnistdH.close(writable);
    }
  }

  private static int newFile() throws PosixException {
    Memory name = Memory.string("signalman");
    int file = MmanH.memfd_create(name, MmanH.MFD_CLOEXEC | MmanH.MFD_EXEC);
    if (file == -ErrnoH.EINVAL) { // before Linux 6.3
      file = MmanH.memfd_create(name, MmanH.MFD_CLOEXEC);
    }
    if (file < 0 && !Calls.isPassing(file)) {
      throw refused("memfd_create(2)", new Errno(-file), ALLOW_FILES);
    }
    return Calls.check(file, "memfd_create");
  }

  /// The exception for a system that refuses to execute the trampoline.
  static UnsupportedOperationException notExecuted(Errno reason) {
    return refused("the execution of a file in memory", reason, ALLOW_FILES);
  }

  private static UnsupportedOperationException refused(String what, Errno reason, String wayOut) {
    return new UnsupportedOperationException(
        "ending a child with its parent takes "
            + what
            + ", which is refused here: "
            + reason
            + ". "
            + wayOut
            + ", or start the child without a signal at its parent's end");
  }

  /// The path by which the child executes the trampoline.
  Memory path() {
    return path;
  }

  /// Waits until the child has executed the program, or cannot. The child's end of the pipe must
  /// not be open here any more.
  ///
  /// @return 0, or `-errno`, and then the child is about to end
  /// @throws UnsupportedOperationException if the signal could not be arranged
  int result() throws PosixException {
    Memory report = Memory.allocate(TrampolineImage.REPORT_SIZE);
    long count;
    do {
      count = UnistdH.read(reports, report, report.size());
    } while (count == -ErrnoH.EINTR);
    if (count == 0) {
      return 0; // it was closed by exec, or a signal has ended the child
    }
    Calls.check((int) count, "read(report of a child)");
    int errno = report.getInt(Integer.BYTES);
    if (report.getInt(0) == TrampolineImage.STEP_SET_UP) {
      throw refused(
          "prctl(PR_SET_PDEATHSIG)", new Errno(errno), "Allow it in the filter of system calls");
    }
    return -errno;
  }

  /// Closes the end of the pipe in this process. A second call does nothing.
  @Override
  public void close() {
    if (reports != CLOSED) {
      UnistdH.close(reports);
      reports = CLOSED;
    }
  }
}
