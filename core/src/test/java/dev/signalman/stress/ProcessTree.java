package dev.signalman.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A master, two managers in a process group each, and ten workers (`worker.c`) of each manager.
final class ProcessTree {
  private static final int WORKERS = 10;

  private ProcessTree() {}

  /// Has one group after the other call, and prints what the managers say.
  static final class Master {
    private Master() {}

    /// Arguments: the worker, the rounds, and the command that starts a manager.
    public static void main(String[] args) throws Exception {
      List<String> command = new ArrayList<>(List.of(args).subList(2, args.length));
      command.add(args[0]);
      List<Talk> managers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        managers.add(Talk.with(Spawn.of(command).newGroup().stdout(Stdio.pipe()).start()));
        System.out.println(managers.get(i).manager().pid() + " " + managers.get(i).line());
      }
      for (int round = 0; round < Integer.parseInt(args[1]); round++) {
        call(managers.get(0), managers.get(1));
        call(managers.get(1), managers.get(0));
      }
      for (Talk talk : managers) {
        Signals.sendToGroup(talk.manager().pid(), Signal.QUIT);
        System.out.println(talk.line());
        System.out.println(talk.manager().waitFor());
      }
    }

    private static void call(Talk called, Talk other) throws IOException {
      Signals.sendToGroup(called.manager().pid(), Signal.USR1);
      System.out.println(called.line());
      other.manager().send(Signal.RT1);
      System.out.println(other.line());
    }
  }

  /// A manager and what it says.
  private record Talk(Child manager, BufferedReader out) {
    static Talk with(Child manager) {
      return new Talk(manager, new BufferedReader(new InputStreamReader(manager.stdout(), UTF_8)));
    }

    @Nullable String line() throws IOException {
      return out.readLine();
    }
  }

  /// Answers its workers, and says so when it has heard all of them.
  static final class Manager {
    private final Map<Integer, Child> workers = new HashMap<>();
    private final Set<Integer> heard = new HashSet<>();
    private final Set<Integer> quiet = new HashSet<>();
    private int strange;

    private Manager() {}

    /// Argument: the worker.
    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe =
          SelfPipe.open(Signal.ALRM, Signal.USR1, Signal.QUIT, Signal.RT1, Signal.RT2)) {
        Manager manager = new Manager();
        manager.start(args[0]);
        System.out.println("ready");
        while (manager.handle(pipe.take())) {}
        System.out.println(manager.end());
      }
    }

    private void start(String program) throws IOException {
      for (int i = 0; i < WORKERS; i++) {
        Child worker = Spawn.of(program).stdout(Stdio.pipe()).start();
        worker.stdout().readNBytes("ready\n".length());
        workers.put(worker.pid(), worker);
      }
    }

    private boolean handle(SignalInfo info) throws Exception {
      switch (info.signal()) {
        case ALRM -> answer(info.pid());
        case RT2 -> rest(info.pid());
        case USR1 -> heard.clear();
        case RT1 -> System.out.println(heard.size() + " heard, " + strange + " strange");
        default -> {
          return false;
        }
      }
      return true;
    }

    /// What a worker sent before the call reached this process is still from this call.
    private void answer(int pid) throws IOException {
      Child worker = workers.get(pid);
      if (worker == null) {
        strange++;
      } else {
        heard.add(pid);
        worker.send(Signal.USR2);
      }
    }

    private void rest(int pid) {
      quiet.add(pid);
      if (quiet.size() == WORKERS) {
        System.out.println("answered " + quiet.size() + ", " + strange + " strange");
        quiet.clear();
        heard.clear();
      }
    }

    private String end() throws InterruptedException {
      int ended = 0;
      for (Child worker : workers.values()) {
        ended += worker.waitFor().isSuccess() ? 1 : 0;
      }
      return ended + " ended with status 0";
    }
  }
}
