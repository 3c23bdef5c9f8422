#!/usr/bin/env bash
# Tests of the launcher: each function is one, its name says what must hold. Arguments: names of tests to run (all).
set -euo pipefail

project=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
# shellcheck source=launcher/test/runner.sh
source "$project/launcher/test/runner.sh"
# shellcheck source=launcher/test/fakes.sh
source "$project/launcher/test/fakes.sh"
# What the launcher puts before a line that takes root.
as_root=""
((EUID == 0)) || as_root="sudo "

should_build_once_and_start_the_command_line_with_the_arguments_as_they_are() {
  launch compare --size 4x5x6 'two words' '*'
  equal 0 "$status"
  equal "$(printf '%s\n' compare --size 4x5x6 'two words' '*')" "$(tail -n 5 <<<"$out")"
  contains "$out" "$checkout/java/cli/target/blaspool-cli.jar:$checkout/java/cli/target/lib/*"
  contains "$out" --enable-native-access=ALL-UNNAMED
  contains "$err" "blaspool: building natives and jars"
  launch info
  equal "" "$err"
  equal 1 "$(grep -c '^mvn ' "$calls")"
}

should_name_files_in_utf8_where_there_is_no_locale() {
  # shellcheck disable=SC2016  # the fake expands it
  make_program "$work/$name/jdk/bin/java" 'echo "LC_ALL=${LC_ALL-}"'
  unset LC_ALL LC_CTYPE LANG
  launch info
  equal LC_ALL=C.UTF-8 "$out"
  LANG=C launch info
  equal LC_ALL=C.UTF-8 "$out"
  LANG=C.UTF-8 launch info
  equal LC_ALL=C.UTF-8 "$out"
  LANG=xx_XX.UTF-8 launch info
  equal LC_ALL=C.UTF-8 "$out"
  { LANG=C.UTF-8 LC_NUMERIC=xx_XX.UTF-8 launch info; } 2>/dev/null
  equal LC_ALL=C.UTF-8 "$out"
  LC_ALL=C launch info
  equal LC_ALL=C "$out"
}

should_give_back_the_exit_status_of_the_command() {
  launch compare exit=5
  equal 5 "$status"
}

should_build_again_when_a_source_changed_or_went_and_not_for_a_test() {
  launch info
  touch "$checkout/java/core/src/test/ATest.java"
  launch info
  equal 1 "$(grep -c '^mvn ' "$calls")"
  touch "$checkout/native/a.c"
  launch info
  equal 2 "$(grep -c '^mvn ' "$calls")"
  rm "$checkout/java/core/src/main/A.java"
  launch info
  equal 3 "$(grep -c '^mvn ' "$calls")"
  rm -r "$checkout/java/cli/target/lib"
  launch info
  equal 4 "$(grep -c '^mvn ' "$calls")"
}

should_drop_the_jars_of_dependencies_when_these_may_have_changed() {
  launch info
  touch "$checkout/java/cli/target/lib/old.jar" "$checkout/native/a.c"
  launch info
  [[ -f $checkout/java/cli/target/lib/old.jar ]] || fail "a change of C code is none of dependencies"
  touch "$checkout/java/cli/pom.xml"
  launch info
  equal openblas.jar "$(ls "$checkout/java/cli/target/lib")"
}

should_build_again_what_changed_during_a_build() {
  touch "$checkout/hold"
  launch info &
  await grep '^mvn ' "$calls"
  touch "$checkout/native/late.c"
  rm "$checkout/hold"
  wait
  launch info
  equal 2 "$(grep -c '^mvn ' "$calls")"
}

should_find_its_checkout_through_a_symbolic_link_from_any_directory() {
  ln -s "$checkout/blaspool" "$work/link"
  ln -s link "$work/link to link"
  cd /
  launch_as "$work/link to link" info
  equal 0 "$status"
  contains "$out" "$checkout/java/cli/target/blaspool-cli.jar"
}

should_name_every_missing_tool_with_the_line_that_installs_it() {
  rm "$system"/{java,mvn,cmake,cc,make}
  make_program "$system/apt-get" ''
  launch compare --size 8
  equal 3 "$status"
  equal 1 "$(wc -l <<<"$err")"
  for tool in "a JDK 17" Maven "CMake 3.20" "a C compiler" "make or ninja"; do
    contains "$err" "$tool"
  done
  contains "$err" "${as_root}apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven cmake gcc libc6-dev make;"
  contains "$err" "./blaspool --yes compare"
  lacks "$(<"$calls")" apt-get
}

