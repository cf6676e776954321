# Functions that start the VM, for the launcher of a checkout (launch.sh) and for that of an image. The
# usual path uses shell builtins only: a fork costs as much as all the rest.

descriptors=
blocked=0
ignored=0
failure=1

# The signals that are blocked before the VM starts. Not among them: KILL and STOP; SEGV, BUS, FPE and
# ILL, which the VM needs; TSTP, TTIN, TTOU and CONT, so that job control works; 32 and 33, which libc
# uses, and 62 of the JDK's sockets; URG and WINCH, which do nothing by default and later serve as
# set-up signals.
#
# Commands that take all signals, and do the job control of their program, have `later` blocked too.
# What no thread has ever had unblocked need not be blocked in each, which takes 15 ms.
early=HUP,INT,QUIT,TRAP,ABRT,USR1,USR2,PIPE,ALRM,TERM,STKFLT,CHLD,XCPU,XFSZ,VTALRM,PROF,IO,PWR,SYS
early=$early,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,63,64
later=TSTP,CONT,TTIN,TTOU,WINCH

fail() {
  printf 'signalman: %s\n' "$1" >&2
  exit "$failure"
}

# name_cache COMMAND: sets cache to the file name of the cache that fits the command.
name_cache() {
  case $1 in
    run | tini | dumb-init) cache=run.aot ;;
    send | stop | watch | every | exec | capabilities) cache=native.aot ;;
    *) cache=signalman.aot ;;
  esac
}

# fill_standard: opens standard input, output and error if they are closed. Otherwise a file of the VM
# would get one of these numbers, and the program would inherit it. Reads and writes on the new
# descriptors fail, as on closed ones.
fill_standard() {
  { true 3<&0; } 2>/dev/null || exec 0>/dev/null
  { true 3>&1; } 2>/dev/null || exec 1</dev/null
  true 3>&2 || exec 2</dev/null # if it is closed, nobody sees the message
}

# list_descriptors: sets descriptors to those that the caller had open. They are for the program that
# `exec` and `every` run. The descriptor that read the folder is closed again when the loop checks it.
# It uses /proc/self and not this shell's pid, which is another process in the /proc of another pid
# namespace.
list_descriptors() {
  for descriptor in /proc/self/fd/*; do
    number=${descriptor##*/}
    if [ -L "$descriptor" ] && [ "$number" -gt 2 ] && ! [ "$descriptor" -ef "$self" ]; then
      descriptors="$descriptors$number "
    fi
  done
}

# find_env: sets env to env(1), even if it is not on the caller's PATH. Sets it to nothing if there is
# none.
find_env() {
  env=
  if command -v env >/dev/null; then
    env=env
  elif [ -x /usr/bin/env ]; then
    env=/usr/bin/env
  elif [ -x /bin/env ]; then
    env=/bin/env
  fi
}

# find_blocker: sets blocker to yes if env(1) can block signals. Otherwise it prints the consequence.
find_blocker() {
  if [ -z "$blocker" ] && [ -n "$env" ] && "$env" --block-signal=TERM "$env" 2>/dev/null >&2; then
    blocker=yes
  elif [ -z "$env" ]; then
    echo "signalman: no env(1) on the PATH or in /usr/bin:" \
      "a signal during the first moments ends the program" >&2
  elif [ -z "$blocker" ]; then
    echo "signalman: this env has no --block-signal (coreutils 8.31 has):" \
      "a signal during the first moments ends the program" >&2
  fi
}

# take_environment: sets block to a descriptor from which the caller's environment can be read, in the
# form of proc_pid_environ(5). A shell does not pass on names that it could not use itself, passes on no
# name twice, and adds its own. The kernel shows the original only until the next exec.
#
# A pipe holds it, so that no copy is left behind. The pipe is that of a here-document, whose empty line
# is read first: bash uses /dev/null for a here-document without a line. An environment that does not
# fit into a pipe is written to a file, which also begins with an empty line and is deleted before it
# is read. Sets blocker to yes if env(1) blocked signals while it copied.
take_environment() {
  [ -r /proc/self/environ ] || return 0
  for block in 3 4 5 6 7 8 9 ''; do
    [ -z "$block" ] || ! { true <&"$block"; } 2>/dev/null && break
  done
  [ -n "$block" ] || {
    echo "signalman: descriptors 3 to 9 are all open:" \
      "the program gets its environment without what a shell does not keep" >&2
    return 0
  }
  eval "exec $block<<E

E"
  # The group makes this shell open the redirections. After a fork, /proc/self would be the process that
  # becomes another program. dash would treat a group of one subshell as that subshell alone.
  if { "$env" --block-signal=TERM "${env%env}dd" bs=1048576 oflag=nonblock status=none; } \
    2>/dev/null </proc/self/environ >"/proc/self/fd/$block"; then
    blocker=yes
    return
  fi
  file=${TMPDIR:-/tmp}/signalman-$$
  if { (umask 077 && set -C && { echo && cat; } >"$file") && :; } 2>/dev/null </proc/self/environ; then
    eval "exec $block<\"\$file\""
    rm -f "$file"
  else
    eval "exec $block<&-"
    block=
    echo "signalman: cannot write to ${TMPDIR:-/tmp}:" \
      "the program gets its environment without what a shell does not keep" >&2
  fi
}

# read_signals: sets blocked and ignored to the masks of the caller, which the program gets too. Call it
# before this shell waits for anything, because dash then unblocks all signals.
read_signals() {
  [ -r /proc/self/status ] || return 0
  while read -r key value rest; do
    case $key in
      SigBlk:) blocked=$value ;;
      SigIgn:) ignored=$value && return ;;
    esac
  done </proc/self/status
}
