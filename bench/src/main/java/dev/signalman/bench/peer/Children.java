package dev.signalman.bench.peer;

/// One way to have child processes.
interface Children {
  /// How much is read or written at once.
  int BLOCK = 65_536;

  /// Starts so many children, then waits for all of them; each has to end with status 0.
  void run(int width, String program) throws Exception;

  /// Starts children that do nothing until they are killed.
  ///
  /// @return kills them and waits for them
  AutoCloseable idle(int count) throws Exception;

  /// How the names begin of the threads that look after children.
  String threads();

  /// Sends so many bytes through `cat` and back.
  ///
  /// @return nanoseconds from the first write to the end of what comes back
  long pipe(long bytes) throws Exception;

  /// Fails unless all has come back.
  static void check(long expected, long came) {
    if (expected != came) {
      throw new IllegalStateException(came + " of " + expected + " bytes came back");
    }
  }

  /// Fails unless a child has done what it should.
  static void checkStatus(int status) {
    if (status != 0) {
      throw new IllegalStateException("a child ended with status " + status);
    }
  }
}
