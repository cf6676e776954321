# Functions that the launchers share. A launcher sets $root to the root of the repository and reads
# this file. The usual path uses shell builtins only: a fork costs as much as all the rest.

dist=$root/cli/target/dist
jdk=
version=
cache=
descriptors=
blocked=0
ignored=0
failure=1

# The signals that are blocked before the VM starts. Not among them: KILL and STOP; SEGV, BUS, FPE and
# ILL, which the VM needs; TSTP, TTIN, TTOU and CONT, so that job control works; 32 and 33, which libc
# uses, and 62 of the JDK's sockets; URG and WINCH, which do nothing by default and later serve as
# set-up signals.
early=HUP,INT,QUIT,TRAP,ABRT,USR1,USR2,PIPE,ALRM,TERM,STKFLT,CHLD,XCPU,XFSZ,VTALRM,PROF,IO,PWR,SYS
early=$early,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,63,64

fail() {
  printf 'signalman: %s\n' "$1" >&2
  exit "$failure"
}

# is_jdk FOLDER: whether FOLDER has Java 25 or newer. Sets version to the line of its release file.
is_jdk() {
  [ -x "$1/bin/java" ] || return 1
  version=
  if [ -r "$1/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in JAVA_VERSION=*) version=$line && break ;; esac
    done <"$1/release"
  else
    version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 </dev/null |
      sed -n 's/^ *java\.version = \(.*\)/JAVA_VERSION="\1"/p')
  fi
  major=${version#*\"}
  major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 25 ]
}

# find_jdk: sets jdk and version. It tries JAVA_HOME first, then the JDK that built this, the java on
# the PATH, and the usual folders of JDKs. There it prefers JDK 25 to a newer one.
find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && is_jdk "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  if [ -r "$dist/jdk" ] && IFS= read -r built <"$dist/jdk" && is_jdk "$built"; then
    jdk=$built
    return
  fi
  java=$(command -v java) && java=$(readlink -f "$java") && is_jdk "${java%/bin/java}" && {
    jdk=${java%/bin/java}
    return
  }
  newer=
  for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.m2/jdks/*; do
    is_jdk "$candidate" || continue
    if [ "$major" = 25 ]; then
      jdk=$candidate
      return
    fi
    newer=$candidate
  done
  [ -n "$newer" ] ||
    fail "no JDK 25 found${JAVA_HOME:+, and JAVA_HOME=$JAVA_HOME is none}: install one under /usr/lib/jvm, /opt or ~/.jdks, or set JAVA_HOME to it"
  is_jdk "$newer"
  jdk=$newer
}

# choose_cache COMMAND: sets cache to the cache that fits the command. The VM would refuse a cache that
# another VM made, and start more slowly.
choose_cache() {
  case $1 in
    send | stop | watch | every | exec | run | tini | dumb-init) cache=$dist/native.aot ;;
    *) cache=$dist/signalman.aot ;;
  esac
  {
    IFS= read -r built
    IFS= read -r builtVersion
  } <"$dist/jdk"
  if [ "$jdk" -ef "$built" ] && [ "$version" = "$builtVersion" ] && [ -e "$cache" ]; then
    cache=-XX:AOTCache=$cache
  else
    cache=
  fi
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

# show_progress: writes Maven's output into the log, and prints the module that is being built and the
# number of fetched files. Returns the status in the last line. An empty line is written before that
# line, because some versions of Maven end with the code that resets a color, without an end of line.
show_progress() {
  fetched=0
  while IFS= read -r line; do
    case $line in
      'signalman: status '*) return "${line##* }" ;;
      '[INFO] Downloaded from '* | 'Downloaded from '*)
        fetched=$((fetched + 1))
        [ $((fetched % 50)) = 0 ] && echo "signalman: fetched $fetched files" >&2
        ;;
      '[INFO] Building Signalman'*) echo "signalman: ${line#'[INFO] '}" >&2 ;;
    esac
    printf '%s\n' "$line"
  done >"$log"
  return 1
}

# build FILE: builds the command line and the examples if FILE, which is made last, is missing. Two
# simultaneous first uses build only once.
build() {
  [ -e "$1" ] && return
  command -v mvn >/dev/null || fail "not built yet, and no mvn to build it with: install Maven (Debian: apt install maven)"
  log=$root/target/first-use.log
  mkdir -p "$root/target" 2>/dev/null && [ -w "$root/target" ] ||
    fail "not built yet, and nothing can be written to $root/target: build it as somebody who may (mvn -DskipTests package)"
  exec 9>"$root/target/first-use.lock"
  command -v flock >/dev/null && flock 9
  if ! [ -e "$1" ]; then
    echo "signalman: building (first use), which takes minutes where Maven has yet to fetch all that" \
      "it needs; the log: $log" >&2
    # Maven finds a JDK 25 by itself, but in fewer places than this script.
    {
      (
        [ "$major" = 25 ] && [ -x "$jdk/bin/javac" ] && export JAVA_HOME="$jdk"
        cd "$root" && exec mvn -B -Dmaven.test.skip=true -pl cli,examples -am package
      ) 2>&1 </dev/null 9>&-
      printf '\nsignalman: status %s\n' $?
    } | show_progress ||
      fail "the build failed: $(sed -n 's/^\[ERROR\] //p' "$log" | sed '/COMPILATION ERROR/d;q') (all of it: $log)"
  fi
  exec 9>&-
}
