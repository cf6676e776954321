package dev.signalman.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.TreeMap;

/// A call of each function that takes blocks of C memory, with blocks that nobody else holds: that
/// is why none is kept in a variable.
final class MemoryCases {
  private static final int NONE = -1;
  private static final int CONT = 18;
  private static final int OUTPUT = 1 << 20;

  /// What two calls of recvmsg and sendmsg share, since the block that is tried has only its
  /// address.
  private static final Memory BYTES = Memory.allocate(64);

  private static final Memory VECTOR =
      Memory.allocate(16).putLong(0, BYTES.address()).putLong(8, BYTES.size());

  private final Map<String, Case> cases = new TreeMap<>();

  /// Makes blocks for a call.
  @FunctionalInterface
  interface Blocks {
    Memory of(long size);
  }

  /// A call.
  @FunctionalInterface
  interface Call {
    long make(Blocks blocks);
  }

  /// A call, and what ends it if it waits in the kernel.
  ///
  /// @param systemCall in which it waits, or [#NONE] if it does not
  record Case(Call call, long systemCall, Peers.Step end) {
    boolean waits() {
      return systemCall != NONE;
    }
  }

  private MemoryCases() {}

  static Map<String, Case> all(Peers peers) {
    MemoryCases all = new MemoryCases();
    all.addWaiting(peers);
    all.addDescriptors(peers);
    all.addSignalsAndTimers();
    all.addSpawn();
    return all.cases;
  }

  private void waiting(String name, long systemCall, Call call, Peers.Step end) {
    cases.put(name, new Case(call, systemCall, end));
  }

  private void add(String name, Call call) {
    cases.put(name, new Case(call, NONE, () -> {}));
  }

  private void addWaiting(Peers peers) {
    waiting(
        "UnistdH.read",
        SyscallNumbers.READ,
        blocks -> UnistdH.read(peers.reader(), blocks.of(64), 64),
        () -> peers.write(64));
    waiting(
        "UnistdH.readAny",
        SyscallNumbers.READ,
        blocks -> UnistdH.readAny(peers.reader(), blocks.of(64)),
        () -> peers.write(64));
    waiting(
        "UnistdH.write",
        SyscallNumbers.WRITE,
        blocks -> UnistdH.write(peers.writer(), Peers.patterned(blocks.of(OUTPUT)), OUTPUT),
        () -> peers.drain(peers.reader(), OUTPUT));
    waiting(
        "SocketH.send",
        SyscallNumbers.SENDTO,
        blocks -> SocketH.send(peers.left(), Peers.patterned(blocks.of(OUTPUT)), OUTPUT, 0),
        () -> peers.drain(peers.right(), OUTPUT));
    waiting(
        "SocketH.recvmsg",
        SyscallNumbers.RECVMSG,
        blocks -> SocketH.recvmsg(peers.left(), message(blocks), 0),
        () -> SocketH.send(peers.right(), BYTES, 64, 0));
    waiting(
        "EpollH.epoll_wait",
        SyscallNumbers.EPOLL_PWAIT,
        blocks -> EpollH.epoll_wait(peers.epoll(), blocks.of(EpollH.EVENT_SIZE), 1, -1),
        () -> peers.writeOne());
    waiting(
        "EpollH.epoll_pwait2",
        SyscallNumbers.EPOLL_PWAIT2,
        blocks ->
            EpollH.epoll_pwait2(
                peers.epoll(), blocks.of(EpollH.EVENT_SIZE), 1, blocks.of(16).putLong(0, 1_000)),
        () -> peers.writeOne());
    waiting(
        "PollH.poll",
        SyscallNumbers.PPOLL,
        blocks -> PollH.poll(pollfd(blocks, peers.reader()), 1, 1_000_000),
        () -> peers.writeOne());
    waiting(
        "WaitH.waitid",
        SyscallNumbers.WAITID,
        blocks ->
            WaitH.waitid(
                WaitH.P_PID,
                peers.child(),
                blocks.of(Siginfo.SIZE),
                WaitH.WEXITED | WaitH.WNOWAIT,
                blocks.of(WaitH.RUSAGE_SIZE)),
        peers::endChild);
    waiting(
        "FcntlH.open",
        SyscallNumbers.OPENAT,
        blocks -> peers.keep(FcntlH.open(text(blocks, peers.fifo()), FcntlH.O_RDONLY, 0)),
        () -> peers.keep(FcntlH.open(Memory.string(peers.fifo()), FcntlH.O_RDWR, 0)));
    waiting(
        "SocketH.connect",
        SyscallNumbers.CONNECT,
        blocks -> SocketH.connect(peers.caller(), peers.address(blocks.of(16)), 16),
        peers::accept);
  }

  private static Memory message(Blocks blocks) {
    return blocks
        .of(SocketH.MSGHDR_SIZE)
        .putLong(SocketH.MSG_IOV, VECTOR.address())
        .putLong(SocketH.MSG_IOVLEN, 1);
  }

  private static Memory pollfd(Blocks blocks, int fd) {
    return blocks.of(PollH.POLLFD_SIZE).putInt(0, fd).putInt(4, PollH.POLLIN);
  }

  private static Memory text(Blocks blocks, String text) {
    return blocks.of(text.length() + 1L).putBytes(text.getBytes(US_ASCII));
  }

