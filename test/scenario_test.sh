#!/usr/bin/env bash
# shellcheck disable=SC2016  # what is in single quotes is for inner shells
# Whole commands where the machine is short of something: each ends in success or in one line and its exit code, and
# leaves nothing behind. Each function is a test, its name says what must hold. Arguments: names of tests to run (all).
# Mounts are made in namespaces of their own; what needs root is left out for others, with a word.
set -euo pipefail

project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
# shellcheck source=launcher/test/runner.sh
source "$project/launcher/test/runner.sh"

QUICK=(compare --suite quick --size 200 --pairs 20 --rounds 3)
LONGEST_SECONDS=240

# Directories of a test's own: everything that is left there afterwards is a fault.
prepare() {
  place=$work/$name
  mkdir -p "$place"/{scratch,out}
  trap remove_group EXIT
}

# run COMMAND...: sets out, err and status, and checks that nothing of it is left.
run() {
  local before
  before=$(ls -A /dev/shm)
  status=0
  out=$(timeout "$LONGEST_SECONDS" "$@" 2>"$place/err" </dev/null) || status=$?
  err=$(<"$place/err")
  nothing_left "$before"
}

# nothing_left ENTRIES: as in /dev/shm before; guards and workers may still be in their last moment.
nothing_left() {
  local deadline=$((SECONDS + 3))
  while [[ -n $(processes_of "$place/scratch") ]]; do
    ((SECONDS < deadline)) || fail "processes are left:" "$(processes_of "$place/scratch")"
    sleep 0.05
  done
  equal "" "$(ls -A "$place/scratch")"
  equal "$1" "$(ls -A /dev/shm)"
  lacks "$(cat /proc/self/mounts)" "$place"
}

# Workers and guards have the directory in their command lines.
processes_of() {
  local file line
  for file in /proc/[0-9]*/cmdline; do
    line=$(tr '\0' ' ' 2>/dev/null <"$file") || continue
    [[ $line != *"$1/blaspool-"* ]] || echo "$line"
  done 2>/dev/null
}

blaspool() {
  run "$project/blaspool" "$@" --scratch "$place/scratch"
}

# within "MOUNT..." ARGUMENT...: the command where these commands were run first, in a mount namespace that ends with it.
within() {
  local mounts=$1
  shift
  unshare -m true 2>/dev/null || skip "mount namespaces are not allowed here"
  run unshare -m --propagation private bash -euc \
    'place=$1; shift; '"$mounts"'; "$@" || status=$?; ls -A "$place/scratch" >&2; exit "${status-0}"' - "$place" \
    "$project/blaspool" "$@" --scratch "$place/scratch"
}

one_line() {
  equal 1 "$(wc -l <<<"$err")"
  contains "$err" "blaspool: "
  contains "$err" "$1"
}

all_verified() {
  equal 0 "$status"
  lacks "$out" "not verified"
}

# make_group LIMIT: a control group of this test; the shell that calls it stays outside.
make_group() {
  local parent=/sys/fs/cgroup limit=memory.max
  [[ ! -d $parent/memory ]] || parent=/sys/fs/cgroup/memory limit=memory.limit_in_bytes
  group=$parent/blaspool-scenario-$$
  mkdir "$group" 2>/dev/null || skip "no control group can be made here"
  { echo "$1" >"$group/$limit"; } 2>/dev/null || skip "the memory controller is not enabled in $group"
}

remove_group() {
  [[ -z ${group-} ]] || rmdir "$group" 2>/dev/null || true
}

# in_group ARGUMENT...
in_group() {
  run bash -euc 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' - "$group" "$project/blaspool" "$@" \
    --scratch "$place/scratch"
}

oom_kills() {
  sed -n 's/^oom_kill //p' "$group/memory.oom_control" "$group/memory.events" 2>/dev/null
}

# npy FILE N: a square matrix of zeroes, row after row.
npy() {
  local header="{'descr': '<f8', 'fortran_order': False, 'shape': ($2, $2), }"
  {
    printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "$header"
    head -c $(($2 * $2 * 8)) /dev/zero
  } >"$1"
}

# make_pairs COUNT N: in $place/in; the results are as large as each operand.
make_pairs() {
  local i
  mkdir -p "$place"/in/{a,b}
  for ((i = 1; i <= $1; i++)); do
    npy "$place/in/a/p$i.npy" "$2"
    npy "$place/in/b/p$i.npy" "$2"
  done
}

