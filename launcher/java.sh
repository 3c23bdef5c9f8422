# shellcheck shell=bash disable=SC2154  # root and spark_jar are set by blaspool
# Finding a Java and starting the command line on it.

readonly OLDEST_JAVA=17

# java_property HOME KEY: a property as that Java itself says it; for homes without a release file and for shims.
java_property() {
  (
    forget_java_options
    "$1/bin/java" -XshowSettings:properties -version 2>&1 </dev/null | sed -n "s/^ *$2 = //p"
  )
}

# Every JVM reads these, whoever means them: another collector, a debug port, a small heap would break ours.
readonly JAVA_OPTION_VARIABLES=(JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS)

forget_java_options() {
  unset "${JAVA_OPTION_VARIABLES[@]}"
}

# The feature release of the Java in a home directory; 0 where there is none.
java_feature() {
  local release="" version=""
  [[ -x $1/bin/java ]] || { echo 0 && return; }
  # The release file spares a JVM start of 40 ms.
  [[ ! -r $1/release ]] || release=$(<"$1/release")
  if [[ $release =~ JAVA_VERSION=\"([0-9]+) ]]; then
    version=${BASH_REMATCH[1]}
  else
    version=$(java_property "$1" java.specification.version || true)
  fi
  [[ $version =~ ^[0-9]+$ ]] && echo "$version" || echo 0
}

# suits HOME runtime|jdk: whether it is new enough, and has what compiling Java and JNI code takes.
suits() {
  (($(java_feature "$1") >= OLDEST_JAVA)) || return 1
  [[ $2 == runtime ]] || [[ -x $1/bin/javac && -f $1/include/jni.h ]]
}

# The home of the java on the PATH, through symbolic links and version managers' shims.
java_home_on_path() {
  local java home
  java=$(command -v java) || return 1
  home=$(dirname "$(dirname "$(readlink -f "$java")")")
  if [[ ! -r $home/release ]]; then
    home=$(java_property "$(dirname "$(dirname "$java")")" java.home || true)
  fi
  [[ -n $home ]] && echo "$home"
}

# find_java runtime|jdk: sets java_home; false where there is none. JAVA_HOME rules, then the PATH, then /usr/lib/jvm.
find_java() {
  local use=$1 home feature best=0
  [[ -z ${java_home-} ]] || ! suits "$java_home" "$use" || return 0
  if [[ -n ${JAVA_HOME-} ]]; then
    suits "$JAVA_HOME" "$use" || die 3 "JAVA_HOME is no $(java_kind "$use"): JAVA_HOME=$JAVA_HOME;" \
      "point it to one, or unset it"
    java_home=$JAVA_HOME
    return
  fi
  if home=$(java_home_on_path) && suits "$home" "$use"; then
    java_home=$home
    return
  fi
  for home in "${BLASPOOL_JVM_DIRECTORY:-/usr/lib/jvm}"/*; do
    feature=$(java_feature "$home")
    if ((feature > best)) && suits "$home" "$use"; then
      best=$feature java_home=$home
    fi
  done
  ((best > 0)) || return 1
  say "no $(java_kind "$use") on the PATH, using $java_home (set JAVA_HOME to choose)"
}

java_kind() {
  if [[ $1 == jdk ]]; then echo "JDK $OLDEST_JAVA or newer (javac, include/jni.h)"; else echo "Java $OLDEST_JAVA or newer"; fi
}

# What a JVM with its jars and natives needs at least; below that it ends in errors of its own, with a status of its own.
readonly OPEN_FILES_NEEDED=64 ADDRESS_SPACE_NEEDED_KB=3000000 THREADS_NEEDED=16
# Counting a user's threads takes looking at every process: a higher limit than this leaves room enough.
readonly MOST_THREADS_COUNTED=1000

# die_of_limits: with the first limit of this process that leaves no room for a JVM.
die_of_limits() {
  local limit
  limit=$(ulimit -n)
  [[ $limit == unlimited ]] || ((limit >= OPEN_FILES_NEEDED)) ||
    die 3 "limit of open files is too low for Java: ulimit -n=$limit, expected at least $OPEN_FILES_NEEDED"
  limit=$(ulimit -v)
  [[ $limit == unlimited ]] || ((limit >= ADDRESS_SPACE_NEEDED_KB)) ||
    die 3 "limit of address space is too low for Java: ulimit -v=$limit KiB, expected at least" \
      "$ADDRESS_SPACE_NEEDED_KB KiB and the matrices, or unlimited"
  limit=$(ulimit -u)
  ((UID == 0)) || [[ $limit == unlimited ]] || ((limit > MOST_THREADS_COUNTED)) ||
    require_threads "ulimit -u" "$limit" "$(threads_of_user)"
  local directory group
  while IFS=: read -r _ group directory; do
    [[ $group == pids || -z $group ]] || continue
    directory=/sys/fs/cgroup/$group$directory limit=max
    [[ ! -r $directory/pids.max ]] || limit=$(<"$directory/pids.max")
    [[ ! $limit =~ ^[0-9]+$ ]] || require_threads pids.max "$limit" "$(<"$directory/pids.current")"
  done </proc/self/cgroup
}

# require_threads NAME LIMIT NOW
require_threads() {
  (($2 - $3 >= THREADS_NEEDED)) ||
    die 3 "limit of processes and threads is too low for Java: $1=$2 (now $3)," \
      "expected room for $THREADS_NEEDED more"
}

threads_of_user() {
  local file key value threads=0
  for file in /proc/[0-9]*/status; do
    while read -r key value _; do
      case $key in
        Uid:) [[ $value == "$UID" ]] || break ;;
        Threads:) ((threads += value)) && break ;;
      esac
    done <"$file"
  done 2>/dev/null
  echo "$threads"
}

