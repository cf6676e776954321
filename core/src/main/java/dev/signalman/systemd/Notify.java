package dev.signalman.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.io.UnixDatagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells the service manager about this service (sd_notify(3)): that it has started, reloads,
/// stops, or what it does.
///
/// ```java
/// Notify notify = Notify.fromEnvironment();
/// Signals.handle(Signal.HUP, info -> {
///   notify.reloading();
///   configuration.reload();
///   notify.ready();
/// });
/// notify.ready(Field.status("listening on port 8080"));
/// ```
///
/// The manager's socket is named by the variable `NOTIFY_SOCKET`: a path, or a name in the abstract
/// namespace (`@name`). Without the variable nothing is sent, and every method returns false. A
/// service of systemd has it with `Type=notify`, `Type=notify-reload`, `WatchdogSec=` or
/// `NotifyAccess=`.
///
/// Guarantees:
///
/// - No method throws because of the manager or the system. If a message does not get through, the
///   method returns false, and the reason goes to the action of [#onFailure], which writes one line
///   to standard error unless set. A reason that repeats is reported once, until a message has got
///   through.
/// - Arguments are checked first, also without a manager, and refused by an exception.
/// - If the manager's socket is full, a method waits for room: 10 s unless [#patience] sets another
///   limit. Otherwise no method but [#barrier] waits. An interrupt ends a wait and stays set.
/// - True means that the manager's socket has the message. [#barrier] tells whether the manager has
///   handled it. The settings of the unit, such as `NotifyAccess=`, decide whether the manager
///   accepts it.
///
/// An object has no descriptor and need not be closed. Any thread may use it.
///
/// Children started by [dev.signalman.process.Spawn] do not have `NOTIFY_SOCKET`, unless asked for:
/// [dev.signalman.process.Spawn#inheritServiceManager]. Those of `ProcessBuilder` have it: remove
/// it from `ProcessBuilder.environment()`, because with `NotifyAccess=all` they could report in the
/// name of this service.
public final class Notify {
  /// Longer messages are ignored by systemd.
  private static final int LONGEST = 4096;

  /// The kernel's limit for one message.
  private static final int MOST_DESCRIPTORS = 253;

  private static final int LONGEST_NAME = 255;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final @Nullable String address;
  private final Duration patience;
  private final Failures failures;

  private Notify(@Nullable String address, Duration patience, Failures failures) {
    this.address = address;
    this.patience = patience;
    this.failures = failures;
  }

  /// Talks to the manager that `NOTIFY_SOCKET` names; to nobody if the variable is not set, or is
  /// empty.
  ///
  /// An address of another form, such as `vsock:2:1234`, is a failure of every message.
  public static Notify fromEnvironment() {
    return of(System.getenv("NOTIFY_SOCKET"));
  }

  /// Talks to the manager at an address as `NOTIFY_SOCKET` has it, for a program that got the
  /// address in another way.
  public static Notify to(String address) {
    return of(Objects.requireNonNull(address, "address"));
  }

  private static Notify of(@Nullable String address) {
    boolean absent = address == null || address.isEmpty();
    return new Notify(absent ? null : address, PATIENCE, Failures.onStandardError());
  }

  /// Whether there is a manager to talk to.
  public boolean isPresent() {
    return address != null;
  }

  /// The same manager with another limit for waiting while its socket is full; zero for no wait.
  ///
  /// @throws IllegalArgumentException if negative
  public Notify patience(Duration limit) {
    return new Notify(address, notNegative(limit), failures);
  }

