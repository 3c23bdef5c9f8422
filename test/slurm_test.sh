#!/usr/bin/env bash
# The scripts of bench/slurm as jobs of a real Slurm on this machine: test/slurm/cluster.sh starts it and ends it. Each
# function is a test, its name says what must hold. Arguments: names of tests to run (all). Where Slurm is not installed,
# or for who is not root, all are left out with a word; with CI=true that is a failure. Nothing is built in a job, so
# the project must be built already.
set -euo pipefail

project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
# shellcheck source=launcher/test/runner.sh
source "$project/launcher/test/runner.sh"
# shellcheck source=test/slurm/cluster.sh
source "$project/test/slurm/cluster.sh"

# Everything to nobody else's benefit: the environment of a job that runs these tests is not that of the jobs in them.
# shellcheck disable=SC2046
unset $(compgen -v | grep -E '^(SLURM|SBATCH)_' || true) BLASPOOL_ARRAY

prepare() {
  [[ -z $left_out ]] || skip "$left_out"
  place=$work/$name
  mkdir -p "$place"/{scratch,in}
  export BLASPOOL=$project/blaspool BLASPOOL_SCRATCH=$place/scratch
  export BLASPOOL_TEST_NOTES=$place/notes BLASPOOL_TEST_MILLIS=0
  : >"$BLASPOOL_TEST_NOTES"
  out=$place/out
  # One product at a time by a BLAS that notes each; a few kilobytes of matrices at once, so that results come one by one.
  noted=(--blas "$work/noted_blas.so" --strategy sequential --split off --memory-limit 8K)
}

# submit OPTION...: sets job, which has 1 CPU and 1 GB unless the options say otherwise.
submit() {
  submit_as_it_is --cpus-per-task=1 --mem=1G "$@"
}

# submit_as_it_is OPTION...: with what the script itself asks for.
submit_as_it_is() {
  job=$(sbatch --parsable --chdir="$place" "$@") || fail "not submitted: $*"
}

# job_field ID KEY
job_field() {
  scontrol --oneliner show job "$1" | head -n 1 | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1
}

# await_job ID: sets state and status of the job (or of one task of an array, 12_3) once it has ended.
await_job() {
  CLUSTER_PATIENCE=300 patiently ended "$1" || fail "job never ended: $1" "$(scontrol show job "$1")" "$(log_of "$1")"
  state=$(job_field "$1" JobState)
  status=$(job_field "$1" ExitCode)
  nothing_left_in_scratch
}

ended() {
  [[ $(job_field "$1" JobState) =~ ^(COMPLETED|FAILED|TIMEOUT|CANCELLED|NODE_FAIL|OUT_OF_MEMORY)$ ]]
}

nothing_left_in_scratch() {
  patiently scratch_is_empty || fail "left in scratch: $(ls -A "$place/scratch")"
}

scratch_is_empty() {
  [[ -z $(ls -A "$place/scratch") ]]
}

