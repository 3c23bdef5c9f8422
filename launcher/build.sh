# shellcheck shell=bash disable=SC2154  # root, build_in_job and java_home are set by the other parts
# Building a checkout: only what is out of date, one at a time, never unasked inside a batch job. The lock is
# descriptor 9, which no child gets: one that outlived the build would hold it.

readonly CLI_JAR=java/cli/target/blaspool-cli.jar
readonly CLI_LIBRARIES=java/cli/target/lib
readonly SPARK_JAR=java/spark/target/blaspool-spark.jar
readonly STAMP=target/blaspool.built

# Whether a build that succeeded began after the last change to what jars and natives are made of (tests are not). A
# file that was removed or renamed changes its directory. The outputs are looked for too: a clean of one module alone
# leaves the stamp where it is.
up_to_date() (
  cd "$root" || return
  [[ -f $STAMP && -f $CLI_JAR && -d $CLI_LIBRARIES ]] || return 1
  changed=$(find pom.xml CMakeLists.txt native java/*/pom.xml java/*/src/main -newer "$STAMP" -print -quit 2>/dev/null)
  [[ -z $changed ]]
)

# ensure_built ARGUMENT...: the arguments are for messages alone.
ensure_built() {
  up_to_date && return
  refuse_inside_batch_job "$@"
  lock_build
  if ! up_to_date; then
    ensure_tools "$@"
    build
  fi
  unlock_build
}

# ensure_spark_jar ARGUMENT...: what --strategies spark takes beside SPARK_HOME. It is built when it is asked for first,
# because building it downloads Spark, which nobody else needs.
ensure_spark_jar() {
  [[ -n ${SPARK_HOME-} && " $*" =~ [\ =,]spark([:,\ ]|$) && ! $root/$SPARK_JAR -nt $root/$STAMP ]] || return 0
  refuse_inside_batch_job "$@"
  lock_build
  ensure_tools "$@"
  say "building java/spark with Maven, log=$root/target/build.log"
  maven "$root/target/build.log" package -pl java/spark -am -Dmaven.test.skip=true ||
    die_with_log 3 "build of java/spark failed" "$root/target/build.log"
  touch "$root/$SPARK_JAR"
  unlock_build
}

refuse_inside_batch_job() {
  [[ -z ${SLURM_JOB_ID-} || $build_in_job == yes ]] ||
    die 3 "not built, or out of date, inside a batch job: SLURM_JOB_ID=$SLURM_JOB_ID; run ./blaspool --version on the" \
      "login node first, or $(command_with --build "$@") to build here"
}

lock_build() {
  { mkdir -p "$root/target" && exec 9>"$root/target/blaspool.lock"; } 2>/dev/null ||
    die 3 "not built, or out of date, and not writable: directory=$root; build it as its owner"
  flock -n 9 && return
  say "waiting for another blaspool that is building here"
  flock 9
}

unlock_build() {
  exec 9>&-
}

build() {
  local log=$root/target/build.log started=$SECONDS
  # The stamp is as old as the build's beginning, so that a change made meanwhile is built the next time.
  : >"$root/$STAMP.begun"
  : >"$log"
  forget_moved_cmake_build "$root/java/core/target/native"
  forget_old_libraries
  say "building natives and jars with Maven and CMake, log=$log"
  maven "$log" package -pl java/cli -am -Dmaven.test.skip=true || die_with_log 3 "build failed" "$log"
  mv "$root/$STAMP.begun" "$root/$STAMP"
  archive_classes "$root/$CLI_JAR" "$root/$CLI_LIBRARIES" "$log"
  say "built in $((SECONDS - started)) s"
}

# archive_classes JAR LIBRARIES LOG: has classes parsed and verified once, which is a third of every command's start, and
# of every worker's, whose archive the first pool leaves in its cache. Where that fails they start without.
archive_classes() {
  local archive workers cache=$root/target/archived
  archive=$(class_archive "$1") workers=${archive%.jsa}-worker.jsa
  rm -f "${1%.jar}"-*.jsa
  BLASPOOL_CACHE=$cache run_logged "$3" record_classes "$1" "$2" \
    plan --size 16 --pairs 4 --strategies sequential,threads,processes-shared || rm -f "$archive"
  mv "$cache"/archive/worker-*.jsa "$workers" 2>>"$3" || true
  rm -rf "$cache"
}

record_classes() (
  export recording=yes
  run_java "$@"
)

# maven LOG ARGUMENT...: in the checkout, on the JDK that find_java chose.
maven() {
  local log=$1 generator=()
  shift
  find_java jdk || die 3 "missing: $(tool_title jdk)"
  command -v make >/dev/null || generator=(CMAKE_GENERATOR=Ninja)
  run_logged "$log" env -C "$root" JAVA_HOME="$java_home" ${generator[@]+"${generator[@]}"} \
    mvn --batch-mode --no-transfer-progress -Dstyle.color=never "$@"
}

# Maven adds jars to this directory and removes none: of a dependency that got a new version both would be loaded.
forget_old_libraries() (
  cd "$root" || return
  [[ -f $STAMP && -z $(find pom.xml java/*/pom.xml -newer "$STAMP" -print -quit) ]] || rm -rf "$CLI_LIBRARIES"
)

# CMake refuses a build directory that was configured in another place, as after the checkout was moved or copied.
forget_moved_cmake_build() {
  local home
  [[ -f $1/CMakeCache.txt ]] || return 0
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$1/CMakeCache.txt")
  [[ $home -ef $root ]] || rm -rf "$1"
}

# run_logged LOG COMMAND...: in the background and waited for, so that a signal ends it at once and not after it.
run_logged() {
  local log=$1 child="" status=0
  shift
  trap 'kill -TERM ${child:+"$child"} 2>/dev/null; die 4 "stopped by a signal"' INT TERM HUP
  "$@" >>"$log" 2>&1 </dev/null 9>&- &
  child=$!
  wait "$child" || status=$?
  trap - INT TERM HUP
  return "$status"
}

# die_with_log STATUS TEXT LOG: the log's end first, so that the last line says what happened.
die_with_log() {
  show_end_of "$3" 25
  die "$1" "$2, log=$3"
}