  private void addDescriptors(Peers peers) {
    add("UnistdH.pipe2", blocks -> UnistdH.pipe2(blocks.of(8), 1 << 30));
    add(
        "SignalfdH.signalfd",
        blocks -> peers.keep(SignalfdH.signalfd(-1, blocks.of(8), SignalfdH.SFD_CLOEXEC)));
    add(
        "EpollH.epoll_ctl",
        blocks ->
            EpollH.epoll_ctl(
                peers.epoll(), EpollH.EPOLL_CTL_ADD, NONE, blocks.of(EpollH.EVENT_SIZE)));
    add("DirentH.getdents64", blocks -> DirentH.getdents64(NONE, blocks.of(1_024)));
    add(
        "IoctlH.ioctl",
        blocks -> IoctlH.ioctl(peers.reader(), IoctlH.FIONREAD, blocks.of(Integer.BYTES)));
    add("UnistdH.chdir", blocks -> UnistdH.chdir(text(blocks, ".")));
    add("SocketH.socketpair", blocks -> SocketH.socketpair(-1, 0, 0, blocks.of(8)));
    add("SocketH.bind", blocks -> SocketH.bind(NONE, blocks.of(16), 16));
    add(
        "SocketH.sendmsg",
        blocks -> peers.takeBack(SocketH.sendmsg(peers.left(), message(blocks), 0)));
    add(
        "SocketH.getsockopt",
        blocks ->
            SocketH.getsockopt(
                peers.left(),
                SocketH.SOL_SOCKET,
                SocketH.SO_PEERCRED,
                blocks.of(12),
                blocks.of(4).putInt(0, 12)));
    add(
        "MmanH.memfd_create",
        blocks -> UnistdH.close(MmanH.memfd_create(blocks.of(8), MmanH.MFD_CLOEXEC)));
    add(
        "MmanH.mprotect",
        blocks -> MmanH.mprotect(blocks.of(64), MmanH.PROT_READ | MmanH.PROT_WRITE));
    add(
        "PidfdH.pidfd_send_signal",
        blocks -> PidfdH.pidfd_send_signal(NONE, 0, blocks.of(Siginfo.SIZE), 0));
  }

  private void addSignalsAndTimers() {
    add(
        "SignalH.rt_sigqueueinfo",
        blocks -> SignalH.rt_sigqueueinfo(0, 0, blocks.of(Siginfo.SIZE)));
    add(
        "SignalH.sigaction",
        blocks -> SignalH.sigaction(CONT, blocks.of(Sigaction.SIZE), blocks.of(Sigaction.SIZE)));
    add("SignalH.sigpending", blocks -> SignalH.sigpending(blocks.of(8)));
    add(
        "SignalH.pthread_sigmask",
        blocks -> SignalH.pthread_sigmask(SignalH.SIG_BLOCK, blocks.of(8), blocks.of(8)));
    add(
        "TimeH.setitimer",
        blocks ->
            TimeH.setitimer(
                TimeH.ITIMER_REAL,
                blocks.of(TimeH.ITIMERVAL_SIZE),
                blocks.of(TimeH.ITIMERVAL_SIZE)));
    add(
        "TimeH.getitimer",
        blocks -> TimeH.getitimer(TimeH.ITIMER_REAL, blocks.of(TimeH.ITIMERVAL_SIZE)));
    add(
        "TimerH.timer_create",
        blocks -> TimerH.timer_create(NONE, blocks.of(TimerH.SIGEVENT_SIZE), blocks.of(4)));
    add(
        "TimerH.timer_settime",
        blocks ->
            TimerH.timer_settime(
                NONE, 0, blocks.of(TimerH.ITIMERSPEC_SIZE), blocks.of(TimerH.ITIMERSPEC_SIZE)));
    add(
        "TimerH.timer_gettime",
        blocks -> TimerH.timer_gettime(NONE, blocks.of(TimerH.ITIMERSPEC_SIZE)));
    add(
        "TimerH.clock_gettime",
        blocks -> TimerH.clock_gettime(TimerH.CLOCK_MONOTONIC, blocks.of(TimerH.TIMESPEC_SIZE)));
  }

  /// The objects are zeros, which is an object without actions in the C libraries that there are.
  private void addSpawn() {
    add(
        "SpawnH.posix_spawnp",
        blocks ->
            SpawnH.posix_spawnp(
                blocks.of(4),
                text(blocks, "/no/such/program"),
                object(blocks),
                object(blocks),
                blocks.of(8),
                blocks.of(8)));
    add("SpawnH.actionsInit", blocks -> SpawnH.actionsInit(object(blocks)));
    add("SpawnH.actionsDestroy", blocks -> SpawnH.actionsDestroy(object(blocks)));
    add("SpawnH.addDup2", blocks -> SpawnH.addDup2(object(blocks), NONE, NONE));
    add("SpawnH.addClose", blocks -> SpawnH.addClose(object(blocks), NONE));
    add("SpawnH.addOpen", blocks -> SpawnH.addOpen(object(blocks), NONE, text(blocks, "/"), 0));
    add("SpawnH.addChdir", blocks -> SpawnH.addChdir(object(blocks), text(blocks, "/")));
    add("SpawnH.addCloseFrom", blocks -> SpawnH.addCloseFrom(object(blocks), NONE));
    add("SpawnH.addTerminalGroup", blocks -> SpawnH.addTerminalGroup(object(blocks), NONE));
    add("SpawnH.attributesInit", blocks -> SpawnH.attributesInit(object(blocks)));
    add("SpawnH.setFlags", blocks -> SpawnH.setFlags(object(blocks), (short) 0));
    add("SpawnH.setGroup", blocks -> SpawnH.setGroup(object(blocks), 0));
    add("SpawnH.setMask", blocks -> SpawnH.setMask(object(blocks), blocks.of(128)));
    add("SpawnH.setDefault", blocks -> SpawnH.setDefault(object(blocks), blocks.of(128)));
  }

  private static Memory object(Blocks blocks) {
    return blocks.of(SpawnH.OBJECT_SIZE);
  }
}
