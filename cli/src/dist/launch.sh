# What the launchers share; read by them with $root set to the root of the repository. Only shell
# builtins run in the usual case: a fork costs as much as all of this.

dist=$root/cli/target/dist
jdk=
version=
cache=
descriptors=
blocked=0
ignored=0
failure=1

# What can be blocked before the VM starts. Not: KILL and STOP; SEGV, BUS, FPE and ILL, which the VM
# needs; TSTP, TTIN, TTOU and CONT, so that job control works; 32 and 33 of libc and 62 of the JDK's
# sockets; URG and WINCH, which do nothing by default and with which threads are set up later.
early=HUP,INT,QUIT,TRAP,ABRT,USR1,USR2,PIPE,ALRM,TERM,STKFLT,CHLD,XCPU,XFSZ,VTALRM,PROF,IO,PWR,SYS
early=$early,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,63,64

fail() {
  printf 'signalman: %s\n' "$1" >&2
  exit "$failure"
}

# is_jdk FOLDER: whether it is a Java 25 or newer; sets version to the line of its release file.
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

# find_jdk: sets jdk and version. JAVA_HOME is the user's word; then the JDK that built this, the
# java on the PATH, and the folders that JDKs are usually installed in, a JDK 25 before a newer one.
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

# choose_cache COMMAND: sets cache to the one with what the command needs, and not much more. A cache
# made by another VM would be refused, and slow the start down.
choose_cache() {
  case $1 in
    send | watch | every | exec) cache=$dist/native.aot ;;
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

# fill_standard: puts something in the places of standard input, output and error that are closed,
# or a file of the VM would get there and be handed to the program. What is put there refuses every
# read or write, as a closed descriptor does.
fill_standard() {
  { true 3<&0; } 2>/dev/null || exec 0>/dev/null
  { true 3>&1; } 2>/dev/null || exec 1</dev/null
  true 3>&2 || exec 2</dev/null # if it is closed, nobody sees the message
}

# list_descriptors: sets descriptors to those that were open before this script was, which are for
# the program that `exec` and `every` run. The one that read the folder is closed when it is looked at.
# Not by this shell's pid: the /proc of another pid namespace knows another process by that.
list_descriptors() {
  for descriptor in /proc/self/fd/*; do
    number=${descriptor##*/}
    if [ -L "$descriptor" ] && [ "$number" -gt 2 ] && ! [ "$descriptor" -ef "$self" ]; then
      descriptors="$descriptors$number "
    fi
  done
}

# find_env: sets env to env(1), also if it is not on the PATH of the caller, or to nothing.
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

# find_blocker: sets blocker to yes if env(1) can block signals, and else says what follows.
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

# take_environment: sets block to a descriptor from which the environment can be read that the caller
# gave this shell, in the form of proc_pid_environ(5). A shell passes on no names that it could not
# use itself, none of them twice, and adds its own; and the kernel forgets the original at exec.
#
# It waits in a pipe, so that it is nowhere else and gone by itself. The pipe is that of a
# here-document, whose empty line comes first: for one without a line bash takes /dev/null. What
# does not fit into a pipe goes by way of a file, which has no name any more when it is read, with
# an empty line too. Sets blocker to yes, too, if env(1) has blocked signals meanwhile.
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
  # The redirections are those of this shell, for after a fork they would be of the process that
  # becomes another program. dash takes a group of one subshell for that subshell alone.
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

# read_signals: sets blocked and ignored to the masks of the caller, which are for that program too. To
# be called before anything is waited for: dash unblocks all signals then.
read_signals() {
  [ -r /proc/self/status ] || return 0
  while read -r key value rest; do
    case $key in
      SigBlk:) blocked=$value ;;
      SigIgn:) ignored=$value && return ;;
    esac
  done </proc/self/status
}

# show_progress: writes what Maven says into the log, and tells which module it builds and how much it
# has fetched. Ends with the status that the last line gives. An empty line comes before that one:
# the last that some Mavens write is the code that ends a color, without an end of line.
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

# build FILE: makes the command line and the examples if FILE, the last of them to be made, is
# missing; once, also when two first uses come together.
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