should_update_package_lists_that_are_absent_or_old() {
  rm "$system/mvn"
  make_program "$system/apt-get" "[[ \$* != *install* ]] || mv '$system/not-yet-mvn' '$system/mvn'"
  make_maven "$system/not-yet-mvn"
  make_program "$system/sudo" 'shift; exec "$@"'
  touch -d '2 days ago' "$BLASPOOL_APT_LISTS/debian_Packages"
  launch info
  contains "$err" "install: ${as_root}apt-get update && ${as_root}apt-get install"
  launch --yes info
  equal 0 "$status"
  contains "$(<"$calls")" "apt-get update"
}

should_name_only_what_is_missing() {
  make_program "$system/cmake" 'echo "cmake version 3.18.4"'
  make_program "$system/apt-get" ''
  launch compare
  equal 3 "$status"
  contains "$err" "missing: CMake 3.20 or newer; install: ${as_root}apt-get install -y --no-install-recommends cmake;"
}

should_ask_for_the_headers_where_the_compiler_lacks_them() {
  make_program "$system/cc" 'exit 1'
  make_program "$system/apt-get" ''
  launch compare
  contains "$err" "missing: the C library's headers; install: ${as_root}apt-get install -y --no-install-recommends libc6-dev;"
}

should_speak_the_language_of_other_package_managers() {
  rm "$system"/{java,mvn}
  packages_of dnf "dnf install -y java-17-openjdk-devel maven;"
  packages_of zypper "zypper --non-interactive install java-17-openjdk-devel maven;"
  packages_of apk "apk add openjdk17-jdk maven;"
  packages_of pacman "pacman -S --noconfirm --needed jdk17-openjdk maven;"
  printf 'ID=fedora\nVERSION_ID=42\n' >"$BLASPOOL_OS_RELEASE"
  packages_of dnf "dnf install -y java-21-openjdk-devel maven;"
  launch info
  contains "$err" "no package manager that blaspool knows"
}

packages_of() {
  make_program "$system/$1" ''
  launch info
  equal 3 "$status"
  contains "$err" "$2"
  rm "$system/$1"
}

should_install_what_is_missing_when_told_yes_and_go_on() {
  rm "$system/mvn"
  make_program "$system/apt-get" "[[ \$* != *install* ]] || mv '$system/not-yet-mvn' '$system/mvn'"
  make_maven "$system/not-yet-mvn"
  # For one who is not root; root needs no sudo.
  make_program "$system/sudo" 'shift; exec "$@"'
  launch --yes compare
  equal 0 "$status"
  contains "$(<"$calls")" "install -y --no-install-recommends maven"
  contains "$err" "blaspool: apt-get install -y --no-install-recommends maven"
  contains "$out" compare
  lacks "$(<"$calls")" "apt-get update"
}

should_fail_when_what_was_installed_is_not_enough() {
  rm "$system/mvn"
  make_program "$system/apt-get" ''
  make_program "$system/sudo" 'shift; exec "$@"'
  launch --yes compare
  equal 3 "$status"
  contains "$err" "still missing"
}

should_not_take_a_runtime_without_compiler_for_a_jdk() {
  rm -r "$work/$name/jdk"
  make_java "$work/$name/jdk" 17 runtime
  make_program "$system/apt-get" ''
  launch info
  equal 3 "$status"
  contains "$err" "missing: a JDK 17 or newer (javac, include/jni.h); install:"
}

should_run_on_a_runtime_once_built() {
  launch info
  rm "$work/$name/jdk/bin/javac"
  launch info
  equal 0 "$status"
}

should_refuse_an_old_java_home_and_name_it() {
  make_java "$work/$name/old" 11 jdk
  JAVA_HOME=$work/$name/old launch info
  equal 3 "$status"
  contains "$err" "JAVA_HOME=$work/$name/old"
}

should_prefer_java_home_to_the_path() {
  make_java "$work/$name/newer" 25 jdk
  JAVA_HOME=$work/$name/newer launch info
  equal 0 "$status"
  equal "$work/$name/newer/bin/java" "$(head -n 1 <<<"$out")"
}

should_say_that_it_uses_a_jdk_that_is_not_on_the_path() {
  make_java "$work/$name/jdk" 11 jdk
  make_java "$BLASPOOL_JVM_DIRECTORY/a17" 17 jdk
  make_java "$BLASPOOL_JVM_DIRECTORY/b21" 21 jdk
  launch info
  equal 0 "$status"
  equal "$BLASPOOL_JVM_DIRECTORY/b21/bin/java" "$(head -n 1 <<<"$out")"
  equal 1 "$(grep -c "on the PATH, using $BLASPOOL_JVM_DIRECTORY/b21" <<<"$err")"
}

