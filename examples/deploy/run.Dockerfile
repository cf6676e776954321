# Any program as the child of `signalman run`, which is process 1.
#
# - ADD unpacks the archive that `mvn -Pdist verify` makes. It has its own VM, and needs a base with glibc
#   and sh.
# - The command is a list, so no shell is process 1: a shell would pass no signal on.
# - `run` passes signals on, waits for orphans, and ends with the status of the program.
# - After TERM all processes have 8 s, then KILL comes. `docker stop` kills after 10 s.
# - In place of tini or dumb-init, with their options: "/opt/signalman/bin/tini" or ".../dumb-init".
FROM debian:stable-slim
ADD signalman-*-linux-x86_64.tar.gz /opt/
COPY serve /app/serve
ENTRYPOINT ["/opt/signalman/bin/signalman", "run", "--kill-after", "8s", "--"]
CMD ["/app/serve"]