# die_of_java OPTION...: with what a JVM says of it that these options, or limits of this process, keep it from starting.
die_of_java() {
  local said
  said=$("$java_home/bin/java" "$@" -XX:+ErrorFileToStderr -version 2>&1 </dev/null) && return
  said=${said#"#"$'\n# '}
  die 3 "Java cannot be started: BLASPOOL_JAVA_OPTS=${BLASPOOL_JAVA_OPTS-} ulimit -v=$(ulimit -v): ${said%%$'\n'*}"
}

# class_archive JAR: the archive of its classes, for this feature release of Java; workers' is beside it.
class_archive() {
  echo "${1%.jar}-java$(java_feature "$java_home").jsa"
}

# run_java JAR LIBRARIES ARGUMENT...: spark_jar has the strategy for a Spark of the user's; becomes the command line's JVM.
run_java() {
  local jar=$1 libraries="$2/*" archive options=() own=() variable
  archive=$(class_archive "$jar")
  shift 2
  [[ $jar != *:* ]] || die 3 "path has a colon, which no class path can hold: path=$root; move it"
  read -r -d '' -a own <<<"${BLASPOOL_JAVA_OPTS-}" || true
  # One collector thread: matrices are outside the heap, and the CPUs belong to what is measured. A collector that the
  # user chose replaces ours, since a JVM refuses two.
  [[ ${BLASPOOL_JAVA_OPTS-} == *-XX:+Use*GC* ]] || options+=(-XX:+UseSerialGC)
  options+=(
    -Xms32m -Xmn16m                        # no matrices in the heap, whose size is part of what is reported
    -Xlog:disable                          # what a JVM warns of on standard output would be in the middle of reports
    "-Xlog:all=error,cds*=off:stderr"      # an archive that does not fit is no error
    -XX:+DisplayVMOutputToStderr           # likewise
    -XX:-UsePerfData                       # no file in /tmp, whose write-back can stall a JVM
    -XX:LoopUnrollLimit=120                # as workers have it: the loops of object streams are too long for the default
    --enable-native-access=ALL-UNNAMED     # the class path may load natives: silent from JDK 24 on
  )
  # A Java of another build than the one that wrote it, or one that finds other jars, does without.
  if [[ ${recording-no} == yes ]]; then
    options+=("-XX:ArchiveClassesAtExit=$archive")
  else
    [[ ! -r $archive ]] || options+=("-XX:SharedArchiveFile=$archive" -Xshare:auto)
    [[ ! -r ${archive%.jsa}-worker.jsa ]] || options+=("-Dblaspool.worker-archive=${archive%.jsa}-worker.jsa")
  fi
  # run's Java hands files to the system and matrices to BLAS. At the usual thresholds a run of seconds gives a seventh of
  # its CPU time to the optimizing compiler; loops, which have another threshold, are optimized as early as ever.
  [[ ${1-} != run ]] || options+=(
    -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=4000 -XX:Tier4CompileThreshold=90000
  )
  # plan times small batches in its first seconds, when the optimizing compiler would take half of two CPUs.
  [[ ${1-} != plan ]] || options+=(-XX:TieredStopAtLevel=1)
  [[ -z ${SPARK_HOME-} ]] || libraries+=:$spark_jar
  for variable in "${JAVA_OPTION_VARIABLES[@]}"; do
    [[ -z ${!variable-} ]] || say "not read: $variable; options for this command's JVM go into BLASPOOL_JAVA_OPTS"
  done
  forget_java_options
  die_of_limits
  [[ -z ${BLASPOOL_JAVA_OPTS-} && $(ulimit -v) == unlimited ]] || die_of_java "${options[@]}" ${own[@]+"${own[@]}"}
  exec "$java_home/bin/java" "${options[@]}" ${own[@]+"${own[@]}"} \
    -cp "$jar:$libraries" org.blaspool.cli.Main "$@"
}
