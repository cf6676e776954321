# Functions that the launchers of a checkout share. A launcher sets $root to the root of the repository
# and reads this file. An image has functions of the same names in its place.

command . "$root/cli/src/dist/start.sh" || return 1

dist=$root/cli/target/dist
lib=$dist/lib
jdk=
version=
cache=

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

# choose_cache COMMAND: sets cache to the option with the cache that fits the command. The VM would refuse
# a cache that another VM made, and start more slowly.
choose_cache() {
  name_cache "$1"
  cache=$dist/$cache
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