should_let_the_user_choose_the_collector() {
  BLASPOOL_JAVA_OPTS='-Xmx1g  -XX:+UseParallelGC' launch info
  contains "$out" -Xmx1g
  contains "$out" -XX:+UseParallelGC
  lacks "$out" -XX:+UseSerialGC
}

should_keep_options_for_any_java_from_its_own() {
  JAVA_TOOL_OPTIONS='-XX:+UseG1GC' JDK_JAVA_OPTIONS=-Xmx1m launch info
  equal 0 "$status"
  contains "$err" "not read: JAVA_TOOL_OPTIONS"
  contains "$err" BLASPOOL_JAVA_OPTS
  lacks "$out" JAVA_TOOL_OPTIONS
}

should_say_which_limit_leaves_no_room_for_java() {
  status=0
  err=$( (ulimit -n 40 && PATH=$system "$checkout/blaspool" info) 2>&1 >/dev/null) || status=$?
  equal 3 "$status"
  contains "$err" "ulimit -n=40, expected at least 64"
  status=0
  err=$( (ulimit -v 900000 && PATH=$system "$checkout/blaspool" info) 2>&1 >/dev/null) || status=$?
  equal 3 "$status"
  contains "$err" "ulimit -v=900000 KiB"
  [[ $UID == 0 && -x /usr/bin/setpriv ]] || return 0
  chmod -R a+rX "$work"
  status=0
  # shellcheck disable=SC2016  # bash -c expands them
  err=$(setpriv --reuid=12345 --clear-groups bash -c 'ulimit -u 12 && PATH=$1 exec "$2/blaspool" info' - "$system" \
    "$checkout" 2>&1 >/dev/null) || status=$?
  equal 3 "$status"
  equal 1 "$(wc -l <<<"$err")"
  contains "$err" "ulimit -u=12 (now"
}

should_say_why_java_does_not_start_with_the_options_of_the_user() {
  make_java "$work/$name" 17 jdk
  sed -i '1a [[ " $* " != *" -XX:+Nonsense "* ]] || { echo "Unrecognized VM option Nonsense"; exit 1; }' \
    "$work/$name/bin/java"
  JAVA_HOME=$work/$name BLASPOOL_JAVA_OPTS=-XX:+Nonsense launch info
  equal 3 "$status"
  contains "$err" "Java cannot be started: BLASPOOL_JAVA_OPTS=-XX:+Nonsense"
  contains "$err" "Unrecognized VM option Nonsense"
}

should_not_build_inside_a_batch_job_unless_told() {
  SLURM_JOB_ID=7 launch --yes compare
  equal 3 "$status"
  equal 1 "$(wc -l <<<"$err")"
  contains "$err" "SLURM_JOB_ID=7"
  contains "$err" "./blaspool --build compare"
  lacks "$(<"$calls")" mvn
  SLURM_JOB_ID=7 launch --build compare
  equal 0 "$status"
  SLURM_JOB_ID=7 launch compare
  equal 0 "$status"
  equal "" "$err"
}

should_let_one_of_two_that_start_at_once_build_while_the_other_waits() {
  touch "$checkout/hold"
  PATH=$system "$checkout/blaspool" info >"$work/first" 2>&1 &
  PATH=$system "$checkout/blaspool" info >"$work/second" 2>&1 &
  await grep "waiting for another blaspool" "$work/first" "$work/second"
  rm "$checkout/hold"
  wait
  equal 1 "$(grep -c '^mvn ' "$calls")"
  equal 1 "$(cat "$work/first" "$work/second" | grep -c "waiting for another blaspool")"
  equal 2 "$(cat "$work/first" "$work/second" | grep -c org.blaspool.cli.Main)"
}

should_show_the_end_of_the_log_of_a_failed_build_and_try_again_the_next_time() {
  touch "$checkout/fail"
  launch info
  equal 3 "$status"
  contains "$err" "[ERROR] no symbol here"
  contains "$(tail -n 1 <<<"$err")" "build failed, log=$checkout/target/build.log"
  rm "$checkout/fail"
  launch info
  equal 0 "$status"
}

should_stop_its_build_on_a_signal() {
  touch "$checkout/hold"
  PATH=$system "$checkout/blaspool" info >/dev/null 2>"$work/err" &
  local launcher=$! status=0
  await grep '^mvn ' "$calls"
  kill -TERM "$launcher"
  wait "$launcher" || status=$?
  equal 4 "$status"
  rm "$checkout/hold"
  launch info
  equal 0 "$status"
}

