package dev.signalman.testkit;

import java.io.IOException;

/// A service manager in Python: it receives as systemd does, and does what a test tells it.
public final class NotifyPeer implements AutoCloseable {
  private static final String PROGRAM =
      """
      import array, os, socket, struct, sys, time
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      s.bind('\\0' + sys.argv[1][1:] if sys.argv[1][0] == '@' else sys.argv[1])
      print('ready', flush=True)
      files = []
      def take():
          data, control, flags, _ = s.recvmsg(1 << 16, 4096)
          pid, came = 0, []
          for level, kind, value in control:
              if kind == socket.SCM_CREDENTIALS:
                  pid = struct.unpack('iii', value)[0]
              elif kind == socket.SCM_RIGHTS:
                  came += array.array('i', value)
          files.extend(came)
          return '%d %d %s' % (pid, len(came), data.decode().replace('\\n', '|'))
      while True:
          order = sys.stdin.readline().strip()
          if order == 'take':
              print(take(), flush=True)
          elif order == 'read':
              print(os.pread(files[-1], 100, 0).decode(), flush=True)
          elif order == 'close':
              for fd in files:
                  os.close(fd)
              files = []
          elif order == 'clock':
              print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000, flush=True)
          else:
              break
      """;

  private final ChildProgram program;
  private final String address;

  private NotifyPeer(ChildProgram program, String address) {
    this.program = program;
    this.address = address;
  }

  /// Starts one that receives at an address as NOTIFY_SOCKET has it.
  public static NotifyPeer at(String address) throws IOException, InterruptedException {
    Peer.assumePython();
    ChildProgram program = ChildProgram.start("python3", "-c", PROGRAM, address);
    program.expect("ready");
    return new NotifyPeer(program, address);
  }

  /// The address, as in NOTIFY_SOCKET.
  public String address() {
    return address;
  }

  /// Takes the next message: the sender's pid, the number of descriptors, and the fields with bars
  /// between them.
  public String take() throws IOException, InterruptedException {
    return ask("take");
  }

  /// Takes the next message, and compares its fields and its sender, which is this process.
  public void expect(String fields) throws IOException, InterruptedException {
    expect(0, fields);
  }

  /// The same for a message with descriptors.
  public void expect(int descriptors, String fields) throws IOException, InterruptedException {
    String expected = ProcessHandle.current().pid() + " " + descriptors + " " + fields;
    String came = take();
    if (!came.equals(expected)) {
      throw program.failure("expected <" + expected + "> but got <" + came + ">");
    }
  }

  /// What is in the file that came last.
  public String read() throws IOException, InterruptedException {
    return ask("read");
  }

  /// Its monotonic clock in microseconds.
  public long clock() throws IOException, InterruptedException {
    return Long.parseLong(ask("clock"));
  }

  /// Closes all descriptors that came.
  public void closeFiles() throws IOException {
    program.send("close");
  }

  private String ask(String order) throws IOException, InterruptedException {
    program.send(order);
    return program.line();
  }

  /// Ends it.
  public void kill() throws InterruptedException {
    program.process().destroyForcibly().waitFor();
  }

  /// Ends the peer.
  @Override
  public void close() {
    program.close();
  }
}
