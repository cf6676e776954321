package dev.signalman;

import dev.signalman.posix.SignalRangeH;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A Unix signal: every standard signal of Linux, and the real-time signals that the C library
/// leaves free, `RT0` being `SIGRTMIN`.
///
/// The numbers are those of Linux on x86-64 and aarch64 (signal(7)). The C library is asked for the
/// real-time range when a real-time signal's number is first needed, because it keeps some of the
/// kernel's signals for itself (32 and 33 under glibc, which are therefore no `Signal`).
///
/// ```java
/// Signal.TERM.number();         // 15
/// Signal.parse("SIGUSR1");      // USR1
/// Signal.of(37).fullName();     // "SIGRTMIN+3"
/// ```
public enum Signal {
  /// Hangup: the terminal is gone, or the daemon should read its configuration again.
  HUP(1, DefaultAction.TERMINATE, "Hangup"),
  /// Interrupt from the terminal, Ctrl-C.
  INT(2, DefaultAction.TERMINATE, "Interrupt"),
  /// Quit from the terminal, Ctrl-\; the VM prints a thread dump.
  QUIT(3, DefaultAction.CORE, "Quit"),
  /// Illegal instruction. The VM uses it.
  ILL(4, DefaultAction.CORE, "Illegal instruction"),
  /// Breakpoint trap.
  TRAP(5, DefaultAction.CORE, "Trace/breakpoint trap"),
  /// abort(3).
  ABRT(6, DefaultAction.CORE, "Aborted"),
  /// Bad memory access. The VM uses it.
  BUS(7, DefaultAction.CORE, "Bus error"),
  /// Arithmetic error. The VM uses it.
  FPE(8, DefaultAction.CORE, "Floating point exception"),
  /// Kill. Cannot be caught, blocked or ignored.
  KILL(9, DefaultAction.TERMINATE, "Killed"),
  /// First signal for the user's own purposes.
  USR1(10, DefaultAction.TERMINATE, "User defined signal 1"),
  /// Invalid memory reference. The VM uses it.
  SEGV(11, DefaultAction.CORE, "Segmentation fault"),
  /// Second signal for the user's own purposes; the VM suspends its threads with it.
  USR2(12, DefaultAction.TERMINATE, "User defined signal 2"),
  /// Write to a pipe without a reader. The VM swallows it.
  PIPE(13, DefaultAction.TERMINATE, "Broken pipe"),
  /// alarm(2) and setitimer(2).
  ALRM(14, DefaultAction.TERMINATE, "Alarm clock"),
  /// Request to end.
  TERM(15, DefaultAction.TERMINATE, "Terminated"),
  /// Coprocessor stack fault; never sent by today's kernels.
  STKFLT(16, DefaultAction.TERMINATE, "Stack fault"),
  /// A child ended, stopped or continued.
  CHLD(17, DefaultAction.IGNORE, "Child exited"),
  /// Continue after a stop.
  CONT(18, DefaultAction.CONTINUE, "Continued"),
  /// Stop. Cannot be caught, blocked or ignored.
  STOP(19, DefaultAction.STOP, "Stopped (signal)"),
  /// Stop from the terminal, Ctrl-Z.
  TSTP(20, DefaultAction.STOP, "Stopped"),
  /// Background read from the terminal.
  TTIN(21, DefaultAction.STOP, "Stopped (tty input)"),
  /// Background write to the terminal.
  TTOU(22, DefaultAction.STOP, "Stopped (tty output)"),
  /// Urgent data on a socket.
  URG(23, DefaultAction.IGNORE, "Urgent I/O condition"),
  /// CPU time limit.
  XCPU(24, DefaultAction.CORE, "CPU time limit exceeded"),
  /// File size limit. The VM swallows it.
  XFSZ(25, DefaultAction.CORE, "File size limit exceeded"),
  /// setitimer(2) over the process's own CPU time.
  VTALRM(26, DefaultAction.TERMINATE, "Virtual timer expired"),
  /// setitimer(2) over the process's CPU time; profilers.
  PROF(27, DefaultAction.TERMINATE, "Profiling timer expired"),
  /// The terminal window changed its size.
  WINCH(28, DefaultAction.IGNORE, "Window changed"),
  /// A descriptor became ready.
  IO(29, DefaultAction.TERMINATE, "I/O possible"),
  /// Power failure; LXC's request to shut down.
  PWR(30, DefaultAction.TERMINATE, "Power failure"),
  /// Bad system call, seccomp(2).
  SYS(31, DefaultAction.CORE, "Bad system call"),
  /// `SIGRTMIN`.
  RT0(0),
  /// `SIGRTMIN+1`.
  RT1(1),
  /// `SIGRTMIN+2`.
  RT2(2),
  /// `SIGRTMIN+3`.
  RT3(3),
  /// `SIGRTMIN+4`.
  RT4(4),
  /// `SIGRTMIN+5`.
  RT5(5),
  /// `SIGRTMIN+6`.
  RT6(6),
  /// `SIGRTMIN+7`.
  RT7(7),
  /// `SIGRTMIN+8`.
  RT8(8),
  /// `SIGRTMIN+9`.
  RT9(9),
  /// `SIGRTMIN+10`.
  RT10(10),
  /// `SIGRTMIN+11`.
  RT11(11),
  /// `SIGRTMIN+12`.
  RT12(12),
  /// `SIGRTMIN+13`.
  RT13(13),
  /// `SIGRTMIN+14`.
  RT14(14),
  /// `SIGRTMIN+15`.
  RT15(15),
  /// `SIGRTMIN+16`.
  RT16(16),
  /// `SIGRTMIN+17`.
  RT17(17),
  /// `SIGRTMIN+18`.
  RT18(18),
  /// `SIGRTMIN+19`.
  RT19(19),
  /// `SIGRTMIN+20`.
  RT20(20),
  /// `SIGRTMIN+21`.
  RT21(21),
  /// `SIGRTMIN+22`.
  RT22(22),
  /// `SIGRTMIN+23`.
  RT23(23),
  /// `SIGRTMIN+24`.
  RT24(24),
  /// `SIGRTMIN+25`.
  RT25(25),
  /// `SIGRTMIN+26`.
  RT26(26),
  /// `SIGRTMIN+27`.
  RT27(27),
  /// `SIGRTMIN+28`, which is `SIGRTMAX-2` under glibc: the JDK wakes blocked socket calls with it.
  RT28(28),
  /// `SIGRTMIN+29`.
  RT29(29),
  /// `SIGRTMIN+30`, which is `SIGRTMAX` under glibc.
  RT30(30);

