package dev.signalman.posix;

import dev.signalman.posix.MemoryCases.Case;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A child that makes each call of [MemoryCases] again and again, and meanwhile collects garbage,
/// takes new memory of the same size, and closes the arena that a block is from.
///
/// Its arguments are a folder and how many milliseconds it runs.
final class HeldMemory {
  /// A compiled method holds less than an interpreted one, and the compiler does not see a class
  /// until it is loaded.
  private static final int LEAST_ROUNDS = 3;

  private static final int COLLECTIONS = 2;

  private final List<WeakReference<Memory>> blocks =
      Collections.synchronizedList(new ArrayList<>());
  private final List<Memory> taken = new ArrayList<>();
  private final Set<String> done = new TreeSet<>();
  private @Nullable Thread caller;
  private @Nullable Arena arena;

  private HeldMemory() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000;
    HeldMemory test = new HeldMemory();
    CallSeam.install(test::beforeCall);
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() < end; round++) {
      for (String name : names(folder)) {
        test.run(name, folder, null);
        try (Arena shared = Arena.ofShared()) {
          test.run(name, folder, shared);
        } catch (IllegalStateException e) {
          if (test.arena != null) {
            throw e; // it was not the test that closed it
          }
        }
      }
    }
    System.out.println(String.join(" ", test.done));
  }

  private void run(String name, Path folder, @Nullable Arena users) throws Exception {
    blocks.clear();
    taken.clear();
    arena = users;
    try (Peers peers = new Peers(folder)) {
      peers.open();
      Case tried = Objects.requireNonNull(MemoryCases.all(peers).get(name));
      if (tried.waits()) {
        makeWaiting(name, tried);
      } else if (users == null) {
        caller = Thread.currentThread();
        tried.call().make(this::block);
        caller = null;
      } else {
        refuse(name, tried);
      }
      checkTaken(name);
    }
    done.add(name);
  }

  /// The first block of a call is the user's, if there is an arena.
  private Memory block(long size) {
    Arena users = blocks.isEmpty() ? arena : null;
    Memory block =
        users == null ? Memory.allocate(size) : Memory.of(users.allocate(size, 16).asByteBuffer());
    blocks.add(new WeakReference<>(block));
    return block;
  }

  /// Before a call that does not wait: its blocks have become numbers already.
  private int beforeCall(String call) {
    if (Thread.currentThread().equals(caller) && !call.equals(CallSeam.ALLOCATION)) {
      caller = null;
      collect(call);
    }
    return 0;
  }

  private void makeWaiting(String name, Case tried) throws Exception {
    Blocked blocked = Blocked.in(tried.systemCall(), () -> tried.call().make(this::block));
    Arena users = arena;
    if (users != null) {
      checkClosingIsRefused(name, users);
    }
    collect(name);
    tried.end().run();
    blocked.result();
  }

  private static void checkClosingIsRefused(String name, Arena users) {
    try {
      users.close();
    } catch (IllegalStateException e) {
      return;
    }
    throw new AssertionError(name + ": the arena was closed during the call");
  }

  /// A call does not begin with an arena that is closed.
  private void refuse(String name, Case tried) {
    Arena users = arena;
    try {
      tried.call().make(size -> closed(size, users));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return;
    }
    throw new AssertionError(name + ": called with memory that is gone");
  }

  private Memory closed(long size, @Nullable Arena users) {
    Memory block = block(size);
    if (blocks.size() == 1 && users != null) {
      users.close();
      arena = null;
    }
    return block;
  }

  private void collect(String name) {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      for (WeakReference<Memory> block : List.copyOf(blocks)) {
        Memory held = block.get();
        if (held == null) {
          throw new AssertionError(name + ": a block was collected during the call");
        }
        take(held.size());
      }
    }
  }

  /// Would get the memory that was freed, and see it written to.
  private void take(long size) {
    if (size <= SpawnH.OBJECT_SIZE) {
      taken.add(Peers.patterned(Memory.allocate(size)));
    }
  }

  private void checkTaken(String name) {
    for (Memory block : taken) {
      if (!Peers.isPatterned(block, (int) block.size())) {
        throw new AssertionError(name + ": the call wrote to memory of somebody else");
      }
    }
  }

  static Set<String> names(Path folder) {
    return MemoryCases.all(new Peers(folder)).keySet();
  }
}
