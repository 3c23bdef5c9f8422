#!/usr/bin/env bash
# reference_test.sh REFERENCE_PRODUCTS BLAS PYTHON: each mode of both references at tiny sizes, and what they refuse.
# Exit status 77 (CTest: skipped) where there is no OpenBLAS to call; numpy's part is left out, with a word, where there
# is no numpy.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
program=$1 blas=${2-} python=${3-}
# The Fortran run-time lies beside a bundled library.
export OPENBLAS_NUM_THREADS=1 LD_LIBRARY_PATH=${blas%/*}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect PATTERN TEXT: an extended regular expression that the whole last line has to match.
expect() {
  [[ ${2##*$'\n'} =~ ^$1$ ]] || fail "expected $1, got: $2"
}

# refused STATUS COMMAND...
refused() {
  local expected=$1 status=0
  shift
  "$@" >/dev/null 2>&1 </dev/null || status=$?
  ((status == expected)) || fail "status $status, expected $expected: $*"
}

c_modes() {
  local mode second='[0-9]+\.[0-9]{9}' output
  for mode in sequential blas-threads threads; do
    output=$("$program" "$blas" "$mode" 3 5 4 7 2 2)
    expect "\\{\"program\": \"c\", \"mode\": \"$mode\", \"m\": 3, \"k\": 5, \"n\": 4, \"pairs\": 7, \"products\": 7,\
 \"threads\": 2, \"huge_page_bytes\": -?[0-9]+, \"seconds\": \\[$second, $second\\]\\}" "$output"
  done
  output=$(printf 'one\ntwo\n' | "$program" "$blas" threads 2 2 2 3 - 2 9)
  [[ $output =~ ^ready$'\n'$second$'\n'$second$'\n' ]] || fail "prompted rounds: $output"
  expect '.*"products": 9,.*' "$output"
  refused 2 "$program" "$blas" threads 0 5 4 7 2
  refused 2 "$program" "$blas" nonsense 3 5 4 7 2
  refused 3 "$program" /nonexistent.so threads 3 5 4 7 2
}

numpy_modes() {
  local mode second='[0-9.e-]+' output
  for mode in loop threadpool pool pool-chunked shared threadpool-single pool-single shared-single spawn; do
    output=$("$python" "$here/products.py" "$mode" 4 6 2 2 ones)
    expect "\\{\"program\": \"numpy\", \"mode\": \"$mode\", \"n\": 4, \"pairs\": 6, \"workers\": 2, \"fill\": \"ones\",\
 \"seconds\": \\[$second, $second\\], \"compute_seconds\": \\[$second, $second\\], \"numpy\": \".*\"\\}" "$output"
  done
  output=$(printf 'one\n' | "$python" "$here/products.py" loop 4 6 - 2)
  [[ $output =~ ^ready$'\n'[0-9.]+\ [0-9.]+$'\n' ]] || fail "prompted round: $output"
  refused 2 "$python" "$here/products.py" nonsense 4 6 2
}

if [[ -z $blas ]] || ! grep -q openblas_set_num_threads "$blas"; then
  echo "skipped: no OpenBLAS to call: BLASPOOL_TEST_BLAS=$blas"
  exit 77
fi
c_modes
echo "passed: the reference in C"
if [[ ! -x $python ]]; then
  echo "left out: the reference in numpy, as there is no Python"
elif "$python" -c 'import numpy' 2>/dev/null; then
  numpy_modes
  echo "passed: the reference in numpy"
else
  refused 3 "$python" "$here/products.py" loop 4 6 2
  echo "left out: the reference in numpy, as there is no numpy"
fi
