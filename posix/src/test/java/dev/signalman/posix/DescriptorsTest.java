package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EAGAIN;
import static dev.signalman.posix.ErrnoNumbers.EBADF;
import static dev.signalman.posix.ErrnoNumbers.EEXIST;
import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static dev.signalman.posix.ErrnoNumbers.ENOENT;
import static dev.signalman.posix.ErrnoNumbers.EPIPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The calls of `<unistd.h>`, `<fcntl.h>`, `<sys/epoll.h>`, `<sys/eventfd.h>`, on a pipe.
class DescriptorsTest {
  private static final int NONE = -1;
  private static final int NO_FLAG = 1 << 30;

  private final Memory ends = Memory.allocate(8);

  @BeforeEach
  void openPipe() {
    assertThat(UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK)).isZero();
  }

  @AfterEach
  void closePipe() {
    UnistdH.close(reader());
    UnistdH.close(writer());
  }

  private int reader() {
    return ends.getInt(0);
  }

  private int writer() {
    return ends.getInt(4);
  }

  @Test
  void bytesGoThroughAPipeAndNoMoreThanABlockHolds() {
    Memory text = Memory.allocate(5).putBytes("hello".getBytes(StandardCharsets.US_ASCII));
    assertThat(UnistdH.write(writer(), text, 1_000)).isEqualTo(5);
    Memory start = Memory.allocate(4);
    assertThat(UnistdH.read(reader(), start, 1_000)).isEqualTo(4);
    assertThat(start.getBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("hell");
    assertThat(UnistdH.read(reader(), start, 4)).isEqualTo(1);
  }

  @Test
  void readingAndWritingNameTheirErrors() {
    Memory block = Memory.allocate(16);
    assertThat(UnistdH.read(reader(), block, 16)).isEqualTo(-EAGAIN);
    assertThat(UnistdH.read(writer(), block, 16)).isEqualTo(-EBADF);
    assertThat(UnistdH.write(reader(), block, 16)).isEqualTo(-EBADF);
    assertThat(UnistdH.pipe2(block, NO_FLAG)).isEqualTo(-EINVAL);
    assertThat(UnistdH.close(NONE)).isEqualTo(-EBADF);
    assertThat(UnistdH.close(reader())).isZero();
    assertThat(UnistdH.write(writer(), block, 16)).isEqualTo(-EPIPE);
  }

  @Test
  void fcntlNamesItsErrors() {
    assertThat(FcntlH.fcntl(writer(), FcntlH.F_SETPIPE_SZ, 1 << 17)).isEqualTo(1 << 17);
    assertThat(FcntlH.fcntl(writer(), FcntlH.F_GETPIPE_SZ, 0)).isEqualTo(1 << 17);
    assertThat(FcntlH.fcntl(writer(), FcntlH.F_GETFD, 0)).isEqualTo(FcntlH.FD_CLOEXEC);
    assertThat(FcntlH.fcntl(writer(), FcntlH.F_SETPIPE_SZ, -1)).isEqualTo(-EINVAL);
    assertThat(FcntlH.fcntl(NONE, FcntlH.F_GETFD, 0)).isEqualTo(-EBADF);
    assertThat(FcntlH.open(Memory.string("/no/such/file"), FcntlH.O_RDONLY, 0)).isEqualTo(-ENOENT);
  }

  @Test
  void eventfdCountsAndNamesItsErrors() {
    int eventfd = EventfdH.eventfd(3, EventfdH.EFD_CLOEXEC | EventfdH.EFD_NONBLOCK);
    Memory number = Memory.allocate(8);
    assertThat(UnistdH.write(eventfd, Memory.allocate(8).putLong(0, 4), 8)).isEqualTo(8);
    assertThat(UnistdH.read(eventfd, number, 8)).isEqualTo(8);
    assertThat(number.getLong(0)).isEqualTo(7);
    assertThat(UnistdH.read(eventfd, number, 8)).isEqualTo(-EAGAIN);
    assertThat(UnistdH.close(eventfd)).isZero();
    assertThat(EventfdH.eventfd(0, NO_FLAG)).isEqualTo(-EINVAL);
  }

  @Test
  void epollTellsWhichDescriptorsAreReady() {
    int epoll = EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC);
    try {
      add(epoll, reader(), 0x1122_3344_5566_7788L);
      add(epoll, writer(), -2);
      Memory events = Memory.allocate(2L * EpollH.EVENT_SIZE);
      assertThat(EpollH.epoll_wait(epoll, events, 2, 0)).isZero();
      UnistdH.write(writer(), Memory.allocate(1), 1);
      assertThat(EpollH.epoll_wait(epoll, events, 2, -1)).isEqualTo(1);
      assertThat(events.getInt(EpollH.EVENTS)).isEqualTo(EpollH.EPOLLIN);
      assertThat(events.getLong(EpollH.DATA)).isEqualTo(0x1122_3344_5566_7788L);
      UnistdH.close(reader());
      assertThat(EpollH.epoll_wait(epoll, events, 2, -1)).isEqualTo(1);
      assertThat(events.getInt(EpollH.EVENTS)).isEqualTo(EpollH.EPOLLERR);
      assertThat(events.getLong(EpollH.DATA)).isEqualTo(-2);
    } finally {
      UnistdH.close(epoll);
    }
  }

  private static int add(int epoll, int descriptor, long data) {
    Memory event = Memory.allocate(EpollH.EVENT_SIZE);
    event.putInt(EpollH.EVENTS, EpollH.EPOLLIN).putLong(EpollH.DATA, data);
    return EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, descriptor, event);
  }

  @Test
  void epollNamesItsErrors() {
    int epoll = EpollH.epoll_create1(0);
    try {
      Memory events = Memory.allocate(EpollH.EVENT_SIZE);
      Memory second = Memory.allocate(16).putLong(0, 1);
      assertThat(EpollH.epoll_create1(NO_FLAG)).isEqualTo(-EINVAL);
      assertThat(add(epoll, NONE, 0)).isEqualTo(-EBADF);
      assertThat(add(epoll, reader(), 0)).isZero();
      assertThat(add(epoll, reader(), 0)).isEqualTo(-EEXIST);
      assertThat(EpollH.epoll_wait(epoll, events, 0, 0)).isEqualTo(-EINVAL);
      assertThat(EpollH.epoll_wait(NONE, events, 1, 0)).isEqualTo(-EBADF);
      assertThat(EpollH.epoll_pwait2(NONE, events, 1, second)).isEqualTo(-EBADF);
      assertThat(EpollH.epoll_pwait2(epoll, events, 0, second)).isEqualTo(-EINVAL);
    } finally {
      UnistdH.close(epoll);
    }
  }

  @Test
  void fineTimeoutsAreNotShort() {
    int epoll = EpollH.epoll_create1(0);
    try {
      Memory timeout = Memory.allocate(16).putLong(8, 3_000_000);
      long start = System.nanoTime();
      int count = EpollH.epoll_pwait2(epoll, Memory.allocate(EpollH.EVENT_SIZE), 1, timeout);
      long elapsed = System.nanoTime() - start;
      assertThat(count).isZero();
      assertThat(elapsed).isGreaterThanOrEqualTo(3_000_000);
    } finally {
      UnistdH.close(epoll);
    }
  }

  @Test
  void aProcessWithoutDescriptorsIsEmfile() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(ProcessState.class)
            .args("descriptors")
            .prefix("prlimit", "--nofile=64")
            .start()) {
      child.expect("EMFILE");
      child.expectExit(0);
    }
  }
}
