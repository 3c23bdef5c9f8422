#!/bin/sh
# tracepoints_test.sh READELF LIBRARY: the notes that perf and bpftrace read name every tracepoint with its arguments.
set -eu
notes=$("$1" -n "$2")
status=0
for name in dgemm__start dgemm__done chunk__claim chunk__done send__start send__done receive__start receive__done; do
  found=$(printf '%s\n' "$notes" | grep -A 3 "^ *Name: $name\$" | grep -c 'Arguments: -8@.* -8@.* -8@.*' || true)
  if [ "$found" -eq 0 ]; then
    echo "not there, or without three arguments: tracepoint=$name file=$2" >&2
    status=1
  fi
done
printf '%s\n' "$notes" | grep -q 'Provider: blaspool' || status=1
exit $status
