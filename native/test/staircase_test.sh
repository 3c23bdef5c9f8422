#!/bin/sh
# staircase_test.sh NM OBJECT...: no files call each other in a circle, whether straight or by way of others.
set -eu
nm=$1
shift
for object; do
  "$nm" -g --defined-only "$object" | awk -v object="$object" 'NF == 3 { print "defines", $3, object }'
  "$nm" -u "$object" | awk -v object="$object" 'NF == 2 { print "uses", $2, object }'
done | awk '
  $1 == "defines" { definer[$2] = $3 }
  $1 == "uses" { used[++count] = $2; user[count] = $3 }
  END { for (i = 1; i <= count; i++) if (used[i] in definer) print user[i], definer[used[i]] }' | tsort >/dev/null