  /// The other name of [#ABRT].
  public static final Signal IOT = ABRT;

  /// The other name of [#CHLD].
  public static final Signal CLD = CHLD;

  /// The other name of [#IO].
  public static final Signal POLL = IO;

  /// What the kernel does with a signal for which a process has set no action (signal(7)).
  public enum DefaultAction {
    /// The process ends.
    TERMINATE,
    /// The process ends and leaves a core file where limits allow one.
    CORE,
    /// The process stops until it gets [Signal#CONT].
    STOP,
    /// The process continues if it was stopped.
    CONTINUE,
    /// Nothing happens.
    IGNORE
  }

  private final int fixedNumber;
  private final int realTimeIndex;
  private final DefaultAction defaultAction;
  private final String description;

  Signal(int number, DefaultAction defaultAction, String description) {
    this.fixedNumber = number;
    this.realTimeIndex = -1;
    this.defaultAction = defaultAction;
    this.description = description;
  }

  /// Real-time signals are counted from `SIGRTMIN`, which only the C library knows.
  Signal(int realTimeIndex) {
    this.fixedNumber = 0;
    this.realTimeIndex = realTimeIndex;
    this.defaultAction = DefaultAction.TERMINATE;
    this.description = "Real-time signal " + realTimeIndex;
  }

  /// `values()` makes a copy each time, and receiving a signal must not.
  private static final Signal[] ALL = values();

  /// The C library's real-time range, asked once.
  private static final class RealTime {
    static final int MIN = SignalRangeH.sigrtmin();
    static final int MAX = SignalRangeH.sigrtmax();

    static boolean exist() {
      return MIN <= MAX;
    }
  }

  /// The number that the kernel knows the signal by, 1 to 64.
  ///
  /// @throws UnsupportedOperationException for a real-time signal that this C library lacks
  public int number() {
    if (fixedNumber != 0) {
      return fixedNumber;
    }
    int number = RealTime.MIN + realTimeIndex;
    if (number > RealTime.MAX) {
      throw new UnsupportedOperationException(
          RealTime.exist()
              ? this
                  + ": this C library has real-time signals up to RT"
                  + (RealTime.MAX - RealTime.MIN)
              : this + ": no real-time signals are known on this machine");
    }
    return number;
  }

