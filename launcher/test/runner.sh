# shellcheck shell=bash
# What the tests in shell share: what they expect, and running them. Who sources it defines prepare, which is called
# before each test, and calls run_tests at the end.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

equal() {
  [[ $1 == "$2" ]] || fail "expected: $1" "found:    $2"
}

contains() {
  [[ $1 == *"$2"* ]] || fail "expected: $2" "in:       $1"
}

lacks() {
  [[ $1 != *"$2"* ]] || fail "not expected: $2" "in:           $1"
}

# await COMMAND...: until it succeeds.
await() {
  local deadline=$((SECONDS + 30))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || fail "never came: $*"
    sleep 0.02
  done
}

fail() {
  printf '    %s\n' "line ${BASH_LINENO[1]}: $1" "${@:2}"
  exit 1
}

skip() {
  echo "    $1"
  exit 77
}

# Each test in a shell of its own, so that what it exports, and where it goes, ends with it.
run_test() (
  set -e
  prepare
  "$name"
)

# run_tests TITLE [NAME...]: those that are named, else every function called should_...; the last line counts them.
run_tests() {
  local title=$1 output verdict ran=0 failed=0 skipped=0 chosen
  shift
  chosen=("$@")
  (($#)) || mapfile -t chosen < <(declare -F | sed -n 's/^declare -f \(should_.*\)/\1/p')
  for name in "${chosen[@]}"; do
    set +e
    output=$(run_test 2>&1)
    verdict=$?
    set -e
    ran=$((ran + 1))
    case $verdict in
      0) echo "passed   $name" ;;
      77) skipped=$((skipped + 1)) && echo "skipped  $name" ;;
      *) failed=$((failed + 1)) && echo "FAILED   $name" ;;
    esac
    [[ -z $output ]] || printf '%s\n' "$output"
  done
  echo "$title: $ran run, $failed failed, $skipped skipped"
  ((failed == 0))
}
