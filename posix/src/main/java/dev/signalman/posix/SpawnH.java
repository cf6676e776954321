package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/// `<spawn.h>`: starting a process without copying this one. The functions return the error number
/// itself; here it is made negative, as everywhere in this module.
public final class SpawnH {
  /// Bytes that hold a `posix_spawn_file_actions_t` (80 in glibc) or a `posix_spawnattr_t` (336).
  public static final int OBJECT_SIZE = 512;

  /// Flag: put the child into the process group that is set.
  public static final short POSIX_SPAWN_SETPGROUP = 0x02;

  /// Flag: give the signals that are set their default action.
  public static final short POSIX_SPAWN_SETSIGDEF = 0x04;

  /// Flag: start with the signal mask that is set.
  public static final short POSIX_SPAWN_SETSIGMASK = 0x08;

  /// Flag: start a new session.
  public static final short POSIX_SPAWN_SETSID = 0x80;

  private static final MethodHandle SPAWNP =
      Linking.plain(
          "posix_spawnp",
          FunctionDescriptor.of(INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT = on("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DESTROY = on("posix_spawn_file_actions_destroy");
  private static final MethodHandle ADD_DUP2 =
      Linking.plain(
          "posix_spawn_file_actions_adddup2", FunctionDescriptor.of(INT, ADDRESS, INT, INT));
  private static final MethodHandle ADD_CLOSE =
      Linking.plain("posix_spawn_file_actions_addclose", FunctionDescriptor.of(INT, ADDRESS, INT));
  private static final MethodHandle ADD_CHDIR =
      Linking.plain(
          "posix_spawn_file_actions_addchdir_np", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));
  private static final MethodHandle ATTR_INIT = on("posix_spawnattr_init");
  private static final MethodHandle SET_FLAGS =
      Linking.plain("posix_spawnattr_setflags", FunctionDescriptor.of(INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_GROUP =
      Linking.plain("posix_spawnattr_setpgroup", FunctionDescriptor.of(INT, ADDRESS, INT));
  private static final MethodHandle SET_MASK =
      Linking.plain("posix_spawnattr_setsigmask", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));
  private static final MethodHandle SET_DEFAULT =
      Linking.plain("posix_spawnattr_setsigdefault", FunctionDescriptor.of(INT, ADDRESS, ADDRESS));

  private SpawnH() {}

  private static MethodHandle on(String name) {
    return Linking.plain(name, FunctionDescriptor.of(INT, ADDRESS));
  }

  /// Functions of newer C libraries only, each linked on its first use.
  private static final class CloseFrom {
    static final String NAME = "posix_spawn_file_actions_addclosefrom_np";
    static final MethodHandle HANDLE =
        Linking.plain(NAME, FunctionDescriptor.of(INT, ADDRESS, INT));
  }

  // Asked once: to look a name up takes longer than all else that is done before a start.
  private static final boolean HAS_CLOSE_FROM = Linking.has(CloseFrom.NAME);
  private static final boolean HAS_TERMINAL_GROUP = Linking.has(TerminalGroup.NAME);

  private static final class TerminalGroup {
    static final String NAME = "posix_spawn_file_actions_addtcsetpgrp_np";
    static final MethodHandle HANDLE =
        Linking.plain(NAME, FunctionDescriptor.of(INT, ADDRESS, INT));
  }

  /// `posix_spawnp(3)`: starts a program, looked up on this process's PATH unless its name has a
  /// slash. A failing exec is reported here and leaves no child behind.
  ///
  /// @param pid takes the child's pid, a C int
  /// @return 0, or `-errno` of whatever failed in parent or child
  public static int posix_spawnp(
      Memory pid,
      Memory file,
      Memory actions,
      Memory attributes,
      Memory arguments,
      Memory environment) {
    try {
      return -(int)
          SPAWNP.invokeExact(
              pid.segment(),
              file.segment(),
              actions.segment(),
              attributes.segment(),
              arguments.segment(),
              environment.segment());
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `posix_spawn_file_actions_init(3)`.
  public static int actionsInit(Memory actions) {
    return call(ACTIONS_INIT, actions);
  }

  /// `posix_spawn_file_actions_destroy(3)`.
  public static int actionsDestroy(Memory actions) {
    return call(ACTIONS_DESTROY, actions);
  }

  /// `posix_spawn_file_actions_adddup2(3)`: in the child, `target` becomes a copy of `source` that
  /// survives exec.
  public static int addDup2(Memory actions, int source, int target) {
    try {
      return -(int) ADD_DUP2.invokeExact(actions.segment(), source, target);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `posix_spawn_file_actions_addclose(3)`; that it is not open is no error in the child.
  public static int addClose(Memory actions, int descriptor) {
    return call(ADD_CLOSE, actions, descriptor);
  }

  /// `posix_spawn_file_actions_addchdir_np(3)`, since glibc 2.29.
  public static int addChdir(Memory actions, Memory directory) {
    try {
      return -(int) ADD_CHDIR.invokeExact(actions.segment(), directory.segment());
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// Whether [#addCloseFrom] exists: since glibc 2.34.
  public static boolean hasCloseFrom() {
    return HAS_CLOSE_FROM;
  }

  /// `posix_spawn_file_actions_addclosefrom_np(3)`: closes `lowest` and all above in the child.
  public static int addCloseFrom(Memory actions, int lowest) {
    return call(CloseFrom.HANDLE, actions, lowest);
  }

  /// Whether [#addTerminalGroup] exists: since glibc 2.35.
  public static boolean hasTerminalGroup() {
    return HAS_TERMINAL_GROUP;
  }

  /// `posix_spawn_file_actions_addtcsetpgrp_np(3)`: makes the child's group the foreground group of
  /// the terminal.
  public static int addTerminalGroup(Memory actions, int terminal) {
    return call(TerminalGroup.HANDLE, actions, terminal);
  }

  /// `posix_spawnattr_init(3)`.
  public static int attributesInit(Memory attributes) {
    return call(ATTR_INIT, attributes);
  }

  /// `posix_spawnattr_setflags(3)`.
  public static int setFlags(Memory attributes, short flags) {
    try {
      return -(int) SET_FLAGS.invokeExact(attributes.segment(), flags);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `posix_spawnattr_setpgroup(3)`: 0 means a new group of the child's own.
  public static int setGroup(Memory attributes, int group) {
    return call(SET_GROUP, attributes, group);
  }

  /// `posix_spawnattr_setsigmask(3)`; the set is a `sigset_t`.
  public static int setMask(Memory attributes, Memory set) {
    return call(SET_MASK, attributes, set);
  }

  /// `posix_spawnattr_setsigdefault(3)`; the set is a `sigset_t`.
  public static int setDefault(Memory attributes, Memory set) {
    return call(SET_DEFAULT, attributes, set);
  }

  private static int call(MethodHandle handle, Memory object) {
    try {
      return -(int) handle.invokeExact(object.segment());
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  private static int call(MethodHandle handle, Memory object, int argument) {
    try {
      return -(int) handle.invokeExact(object.segment(), argument);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  private static int call(MethodHandle handle, Memory object, Memory argument) {
    try {
      return -(int) handle.invokeExact(object.segment(), argument.segment());
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