should_install_a_command_that_needs_java_alone() {
  launch install --prefix "$work/$name/a prefix"
  equal 0 "$status"
  contains "$(<"$calls")" "--component runtime"
  contains "$(<"$calls")" "--component development"
  rm -r "$checkout" "$system"/{mvn,cmake,cc,make,flock,find}
  ln -s "$work/$name/a prefix/bin/blaspool" "$work/$name/blaspool"
  launch_as "$work/$name/blaspool" compare 'two words'
  equal 0 "$status"
  equal "" "$err"
  contains "$out" "$work/$name/a prefix/share/blaspool/blaspool-cli.jar:$work/$name/a prefix/share/blaspool/lib/*"
  launch_as "$work/$name/blaspool" test
  equal 2 "$status"
}

should_leave_no_jar_of_an_older_version_when_it_installs() {
  mkdir -p "$work/$name/prefix/share/blaspool/lib"
  touch "$work/$name/prefix/share/blaspool/lib/old.jar"
  launch install --prefix="$work/$name/prefix"
  equal openblas.jar "$(ls "$work/$name/prefix/share/blaspool/lib")"
}

should_refuse_an_installation_without_a_prefix() {
  launch install
  equal 2 "$status"
  contains "$err" "give --prefix DIR"
}

should_choose_the_newest_other_jdk_for_the_second_run_of_the_tests() {
  make_java "$BLASPOOL_JVM_DIRECTORY/a" 17 jdk
  make_java "$BLASPOOL_JVM_DIRECTORY/b" 21 jdk
  make_java "$BLASPOOL_JVM_DIRECTORY/c" 23 runtime
  make_java "$work/$name/d" 25 jdk
  equal "$BLASPOOL_JVM_DIRECTORY/b" "$(other_jdk "")"
  equal "$work/$name/d" "$(other_jdk "/nowhere:$work/$name/d")"
}

other_jdk() {
  BLASPOOL_TEST_JDKS=$1 bash -c 'root=$1 java_home=$2 parts=$1/launcher
    for part in message java test_command; do source "$parts/$part.sh"; done; newest_other_jdk' - \
    "$checkout" "$work/$name/jdk"
}

should_build_what_runs_in_spark_when_it_is_asked_for_first() {
  local jar=$checkout/java/spark/target/blaspool-spark.jar
  mkdir -p "${jar%/*}"
  make_program "$system/mvn" "mkdir -p java/cli/target/lib && touch java/cli/target/blaspool-cli.jar
    [[ \$* != *java/spark* ]] || touch '$jar'"
  SPARK_HOME=/spark launch compare --suite quick
  lacks "$(<"$calls")" java/spark
  for _ in 1 2; do
    SPARK_HOME=/spark launch compare --strategies threads,spark:workers=2
    equal 0 "$status"
    contains "$out" ":$jar"
  done
  equal 1 "$(grep -c 'package -pl java/spark' "$calls")"
  launch compare --strategies spark
  lacks "$out" blaspool-spark.jar
}

should_offer_slurm_to_the_tests_only_when_told_yes_and_go_on_without_it() {
  ((EUID == 0)) || skip "the tests under Slurm take root, and so does this one"
  make_program "$system/apt-get" 'exit 100'
  offer slurm no
  equal "" "$(<"$calls")"
  offer slurm yes
  contains "$(<"$calls")" "install -y --no-install-recommends slurm-wlm munge"
  contains "$err" "going on without slurm and its tests"
  equal 0 "$status"
  : >"$calls"
  for program in slurmctld slurmd munged; do
    make_program "$system/$program" ''
  done
  offer slurm yes
  equal "" "$(<"$calls")"
}

should_offer_h5py_where_python_has_none() {
  ((EUID == 0)) || skip "packages are installed by root, and so is this test"
  make_program "$system/apt-get" 'exit 100'
  make_program "$system/python3" 'exit 1'
  offer h5py yes
  contains "$(<"$calls")" "install -y --no-install-recommends python3-h5py"
  : >"$calls"
  make_program "$system/python3" ''
  offer h5py yes
  lacks "$(<"$calls")" "apt-get"
}

# offer TOOL YES: as launch
offer() {
  # shellcheck disable=SC2016  # the inner shell expands these
  launch_as bash -euc 'root=$1 parts=$1/launcher assume_yes=$3
    for part in message tools build test_command; do source "$parts/$part.sh"; done; offer "$2" "$2 and its tests"
    ' - "$checkout" "$@"
}

should_satisfy_shellcheck() {
  command -v shellcheck >/dev/null || skip "shellcheck is not here"
  (cd "$project" && shellcheck -x blaspool .ci/run launcher/*.sh launcher/test/*.sh test/*.sh test/slurm/*.sh bench/slurm/*.sbatch)
}

prepare() {
  make_checkout "$name"
}

run_tests "launcher tests" "$@"