  /// Whether instances of the signal queue up, each with its value, instead of merging into one.
  public boolean isRealTime() {
    return fixedNumber == 0;
  }

  /// What the kernel does unless the process has set an action. A Java VM changes this for some
  /// signals: see [Ownership].
  public DefaultAction defaultAction() {
    return defaultAction;
  }

  /// A few words about any signal number, as strsignal(3) has them: `Terminated` for 15, `Unknown
  /// signal 65` for a number without a signal. Calls no native function.
  public static String description(int number) {
    Signal signal = find(number);
    if (signal != null) {
      return signal.description;
    }
    return isKept(number) ? "Kept by the C library for its threads" : "Unknown signal " + number;
  }

  /// A name for any signal number: [#fullName()] of its signal, or a name such as `SIG32` if it has
  /// none.
  public static String fullName(int number) {
    Signal signal = find(number);
    return signal == null ? "SIG" + number : signal.fullName();
  }

  /// A few words of English, as a shell prints them: `Terminated`.
  public String description() {
    return description;
  }

  /// The name with its prefix: `SIGTERM`, `SIGRTMIN`, `SIGRTMIN+6`.
  public String fullName() {
    if (!isRealTime()) {
      return "SIG" + name();
    }
    return realTimeIndex == 0 ? "SIGRTMIN" : "SIGRTMIN+" + realTimeIndex;
  }

  /// The signal with the given number.
  ///
  /// @throws IllegalArgumentException if there is none; the message says why
  public static Signal of(int number) {
    Signal signal = find(number);
    if (signal == null) {
      throw none(Integer.toString(number), isKept(number));
    }
    return signal;
  }

  /// The signal with the given number, or null.
  static @Nullable Signal find(int number) {
    if (number >= 1 && number <= SYS.fixedNumber) {
      return ALL[number - 1];
    }
    return number > SYS.fixedNumber && number >= RealTime.MIN && number <= RealTime.MAX
        ? ALL[SYS.fixedNumber + number - RealTime.MIN]
        : null;
  }

  private static boolean isKept(int number) {
    return number > SYS.fixedNumber && number < RealTime.MIN && RealTime.exist();
  }

  private static IllegalArgumentException none(String asked, boolean kept) {
    return new IllegalArgumentException(
        "no such signal: "
            + asked
            + (kept ? ", which the C library keeps for its threads" : "")
            + "; write a name such as TERM or RTMIN+3, or a number from 1 to 31 or "
            + RealTime.MIN
            + " to "
            + RealTime.MAX);
  }

  /// The signal that a text names: `TERM`, `SIGTERM`, `15`, `RTMIN+3`, `SIGRTMAX-1`, `RT3`, in
  /// upper or lower case, or one of the old names `IOT`, `CLD`, `POLL`.
  ///
  /// @throws IllegalArgumentException if no signal has that name; the message quotes the text
  public static Signal parse(String text) {
    String name = isAscii(text) ? text.strip().toUpperCase(Locale.ROOT) : "";
    if (isNumber(name)) {
      return of(Integer.parseInt(name));
    }
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    return switch (bare) {
      case "IOT" -> ABRT;
      case "CLD" -> CHLD;
      case "POLL" -> IO;
      case "RTMIN" -> RT0;
      case "RTMAX" -> of(RealTime.MAX);
      default -> named(bare, text);
    };
  }

  private static Signal named(String bare, String text) {
    for (Signal signal : ALL) {
      if (signal.name().equals(bare)) {
        return signal;
      }
    }
    if (bare.length() > 6 && isNumber(bare.substring(6))) {
      int distance = Integer.parseInt(bare.substring(6));
      int number =
          switch (bare.substring(0, 6)) {
            case "RTMIN+" -> RealTime.MIN + distance;
            case "RTMAX-" -> RealTime.MAX - distance;
            default -> 0;
          };
      if (number >= RealTime.MIN && number <= RealTime.MAX) {
        return of(number);
      }
    }
    throw none('"' + text + '"', false);
  }

  /// Some letters outside ASCII have an ASCII capital, such as the long s and the i without dot.
  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 0x80);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 4
        && text.chars().allMatch(character -> character >= '0' && character <= '9');
  }
}
