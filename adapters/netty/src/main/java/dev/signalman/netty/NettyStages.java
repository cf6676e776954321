package dev.signalman.netty;

import dev.signalman.lifecycle.Stage;
import dev.signalman.lifecycle.StopTask;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutorGroup;

/// Tasks that end a server of Netty, for the stages of a stop.
///
/// ```java
/// Connections connections = new Connections(life.inFlight("http requests"));
/// Channel server = bind(connections, loops); // connections.http1() after the HttpServerCodec
/// Stage http = life.stage("http").within(Duration.ofSeconds(15));
/// NettyStages.drain(http, connections, server);
/// NettyStages.end(life.stage("loops").after(http), loops);
/// ```
///
/// Call each method before its stage begins, in any thread that is no loop.
public final class NettyStages {
  private NettyStages() {}

  /// Adds the task `connections`: it closes the servers, so that no new connection is accepted, and
  /// lets all connections end in order, as [Connections] says. The task is over when all
  /// connections are closed.
  ///
  /// If the time of the task is over, or the stop is forced, the remaining connections are closed
  /// at once. Their requests are in the report as work in flight.
  ///
  /// @param stage must end before the loops do
  /// @param servers the channels that accept these connections
  /// @return the task
  /// @throws IllegalStateException if the connections already belong to a stage, a loop of a server
  ///   was shut down, or the stage has begun
  /// @throws IllegalArgumentException if the stage has such a task
  public static StopTask drain(Stage stage, Connections connections, Channel... servers) {
    for (Channel server : servers) {
      Loops.requireRunning(
          server.eventLoop(),
          "the server " + server + " cannot be drained",
          "call NettyStages.drain while it accepts connections, and shut the loops down in a later"
              + " stage: NettyStages.end");
    }
    connections.belongTo(stage.name());
    StopTask task;
    try {
      task = stage.add("connections", () -> connections.drain(servers));
    } catch (Throwable e) {
      connections.belongToNone();
      throw e;
    }
    task.onAbort(connections::abort);
    for (Channel server : servers) {
      connections.watch(server);
    }
    return task;
  }

  /// Adds the task `loops`: it shuts all groups down with `shutdownGracefully`, without a quiet
  /// period, and is over when their threads have ended. Open channels are closed.
  ///
  /// If a loop does not end in the time of the stage, the report names it, with the place of its
  /// thread in the code.
  ///
  /// @param stage must come after all stages that need the loops
  /// @return the task
  /// @throws IllegalStateException if a group was shut down, or the stage has begun
  /// @throws IllegalArgumentException if the stage has such a task
  public static StopTask end(Stage stage, EventExecutorGroup... groups) {
    for (EventExecutorGroup group : groups) {
      Loops.requireRunning(
          group,
          "the loops cannot be ended in the stage " + stage.name(),
          "leave its end to the stage, or leave it out");
    }
    Loops loops = new Loops(groups);
    return stage.add("loops", loops::end).onAbort(loops::tellBusy);
  }
}
