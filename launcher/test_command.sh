# shellcheck shell=bash disable=SC2154  # root, parts and java_home are set by the other parts
# ./blaspool test: every test there is. Each suite runs even when one before it failed; the end repeats what each said.

test_usage() {
  cat <<'USAGE'
usage: ./blaspool [--yes] test [--jdk HOME]...

Runs every test: the launcher's, whole commands where disks, memory or descriptors are short (as far as this user may set
that up), builds of others that use blaspool, jobs of a real Slurm (where that is installed, or --yes installs it, and
root asks), the C programs (CTest; again under the address and undefined-behaviour sanitizers) and
`mvn verify`, then the Java tests once more on each JDK given by --jdk, but for those that tell the same on any (tag
any-java); without --jdk on the newest other JDK that is found in BLASPOOL_TEST_JDKS (directories, separated by colons) or
in /usr/lib/jvm. Exit status 0 when all passed, else 1.
USAGE
}

test_command() {
  local jdks=() other
  while (($#)); do
    case $1 in
      --help) test_usage && exit 0 ;;
      --jdk)
        suits "${2-}" jdk || die 2 "no JDK $OLDEST_JAVA or newer: --jdk ${2-}"
        jdks+=("$2") && shift
        ;;
      *) die 2 "unknown option of test: $1, allowed: --jdk HOME, --help" ;;
    esac
    shift
  done
  refuse_inside_batch_job test
  lock_build
  ensure_tools test
  offer slurm "Slurm and its tests"
  offer h5py "h5py, which HDF5 files are compared with"
  up_to_date || build
  if ((${#jdks[@]} == 0)) && other=$(newest_other_jdk); then
    jdks=("$other")
  fi
  run_suites ${jdks[@]+"${jdks[@]}"}
}

# offer TOOL WITHOUT: what few tests need. Who said --yes gets it where its packages are known; else these tests are left
# out with a word (CI=true makes that a failure).
offer() {
  local manager
  manager=$(package_manager)
  ! has_tool "$1" || return 0
  [[ $assume_yes == yes && $EUID == 0 && $manager == apt-get ]] || return 0
  (install_packages "$manager" "$(install_line "$manager") $(package_of "$manager" "$1")") || say "going on without $2"
}

# The newest JDK whose feature release is not the one that we build with.
newest_other_jdk() {
  local home feature newest=0 chosen="" ours directories=()
  ours=$(java_feature "$java_home")
  IFS=: read -r -a directories <<<"${BLASPOOL_TEST_JDKS-}"
  for home in ${directories[@]+"${directories[@]}"} "${BLASPOOL_JVM_DIRECTORY:-/usr/lib/jvm}"/*; do
    feature=$(java_feature "$home")
    if ((feature != ours && feature > newest)) && suits "$home" jdk; then
      newest=$feature chosen=$home
    fi
  done
  [[ -n $chosen ]] && echo "$chosen"
}

run_suites() {
  local home
  suites_failed=0 closing_lines=()
  rm -rf "$root/target/test" && mkdir -p "$root/target/test"
  suite launcher "launcher" launcher_tests
  suite ctest "C" c_tests "" "$root/target/ctest"
  suite ctest-sanitized "C, address and undefined-behaviour sanitizers" \
    c_tests address,undefined "$root/target/ctest-sanitized"
  suite scenarios "whole commands on hostile machines" scenario_tests
  suite consumers "other people's builds" consumer_tests
  suite slurm "jobs of a real Slurm" slurm_tests
  suite maven "Java $(java_feature "$java_home"), mvn verify" java_tests verify
  for home in "$@"; do
    suite "maven-$(java_feature "$home")" "Java $(java_feature "$home"), $home" java_tests test -Djvm="$home/bin/java" \
      -DexcludedGroups=any-java
  done
  printf '%s\n' "${closing_lines[@]}"
  ((suites_failed == 0)) || die 1 "tests failed: suites=$suites_failed, logs in $root/target/test"
  say "all tests passed, logs in $root/target/test"
}

# suite NAME TITLE FUNCTION ARGUMENT...: the function gets the log's path before its arguments.
suite() {
  local title=$2 run=$3 log=$root/target/test/$1.log started=$SECONDS verdict=passed
  shift 3
  : >"$log"
  say "testing: $title, log=$log"
  if ! "$run" "$log" "$@"; then
    verdict=FAILED
    suites_failed=$((suites_failed + 1))
    show_end_of "$log" 60
  fi
  say "$verdict in $((SECONDS - started)) s: $title"
  closing_lines+=("$title: $verdict" "$(closing_of "$log")")
}

# What the test tools themselves said last: ours, CTest's with what it left out, Surefire's totals.
closing_of() {
  sed -n -E '/^((launcher|scenario|consumer|slurm) tests: |[0-9]+% tests passed)/p
    s/^\t *[0-9]+ - (.*)$/\1/p
    s/^\[(INFO|WARNING|ERROR)\] (Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+)$/\2/p' "$1" |
    sed 's/^/  /'
}

launcher_tests() {
  run_logged "$1" "$root/launcher/test/launcher_test.sh"
}

scenario_tests() {
  run_logged "$1" "$root/test/scenario_test.sh"
}

consumer_tests() {
  run_logged "$1" env JAVA_HOME="$java_home" "$root/test/consumers_test.sh"
}

slurm_tests() {
  run_logged "$1" "$root/test/slurm_test.sh"
}

# c_tests LOG SANITIZERS DIRECTORY
c_tests() {
  local log=$1 sanitizers=$2 directory=$3 jobs
  jobs=$(nproc)
  forget_moved_cmake_build "$directory"
  run_logged "$log" cmake -S "$root" -B "$directory" -DBLASPOOL_TESTS=ON -DBLASPOOL_BENCH=ON \
    -DBLASPOOL_SANITIZE="$sanitizers" -DBLASPOOL_TEST_BLAS="$(bundled_blas "$log")" &&
    run_logged "$log" cmake --build "$directory" --parallel "$jobs" &&
    run_logged "$log" ctest --test-dir "$directory" --output-on-failure --parallel "$jobs" --no-tests=error
}

# The OpenBLAS that the jars carry, taken out for the C tests: a fresh machine has no other.
bundled_blas() {
  local machine directory=$root/target/test-blas jar
  machine=$(uname -m)
  [[ $machine == aarch64 ]] && machine=arm64
  jar=$(find "$root/$CLI_LIBRARIES" -name "openblas-*-linux-$machine.jar" -print -quit)
  if [[ ! -d $directory ]]; then
    mkdir -p "$directory"
    (cd "$directory" && "$java_home/bin/jar" xf "$jar" "org/bytedeco/openblas/linux-$machine") >>"$1" 2>&1
  fi
  find "$directory" -name 'libopenblas.so*' -print -quit
}

# java_tests LOG PHASE OPTION...: another runtime for the tests leaves what was compiled alone.
java_tests() {
  maven "$@"
}
