package dev.signalman;

/// The user of a signal in a Java process, and whether a program may take the signal.
///
/// @param owner the user of the signal while no program has claimed it
/// @param claim whether a program may receive it
/// @param reason one sentence: what the owner does with it, and what follows for a claim
public record Ownership(Owner owner, Claim claim, String reason) {
  /// A user of a signal.
  public enum Owner {
    /// The kernel: no process can catch it.
    KERNEL,
    /// HotSpot.
    JVM,
    /// The C library.
    LIBC,
    /// The JDK's socket channels.
    JDK_NIO,
    /// No user: the default action holds.
    NONE
  }

  /// Whether a program may receive a signal.
  public enum Claim {
    /// Freely.
    YES,
    /// Under a condition, which [Ownership#reason()] states.
    GUARDED,
    /// Never.
    NO
  }

  private static final Ownership FREE = new Ownership(Owner.NONE, Claim.YES, "free for any use");

  /// Whether a program can receive `signal` at all: whether its claim is not [Claim#NO].
  public static boolean receivable(Signal signal) {
    return of(signal).claim != Claim.NO;
  }

  /// The owner of `signal` in a HotSpot VM of JDK 25, and what follows from that.
  public static Ownership of(Signal signal) {
    return switch (signal) {
      case KILL, STOP ->
          new Ownership(Owner.KERNEL, Claim.NO, "no process can catch, block or ignore it");
      case SEGV, BUS, FPE, ILL ->
          new Ownership(
              Owner.JVM,
              Claim.NO,
              "the VM implements null checks, safepoints and stack growth with it");
      case RT28 ->
          new Ownership(
              Owner.JDK_NIO,
              Claim.NO,
              "the JDK wakes threads blocked in sockets with it, and installs its handler late, so that"
                  + " it looks free; take another RT signal");
      case HUP, INT, TERM ->
          new Ownership(
              Owner.JVM,
              Claim.YES,
              "the VM runs shutdown hooks and exits; a claim replaces that and gives it back on close");
      case QUIT ->
          new Ownership(
              Owner.JVM,
              Claim.GUARDED,
              "the VM prints a thread dump and lets tools attach; a claim replaces the dump and leaves"
                  + " the rest, and ignoring it is refused because jcmd could not attach any more");
      case USR2 ->
          new Ownership(
              Owner.JVM,
              Claim.GUARDED,
              "the VM suspends its threads with it; a claim passes those instances on to the VM"
                  + " (_JAVA_SR_SIGNUM moves the VM to another signal)");
      case PIPE, XFSZ ->
          new Ownership(
              Owner.JVM,
              Claim.GUARDED,
              "the VM swallows it, and a failed write is an exception, also while it is claimed;"
                  + " a claim gets one for each such write of any thread, with this process as the"
                  + " sender, and those that other processes send");
      case ABRT ->
          new Ownership(
              Owner.NONE,
              Claim.GUARDED,
              "abort(3) of the C library, which the VM calls too, ends the process by it, also while it"
                  + " is claimed; a claim gets those that are sent to the process");
      case CHLD ->
          new Ownership(
              Owner.NONE,
              Claim.GUARDED,
              "free to receive; ignoring it is refused because every Process exit value would become 0");
      default -> FREE;
    };
  }
}