  private static Duration notNegative(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("a limit cannot be negative: " + limit);
    }
    return limit;
  }

  /// The same manager with an action for failures, in place of a line on standard error. It runs in
  /// the thread that sends. Its exceptions reach the caller.
  public Notify onFailure(Consumer<NotifyException> action) {
    return new Notify(address, patience, new Failures(Objects.requireNonNull(action, "action")));
  }

  /// Tells that the service has started, or has finished a reload.
  ///
  /// @param more other fields of the same message
  /// @return whether the manager's socket has the message
  public boolean ready(Field... more) {
    return send(text(Field.READY.toString(), more));
  }

  /// Tells that the service begins to reload, with the time, which systemd compares with that of
  /// the HUP it sent (`Type=notify-reload`). [#ready] must follow, also after a reload that failed.
  ///
  /// @param more other fields of the same message
  /// @return whether the manager's socket has the message
  public boolean reloading(Field... more) {
    // On Linux nanoTime() is the clock CLOCK_MONOTONIC.
    long now = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    return send(text("RELOADING=1\nMONOTONIC_USEC=" + now, more));
  }

  /// Tells that the service begins to stop. From systemd 259 on this is final, and its time limit
  /// runs from here; so tell it when the stop really begins.
  ///
  /// @param more other fields of the same message
  /// @return whether the manager's socket has the message
  public boolean stopping(Field... more) {
    return send(text(Field.STOPPING.toString(), more));
  }

  /// Tells what the service does, in one line, as `systemctl status` shows it.
  ///
  /// @return whether the manager's socket has the message
  /// @throws IllegalArgumentException if the text has a line break or a NUL character
  public boolean status(String text) {
    return send(Field.status(text));
  }

  /// Sends one message of several fields, which the manager handles together.
  ///
  /// @return whether the manager's socket has the message
  /// @throws IllegalArgumentException if the message has over 4,096 bytes, which systemd ignores
  public boolean send(Field first, Field... more) {
    return send(text(first.toString(), more));
  }

  /// Waits until the manager has handled all messages that this process has sent before
  /// (`BARRIER=1`). A process that ends right after a message may otherwise be gone before the
  /// manager has looked up the sender of the message.
  ///
  /// @param limit how long to wait at most
  /// @return false if the manager has not done that, or there is none
  public boolean barrier(Duration limit) {
    Wait wait = new Wait(notNegative(limit));
    return attempt(
        "BARRIER=1",
        manager -> {
          try (Pipe pipe = Pipe.open()) {
            deliver(manager, "BARRIER=1", wait, pipe.writeEnd());
            pipe.writeEnd().close(); // the manager's copy is the last one
            if (!wait.untilReadable(pipe.readEnd())) {
              throw new NotifyException(
                  "the service manager has not handled the earlier messages within " + limit);
            }
          }
        });
  }

  /// Leaves open descriptors with the manager, which passes them on when it starts the service the
  /// next time: [PassedFds] has them under this name. They stay open here. The manager drops one
  /// that is a pipe or socket when its other end has gone.
  ///
  /// True does not mean that the manager keeps them: the unit must allow that with
  /// `FileDescriptorStoreMax=`, and then the variable `FDSTORE` is set.
  ///
  /// @param name 1 to 255 characters of ASCII, without control characters and `:`
  /// @param descriptors 1 to 253; all get the same name
  /// @return whether the manager's socket has the message
  /// @throws IllegalArgumentException for another name or number
  /// @throws IllegalStateException if one of the descriptors is closed
  public boolean store(String name, Fd... descriptors) {
    return store("FDSTORE=1\nFDNAME=", name, descriptors);
  }

  /// The same, but the manager keeps them until [#removeStored], also when their other ends have
  /// gone (`FDPOLL=0`, systemd 246).
  public boolean storeUntilRemoved(String name, Fd... descriptors) {
    return store("FDSTORE=1\nFDPOLL=0\nFDNAME=", name, descriptors);
  }

  private boolean store(String start, String name, Fd... descriptors) {
    checkName(name);
    if (descriptors.length == 0 || descriptors.length > MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "a message stores 1 to " + MOST_DESCRIPTORS + " descriptors, not " + descriptors.length);
    }
    return send(start + name, descriptors);
  }

  /// Makes the manager close all descriptors that it keeps under a name.
  ///
  /// @return whether the manager's socket has the message
  /// @throws IllegalArgumentException as [#store]
  public boolean removeStored(String name) {
    checkName(name);
    return send("FDSTOREREMOVE=1\nFDNAME=" + name);
  }

  private static void checkName(String name) {
    boolean accepted = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      accepted &= c >= ' ' && c <= '~' && c != ':';
    }
    if (!accepted) {
      throw new IllegalArgumentException(
          "the name of a stored descriptor has 1 to "
              + LONGEST_NAME
              + " characters of ASCII without \":\": \""
              + name
              + '"');
    }
  }

  private static String text(String first, Field... more) {
    StringBuilder text = new StringBuilder(first);
    for (Field field : more) {
      text.append('\n').append(field);
    }
    return text.toString();
  }

  private boolean send(String text, Fd... descriptors) {
    int length = text.getBytes(UTF_8).length;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "a message to the service manager has at most " + LONGEST + " bytes, not " + length);
    }
    return attempt(
        text.replace('\n', ' '),
        manager -> deliver(manager, text, new Wait(patience), descriptors));
  }

  /// A way to talk to a manager.
  private interface Conversation {
    void with(UnixDatagram manager) throws IOException;
  }

  private boolean attempt(String told, Conversation conversation) {
    if (address == null) {
      return false;
    }
    try (UnixDatagram manager = NotifySocket.open(address)) {
      conversation.with(manager);
      failures.over();
      return true;
    } catch (NotifyException e) {
      failures.tell(e);
    } catch (IOException e) {
      failures.tell(NotifyException.notTold(told, e));
    }
    return false;
  }

  /// Reports a failure that concerns no message, in the same way.
  void tell(NotifyException failure) {
    failures.tell(failure);
  }

  private static void deliver(UnixDatagram manager, String text, Wait wait, Fd... descriptors)
      throws IOException {
    ByteBuffer message = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (!manager.trySend(message, descriptors)) {
      if (wait.isOver()) {
        throw new IOException("its socket was full all the time, so it does not read its messages");
      }
      wait.untilWritable(manager.fd());
    }
  }

  @Override
  public String toString() {
    return "Notify " + (address == null ? "nobody" : address);
  }
}
