package dev.signalman.internal.init;

import dev.signalman.PosixException;

/// A listener of [dev.signalman.process.Orphans] that also receives SIGCHLD, and says itself when
/// to look for orphans: in its own thread, without another one. Only a process that starts no child
/// through `java.lang.Process` may use it. Otherwise each orphan has to be told from such children,
/// which takes a thread of the JDK. After `Orphans.close` the listener is not called any more, also
/// for orphans that had ended.
public interface OrphanWatch {
  /// Whether it looks at the names of orphans. Otherwise they are empty: to read one takes longer
  /// than all else that is done for an orphan.
  boolean namesOrphans();

  /// Offers the search, for one thread at a time.
  void offer(Search search);

  /// A search through the children of this process, in parts.
  interface Search {
    /// Continues the search, or begins one, and waits for some of the orphans that have ended.
    ///
    /// @return whether this search has another part. After the last part, each orphan that had
    ///   ended when the search began has been waited for. A new search finds later ones
    /// @throws PosixException if the process is out of descriptors: then this search is over, and
    ///   has not found all
    boolean next() throws PosixException;
  }
}
