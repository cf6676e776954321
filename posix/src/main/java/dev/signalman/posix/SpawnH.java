package dev.signalman.posix;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `<spawn.h>`: starts a process without copying this one. The C functions return the error number
/// itself; here it is made negative, as everywhere in this module.
public final class SpawnH {
  /// Bytes that hold a `posix_spawn_file_actions_t` (80 in glibc) or a `posix_spawnattr_t` (336).
  public static final int OBJECT_SIZE = 512;

  /// Flag: put the child into the given process group.
  public static final short POSIX_SPAWN_SETPGROUP = 0x02;

  /// Flag: give the chosen signals their default action.
  public static final short POSIX_SPAWN_SETSIGDEF = 0x04;

  /// Flag: start with the given signal mask.
  public static final short POSIX_SPAWN_SETSIGMASK = 0x08;

  /// Flag: start a new session.
  public static final short POSIX_SPAWN_SETSID = 0x80;

  private static final CFunction SPAWNP = CFunction.of("posix_spawnp");
  private static final CFunction ACTIONS_INIT = CFunction.of("posix_spawn_file_actions_init");
  private static final CFunction ACTIONS_DESTROY = CFunction.of("posix_spawn_file_actions_destroy");
  private static final CFunction ADD_DUP2 = CFunction.of("posix_spawn_file_actions_adddup2");
  private static final CFunction ADD_CLOSE = CFunction.of("posix_spawn_file_actions_addclose");
  private static final CFunction ADD_OPEN = CFunction.of("posix_spawn_file_actions_addopen");
  private static final CFunction ADD_CHDIR = CFunction.of("posix_spawn_file_actions_addchdir_np");
  private static final CFunction ATTR_INIT = CFunction.of("posix_spawnattr_init");
  private static final CFunction SET_FLAGS = CFunction.of("posix_spawnattr_setflags");
  private static final CFunction SET_GROUP = CFunction.of("posix_spawnattr_setpgroup");
  private static final CFunction SET_MASK = CFunction.of("posix_spawnattr_setsigmask");
  private static final CFunction SET_DEFAULT = CFunction.of("posix_spawnattr_setsigdefault");

  // These functions exist only in newer C libraries.
  private static final @Nullable CFunction ADD_CLOSE_FROM =
      CFunction.find("posix_spawn_file_actions_addclosefrom_np");
  private static final @Nullable CFunction ADD_TERMINAL_GROUP =
      CFunction.find("posix_spawn_file_actions_addtcsetpgrp_np");

  private static final CFunction[] NEEDED = {
    SPAWNP,
    ACTIONS_INIT,
    ACTIONS_DESTROY,
    ADD_DUP2,
    ADD_CLOSE,
    ATTR_INIT,
    SET_FLAGS,
    SET_GROUP,
    SET_MASK,
    SET_DEFAULT
  };

  private SpawnH() {}

  /// Checks that the C library has what each start of a child needs.
  ///
  /// @throws UnsupportedOperationException if a function is missing
  public static void require() {
    for (CFunction function : NEEDED) {
      function.requirePresent();
    }
  }

  /// `posix_spawnp(3)`: starts a program, looked up on this process's PATH unless its name has a
  /// slash. A failing exec is reported here and leaves no child behind.
  ///
  /// @param pid takes the child's pid, a C int
  /// @return 0, or `-errno` of the failure in parent or child
  public static int posix_spawnp(
      Memory pid,
      Memory file,
      Memory actions,
      Memory attributes,
      Memory arguments,
      Memory environment) {
    return SPAWNP.error(pid, file, actions, attributes, arguments, environment);
  }

  /// `posix_spawn_file_actions_init(3)`.
  public static int actionsInit(Memory actions) {
    return ACTIONS_INIT.error(actions);
  }

  /// `posix_spawn_file_actions_destroy(3)`.
  public static int actionsDestroy(Memory actions) {
    return ACTIONS_DESTROY.error(actions);
  }

  /// `posix_spawn_file_actions_adddup2(3)`: in the child, `target` becomes a copy of `source` that
  /// survives exec.
  public static int addDup2(Memory actions, int source, int target) {
    return ADD_DUP2.error(actions, source, target);
  }

  /// `posix_spawn_file_actions_addclose(3)`; in the child, a descriptor that is not open is no
  /// error.
  public static int addClose(Memory actions, int descriptor) {
    return ADD_CLOSE.error(actions, descriptor);
  }

  /// `posix_spawn_file_actions_addopen(3)`: in the child, `target` becomes the opened file, and
  /// survives exec.
  public static int addOpen(Memory actions, int target, Memory path, int flags) {
    return ADD_OPEN.error(actions, target, path, flags);
  }

  /// `posix_spawn_file_actions_addchdir_np(3)`, since glibc 2.29.
  public static int addChdir(Memory actions, Memory directory) {
    return ADD_CHDIR.error(actions, directory);
  }

  /// Whether [#addCloseFrom] exists: since glibc 2.34.
  public static boolean hasCloseFrom() {
    return ADD_CLOSE_FROM != null;
  }

  /// `posix_spawn_file_actions_addclosefrom_np(3)`: closes `lowest` and all above in the child.
  public static int addCloseFrom(Memory actions, int lowest) {
    return Objects.requireNonNull(ADD_CLOSE_FROM).error(actions, lowest);
  }

  /// Whether [#addTerminalGroup] exists: since glibc 2.35.
  public static boolean hasTerminalGroup() {
    return ADD_TERMINAL_GROUP != null;
  }

  /// `posix_spawn_file_actions_addtcsetpgrp_np(3)`: makes the child's group the foreground group of
  /// the terminal.
  public static int addTerminalGroup(Memory actions, int terminal) {
    return Objects.requireNonNull(ADD_TERMINAL_GROUP).error(actions, terminal);
  }

  /// `posix_spawnattr_init(3)`.
  public static int attributesInit(Memory attributes) {
    return ATTR_INIT.error(attributes);
  }

  /// `posix_spawnattr_setflags(3)`.
  public static int setFlags(Memory attributes, short flags) {
    return SET_FLAGS.error(attributes, flags);
  }

  /// `posix_spawnattr_setpgroup(3)`: 0 means a new group for the child.
  public static int setGroup(Memory attributes, int group) {
    return SET_GROUP.error(attributes, group);
  }

  /// `posix_spawnattr_setsigmask(3)`; the set is a `sigset_t`.
  public static int setMask(Memory attributes, Memory set) {
    return SET_MASK.error(attributes, set);
  }

  /// `posix_spawnattr_setsigdefault(3)`; the set is a `sigset_t`.
  public static int setDefault(Memory attributes, Memory set) {
    return SET_DEFAULT.error(attributes, set);
  }
}