log_of() {
  cat "$place"/*-"$1".log 2>/dev/null || true
}

# log_tells JOB TEXT: a job that is cancelled counts as ended while its processes still write.
log_tells() {
  patiently log_has "$@" || fail "not in the log: $2" "$(log_of "$1")"
}

log_has() {
  [[ $(log_of "$1") == *"$2"* ]]
}

ended_well() {
  equal "COMPLETED 0:0" "$state $status$([[ $state == COMPLETED ]] || log_of "$1")"
}

# make_manifest COUNT [N]: products i = 1 … COUNT of NxN matrices, whose first element is i.
make_manifest() {
  local i n=${2-8}
  echo "a,b,out" >"$place/in/list.csv"
  for ((i = 1; i <= $1; i++)); do
    npy "$place/in/$i.npy" "$n" "$i"
    echo "$i.npy,$i.npy,$i.npy" >>"$place/in/list.csv"
  done
}

# npy FILE N FIRST: zeroes but for the first element, as 64-bit integers, which a shell can write.
npy() {
  local header="{'descr': '<i8', 'fortran_order': False, 'shape': ($2, $2), }"
  {
    printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "$header"
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x $(($3 % 256)))\\x$(printf %02x $(($3 / 256)))"
    head -c $(($2 * $2 * 8 - 2)) /dev/zero
  } >"$1"
}

results() {
  find "$out" -maxdepth 1 -name '*.npy' -printf '%f\n' 2>/dev/null | sed 's/\.npy$//' | sort -n
}

at_least_results() {
  (($(results | wc -l) >= $1))
}

# all_computed_once COUNT: every result is there, and each product was computed by one job alone.
all_computed_once() {
  equal "$(seq "$1")" "$(results)"
  equal "$(seq "$1")" "$(sort -n "$BLASPOOL_TEST_NOTES")"
}

# identities NAME...: what changes when a result is written again.
identities() {
  local one
  for one in "$@"; do
    stat -c '%n %i %Y %s' "$out/$one.npy"
  done
}

# stored_results_stay BEFORE COUNT: after the end; of the results that were there BEFORE none was computed again.
stored_results_stay() {
  local one
  equal "$(seq "$2")" "$(results)"
  for one in $1; do
    equal "$one computed 1 times" "$one computed $(grep -cx "$one" "$BLASPOOL_TEST_NOTES") times"
  done
}

should_use_one_of_two_cpus_where_the_job_has_one() {
  (($(nproc) >= 2)) || skip "this machine has one CPU"
  make_manifest 6
  submit "$project/bench/slurm/run.sbatch" in/list.csv out --json run.json --strategy processes-shared
  await_job "$job"
  ended_well "$job"
  equal "$(seq 6)" "$(results)"
  local json
  json=$(tr -d ' \n' <"$place/run.json")
  contains "$json" '"effective":{"workers":1,"blas_threads":[1],"cpus":["'
  [[ $json =~ \"effective\":\{[^}]*\"cpus\":\[\"[0-9]+\"\] ]] || fail "the worker is not pinned to one CPU: $json"
  contains "$json" '1CPU:affinity'
  contains "$json" 'slurm1(SLURM_CPUS_'
}

should_count_the_memory_of_the_job() {
  make_manifest 1 4000
  submit --mem=200M "$project/bench/slurm/run.sbatch" in/list.csv out --strategy sequential
  await_job "$job"
  equal "FAILED 3:0" "$state $status"
  # Nine tenths of what the job has.
  contains "$(log_of "$job")" "product takes more memory than allowed: line 2 bytes=384000000, allowed 188743680"
}

should_compute_each_product_once_in_an_array_of_shards() {
  local task
  make_manifest 10
  submit "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  for task in 0 1 2 3; do
    await_job "${job}_$task"
    ended_well "${job}_$task"
    contains "$(log_of "${job}_$task")" "shard=$task/4"
  done
  all_computed_once 10
}

should_do_its_own_share_when_one_index_is_submitted_alone() {
  make_manifest 10
  submit --array=2 "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  await_job "${job}_2"
  ended_well "${job}_2"
  equal $'3\n7' "$(results)"
  submit --array=3 "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  await_job "${job}_3"
  equal $'3\n4\n7\n8' "$(results)"
}

should_take_arrays_that_start_at_one_and_step() {
  make_manifest 4
  BLASPOOL_ARRAY=1-7:2 submit --array=5 "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  await_job "${job}_5"
  ended_well "${job}_5"
  equal 3 "$(results)"
}

should_refuse_an_index_outside() {
  make_manifest 4
  submit --array=4 "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  await_job "${job}_4"
  equal "FAILED 2:0" "$state $status"
  contains "$(log_of "${job}_4")" "index is outside: index=4 array=0-3"
  # An index within, of an array that is larger than the script says, would do too much.
  submit --array=1,5 "$project/bench/slurm/array.sbatch" in/list.csv out "${noted[@]}"
  await_job "${job}_1"
  equal "FAILED 2:0" "$state $status"
  await_job "${job}_5"
  equal "" "$(results)"
}

should_go_on_where_it_was_when_it_is_requeued() {
  local before kept
  make_manifest 12
  BLASPOOL_TEST_MILLIS=1500 submit "$project/bench/slurm/requeue.sbatch" in/list.csv out "${noted[@]}"
  patiently at_least_results 3 || fail "no results:" "$(log_of "$job")"
  scontrol requeue "$job"
  patiently is_pending "$job" || fail "never requeued:" "$(scontrol show job "$job")"
  before=$(results)
  # shellcheck disable=SC2086  # numbers
  kept=$(identities $before)
  ! at_least_results 12 || fail "nothing is left to be done: the products were too quick"
  start_soon "$job"
  await_job "$job"
  ended_well "$job"
  # shellcheck disable=SC2086
  equal "$kept" "$(identities $before)"
  stored_results_stay "$before" 12
  contains "$(log_of "$job")" "start 2 of job $job"
}

is_pending() {
  [[ $(job_field "$1" JobState) == PENDING ]]
}

# Slurm holds a requeued job back for two minutes, because its credential was revoked; a new one has to be seconds newer.
start_soon() {
  scontrol update JobId="$1" StartTime=now+3
}

should_requeue_itself_before_the_time_limit() {
  local before
  make_manifest 12
  BLASPOOL_TEST_MILLIS=1500 submit "$project/bench/slurm/requeue.sbatch" in/list.csv out "${noted[@]}"
  patiently at_least_results 2 || fail "no results:" "$(log_of "$job")"
  # As --signal does a minute before the limit.
  scancel --batch --signal=USR1 "$job"
  patiently is_pending "$job" || fail "never requeued:" "$(scontrol show job "$job")" "$(log_of "$job")"
  before=$(results)
  ! at_least_results 12 || fail "nothing is left to be done: the products were too quick"
  start_soon "$job"
  await_job "$job"
  ended_well "$job"
  stored_results_stay "$before" 12
}

should_stay_cancelled_when_the_user_cancels_it() {
  make_manifest 12
  BLASPOOL_TEST_MILLIS=1500 submit "$project/bench/slurm/requeue.sbatch" in/list.csv out "${noted[@]}"
  patiently at_least_results 1 || fail "no results:" "$(log_of "$job")"
  scancel "$job"
  await_job "$job"
  equal CANCELLED "$state"
  log_tells "$job" "stopped by a signal"
  lacks "$(log_of "$job")" requeueing
}

should_finish_in_a_second_job_what_the_time_limit_cut_short() {
  local before
  make_manifest 60
  BLASPOOL_TEST_MILLIS=1500 submit --time=1 "$project/bench/slurm/run.sbatch" in/list.csv out "${noted[@]}"
  patiently at_least_results 1 || fail "no results:" "$(log_of "$job")"
  # A limit is minutes; its end may be moved. Slurm looks for jobs at their end every 30 s.
  scontrol update JobId="$job" EndTime=now
  await_job "$job"
  equal TIMEOUT "$state"
  log_tells "$job" "stopped by a signal"
  before=$(results)
  ! at_least_results 60 || fail "nothing is left to be done: the products were too quick"
  submit "$project/bench/slurm/run.sbatch" in/list.csv out "${noted[@]}"
  await_job "$job"
  ended_well "$job"
  stored_results_stay "$before" 60
}

should_run_on_a_whole_node() {
  make_manifest 4
  submit_as_it_is "$project/bench/slurm/node.sbatch" in/list.csv out --json run.json --strategy threads
  await_job "$job"
  ended_well "$job"
  equal "$(nproc)" "$(job_field "$job" NumCPUs)"
  contains "$(tr -d ' \n' <"$place/run.json")" '"effective":{"workers":'"$(physical_cores)"','
  equal "$(seq 4)" "$(results)"
}

# Of the CPUs that the tests themselves may use, which are the node's.
physical_cores() {
  lscpu --parse=CORE,SOCKET | grep -v '^#' | sort -u | wc -l
}

should_compare_as_a_job() {
  submit_as_it_is "$project/bench/slurm/compare.sbatch" --suite quick --size 64 --pairs 8 --rounds 1
  await_job "$job"
  ended_well "$job"
  contains "$(<"$place/compare-$job.json")" '"schema" : "blaspool.compare/1"'
}

if left_out=$(slurm_is_missing); then
  [[ ${CI-} != true ]] || { echo "slurm tests: CI has no Slurm: $left_out" && exit 1; }
else
  left_out=""
  trap 'stop_cluster; rm -rf "$work"' EXIT
  trap 'exit 4' INT TERM HUP
  "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o "$work/noted_blas.so" "$project/test/slurm/noted_blas.c"
  start_cluster
fi
run_tests "slurm tests" "$@"
