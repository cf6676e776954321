package dev.signalman.io;

/// The process at the other end of a UNIX socket, as the kernel recorded it when the connection was
/// made (`SO_PEERCRED`, unix(7)). It cannot be forged.
///
/// @param pid the process
/// @param uid its effective user, 0 to 4,294,967,295
/// @param gid its effective group, 0 to 4,294,967,295
public record PeerCredentials(int pid, long uid, long gid) {}