should_do_without_room_in_dev_shm() {
  within 'mount -t tmpfs -o size=64m blaspool-test /dev/shm' compare --suite quick --size 500 --pairs 40 --rounds 3
  all_verified
}

should_refuse_a_batch_that_its_control_group_cannot_hold_before_anything_starts() {
  make_group $((1 << 30))
  in_group compare --suite quick --size 2000 --pairs 100
  equal 3 "$status"
  one_line "does not fit into memory: needs "
  contains "$err" "cgroup 1.0 GiB"
  equal 0 "$(oom_kills)"
}

should_compute_in_a_control_group_of_one_gib() {
  make_group $((1 << 30))
  in_group "${QUICK[@]}"
  all_verified
  equal 0 "$(oom_kills)"
}

should_keep_what_it_stored_when_the_output_disk_is_full() {
  make_pairs 20 400
  within 'mount -t tmpfs -o size=8m blaspool-test "$place/out"; trap "ls -A \"\$place/out\"" EXIT' \
    run --quiet --pairs "$place/in" --out "$place/out" --strategy processes-shared:workers=2
  equal 3 "$status"
  one_line "No space left on device"
  # Of each result all or nothing, and no temporary file.
  [[ $out == *.npy* ]] || fail "nothing was stored"
  equal ".blaspool" "$(grep -v '^p[0-9]*\.npy$' <<<"$out" || true)"
}

should_name_the_scratch_disk_that_is_full_and_go_on_with_the_other_strategies() {
  within 'mount -t tmpfs -o size=8m blaspool-test "$place/scratch"' \
    compare --strategies threads,independent --size 400 --pairs 20 --rounds 3
  equal 1 "$status"
  contains "$(tr -s ' \n' ' ' <<<"$out")" "No space left on device, expected room for all operands and results; see --scratch"
  one_line "rows failed: failed=1 of 2, expected 0; the first is independent"
}

should_refuse_a_scratch_directory_that_is_read_only() {
  within 'mount -t tmpfs -o ro blaspool-test "$place/scratch"' "${QUICK[@]}"
  equal 2 "$status"
  one_line "scratch directory cannot be written: scratch=$place/scratch"
}

should_refuse_an_output_directory_that_is_read_only() {
  make_pairs 4 100
  within 'mount -t tmpfs -o ro blaspool-test "$place/out"' run --quiet --pairs "$place/in" --out "$place/out" \
    --strategy processes-shared:workers=2
  equal 3 "$status"
  one_line "Read-only file system"
}

should_compute_with_64_open_files_or_say_that_they_are_too_few() {
  run bash -c 'ulimit -n 64; exec "$@"' - "$project/blaspool" "${QUICK[@]}" --scratch "$place/scratch"
  all_verified
  run bash -c 'ulimit -n 64; exec "$@"' - "$project/blaspool" compare --strategies processes-shared:workers=12 \
    --size 50 --pairs 24 --rounds 3 --scratch "$place/scratch"
  if ((status != 0)); then
    contains "$(tr -s ' \n' ' ' <<<"$out$err")" "raise the limit of open files (ulimit -n)"
  fi
}

should_start_with_the_classes_that_its_build_archived() {
  BLASPOOL_JAVA_OPTS=-Xlog:class+load:stdout run "$project/blaspool" --version
  equal 0 "$status"
  contains "$out" "org.blaspool.cli.Main source: shared objects file (top)"
  # Workers find theirs as well: their pool would record one otherwise.
  BLASPOOL_CACHE=$place/cache run "$project/blaspool" compare --size 16 --pairs 4 --rounds 1 --strategies processes-shared \
    --scratch "$place/scratch"
  equal 0 "$status"
  equal "" "$(find "$place/cache/archive" -type f)"
}

should_run_three_comparisons_at_once() {
  local i pids=()
  for i in 1 2 3; do
    mkdir -p "$place/$i/scratch"
    (place=$place/$i && blaspool "${QUICK[@]}" && all_verified) &
    pids+=($!)
  done
  for i in "${pids[@]}"; do
    wait "$i" || fail "one of three failed"
  done
}

run_tests "scenario tests" "$@"
