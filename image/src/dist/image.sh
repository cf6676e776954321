
# The parts of the launcher that differ from those of a checkout: an image is complete, and has a VM of
# its own. JAVA_HOME is for the programs that it runs.

dist=$root/../lib
jdk=$root/../runtime
lib=

find_jdk() { :; }

build() { :; }

choose_cache() {
  name_cache "$1"
  cache=-XX:AOTCache=$dist/$cache
}
