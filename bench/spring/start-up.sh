#!/bin/sh
# How long a Spring Boot program takes until it answers, with and without an AOT cache, and with and
# without a handler of ours. Prints a table: medians of the time, and of the CPU time on all CPUs.
#
#   start-up.sh FOLDER [ROUNDS]   works in FOLDER, which may be a new one; 10 rounds unless told
#
# Needs JAVA_HOME (a JDK 25), mvn, curl, and the jars of the library (mvn -DskipTests package).
set -eu

[ $# -ge 1 ] || { echo "usage: start-up.sh FOLDER [ROUNDS]" >&2; exit 2; }
rounds=${2-10}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
java=${JAVA_HOME:?set it to a JDK 25}/bin/java
mkdir -p "$1"
cd "$1"
port=18080

build() {
  cp -r "$here/pom.xml" "$here/src" .
  # Into a repository that only this build sees, so that nothing is installed for anybody else.
  put() {
    mvn -B -ntp -q org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file \
      -Dfile="$1" -DpomFile="$2" ${3:+-Dpackaging="$3"} -DlocalRepositoryPath="$PWD/repository"
  }
  put "$root/pom.xml" "$root/pom.xml" pom
  put "$(ls "$root"/posix/target/signalman-posix-*T.jar)" "$root/posix/pom.xml"
  put "$(ls "$root"/core/target/signalman-*T.jar)" "$root/core/pom.xml"
  mvn -B -ntp -q -Drepository="file://$PWD/repository" -DskipTests package
  rm -rf app
  "$java" -Djarmode=tools -jar target/app.jar extract --destination app
}

# run OPTION ARGUMENT: starts the program, waits until it answers, ends it; prints the milliseconds until
# then, and those on a CPU. Either may be empty.
run() {
  begin=$(date +%s%N)
  # shellcheck disable=SC2086
  "$java" $1 -jar app/app.jar --server.port=$port $2 >>app.log 2>&1 &
  until curl -s -o answer "http://localhost:$port/"; do
    kill -0 $! 2>/dev/null || { echo "it did not start, see app.log" >&2; exit 1; }
    sleep 0.005
  done
  end=$(date +%s%N)
  ticks=$(awk '{ print $14 + $15 }' "/proc/$!/stat")
  kill -TERM $!
  wait $! || [ $? -eq 143 ]
  echo $(((end - begin) / 1000000)) $((ticks * 1000 / $(getconf CLK_TCK)))
}

: >app.log
[ -n "${SKIP_BUILD-}" ] || build
rm -f with.aot without.aot
echo "$("$java" -version 2>&1 | sed -n 2p)"
run "-XX:AOTCacheOutput=with.aot" "" >/dev/null
run "-XX:AOTCacheOutput=without.aot" "--reload=false" >/dev/null
ls -l with.aot without.aot | awk '{ printf "%s: %d MB\n", $NF, $5 / 1000000 }'

rm -f times.*
round=0
while [ $round -lt "$rounds" ]; do
  run "" "--reload=false" >>times.1
  run "" "" >>times.2
  run "-XX:AOTCache=without.aot" "--reload=false" >>times.3
  run "-XX:AOTCache=with.aot" "" >>times.4
  round=$((round + 1))
done

# median FILE COLUMN
median() {
  cut -d' ' -f"$2" "$1" | sort -n | awk '{ a[NR] = $1 } END { print (a[int((NR + 1) / 2)] + a[int((NR + 2) / 2)]) / 2 }'
}
cell() {
  echo "$(median "$1" 1) ms ($(median "$1" 2) ms)"
}
echo "| | without Signals.handle | with it |"
echo "|---|---:|---:|"
echo "| no cache | $(cell times.1) | $(cell times.2) |"
echo "| AOT cache | $(cell times.3) | $(cell times.4) |"
