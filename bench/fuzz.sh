#!/usr/bin/env bash
# Fuzzes every parser of foreign bytes, one after another at low priority: the C ones with libFuzzer under the address and
# undefined-behaviour sanitizers, the Java ones with Jazzer. Needs clang and Maven. What it finds is left in target/fuzz.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/target/fuzz-build
work=$root/target/fuzz
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

c_targets=(cgroup cpu_set figure product smaps table)
java_targets=(
  files/org.blaspool.file.ManifestFuzzTest#shouldListProductsOrNameTheBadLines
  files/org.blaspool.file.MatrixFilesFuzzTest#shouldReadHdf5OrGiveTheReason
  files/org.blaspool.file.MatrixFilesFuzzTest#shouldReadMatrixMarketOrGiveTheReason
  files/org.blaspool.file.MatrixFilesFuzzTest#shouldReadNpzOrGiveTheReason
  files/org.blaspool.file.MatrixFilesFuzzTest#shouldTakeAReplyApartOrFail
  files/org.blaspool.file.MatrixFilesFuzzTest#shouldTakeANameApartOrGiveTheReason
  files/org.blaspool.independent.FileTaskFuzzTest#shouldGetTasksOrFail
  files/org.blaspool.file.NpyFuzzTest#shouldReadAMatrixOrGiveTheReason
  files/org.blaspool.journal.JournalFuzzTest#shouldDecodeARecordThatCanBeWrittenAgainOrNone
  files/org.blaspool.journal.JournalFuzzTest#shouldLeaveOutLinesThatAreNotWhole
  core/org.blaspool.transport.FrameFuzzTest#shouldGetOtherFramesOrFail
  core/org.blaspool.transport.FrameFuzzTest#shouldGetRawMatricesOrFail
  core/org.blaspool.transport.FrameFuzzTest#shouldGetSerializedMatricesOrFail
  core/org.blaspool.transport.FrameFuzzTest#shouldGetTaskHeadersOrFail
  core/org.blaspool.worker.ConversationFuzzTest#shouldObeyTheParentOrHangUp
  core/org.blaspool.worker.ConversationFuzzTest#shouldServeArraysOrHangUp
  core/org.blaspool.worker.ConversationFuzzTest#shouldWorkOnTasksOrHangUp
  cli/org.blaspool.cli.ReportFuzzTest#shouldRenderAReportOrRefuseIt
)

usage() {
  cat <<'USAGE'
usage: bench/fuzz.sh [--skip-build] SECONDS [TARGET-PATTERN]

Fuzzes each target (or those whose name matches the extended regular expression) for so many seconds and prints a line
for each: target, executions, seconds, findings. A finding is a file in target/fuzz; put it into the target's corpus
under a name that says what it is, and mend the parser. Exit status 1 where there is any. JAVA_HOME chooses the JDK.
USAGE
}

die() {
  echo "fuzz.sh: $1" >&2
  exit 2
}

# The sanitizers' build is clang's, whatever compiler the project itself is built with.
build_all() {
  cmake -S "$root" -B "$build" -DCMAKE_C_COMPILER=clang -DBLASPOOL_FUZZ=ON -DBLASPOOL_SANITIZE=address,undefined
  cmake --build "$build" --parallel "$(nproc)"
  # The path is read by Maven within each module.
  # shellcheck disable=SC2016
  (cd "$root" && mvn -q test-compile dependency:build-classpath -DincludeScope=test \
    '-Dmdep.outputFile=${project.build.directory}/test-classpath')
}

# fuzz NAME SEEDS COMMAND...: runs a fuzzer over its seeds and what earlier runs kept, and prints its line.
fuzz() {
  local name=$1 seeds=$2 log=$work/$1.log started=$SECONDS findings executions
  shift 2
  mkdir -p "$work/corpus/$name" "$work/findings/$name"
  (cd "$work/findings/$name" &&
    nice -n 19 "$@" -max_total_time="$seconds" -timeout=30 -report_slow_units=30 -max_len=4096 -print_final_stats=1 \
      -artifact_prefix="$work/findings/$name/" "$work/corpus/$name" "$seeds") >"$log" 2>&1 || true
  findings=$(find "$work/findings/$name" -type f ! -name 'Crash_*.java' | wc -l)
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  [[ -n $executions ]] || die "$name did not run: log=$log"
  printf '%-60s %12s %8s %9s\n' "$name" "$executions" "$((SECONDS - started))" "$findings"
  ((total_findings += findings)) || true
}

fuzz_c() {
  fuzz "$1" "$root/native/test/fuzz/corpus/$1" "$build/native/test/fuzz/${1}_fuzz" -rss_limit_mb=2048
}

# fuzz_java MODULE/CLASS#METHOD
fuzz_java() {
  local module=${1%%/*} target=${1#*/} class method target_directory
  class=${target%#*} method=${target#*#}
  target_directory=$root/java/$module/target
  fuzz "${class##*.}.$method" "$root/java/$module/src/test/resources/${class//.//}Inputs/$method" \
    "$java" -Xmx1g -XX:-OmitStackTraceInFastThrow \
    -cp "$target_directory/test-classes:$target_directory/classes:$(<"$target_directory/test-classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class="$class" --target_method="$method" \
    --instrumentation_includes='org.blaspool.**' --custom_hook_includes='org.blaspool.**' \
    --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*'
}

main() {
  local target skip_build=0
  if [[ ${1-} == --help ]]; then
    usage && exit 0
  fi
  if [[ ${1-} == --skip-build ]]; then
    skip_build=1 && shift
  fi
  [[ ${1-} =~ ^[1-9][0-9]*$ ]] || die "seconds a target are missing, expected bench/fuzz.sh 60; see --help"
  seconds=$1 total_findings=0
  mkdir -p "$work"
  ((skip_build)) || build_all >"$work/build.log" 2>&1 || die "build failed: log=$work/build.log"
  printf '%-60s %12s %8s %9s\n' target executions seconds findings
  for target in "${c_targets[@]}"; do
    [[ ! $target =~ ${2-} ]] || fuzz_c "$target"
  done
  for target in "${java_targets[@]}"; do
    [[ ! $target =~ ${2-} ]] || fuzz_java "$target"
  done
  ((total_findings == 0))
}

main "$@"
