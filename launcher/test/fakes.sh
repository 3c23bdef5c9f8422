# shellcheck shell=bash disable=SC2034,SC2154  # shared with launcher_test.sh
# A checkout with the real launcher in it and nothing else real: what it calls are programs here that note how.

# A path with blanks, as users have.
make_checkout() {
  checkout="$work/$1/a checkout"
  mkdir -p "$checkout"/{native,target,java/core/src/{main,test},java/cli/src/main}
  cp -r "$project/blaspool" "$project/launcher" "$checkout"
  touch "$checkout"/{pom.xml,CMakeLists.txt,java/core/pom.xml,java/cli/pom.xml,java/core/src/main/A.java}
  calls=$work/$1/calls
  : >"$calls"
  make_system "$work/$1/system"
  make_java "$work/$1/jdk" 17 jdk
  ln -s "$work/$1/jdk/bin/java" "$system/java"
  make_maven "$system/mvn"
  make_program "$system/cmake" 'echo "cmake version 3.25.1"'
  make_program "$system/cc" 'exit 0'
  make_program "$system/make" 'exit 0'
  # Nothing of the machine that runs the tests shows through.
  export BLASPOOL_JVM_DIRECTORY=$work/$1/jvm BLASPOOL_OS_RELEASE=$work/$1/os-release
  export BLASPOOL_APT_LISTS=$work/$1/lists
  mkdir -p "$BLASPOOL_JVM_DIRECTORY" "$BLASPOOL_APT_LISTS"
  touch "$BLASPOOL_APT_LISTS/debian_Packages"
  printf 'ID=debian\nVERSION_ID="12"\n' >"$BLASPOOL_OS_RELEASE"
  unset JAVA_HOME SPARK_HOME SLURM_JOB_ID BLASPOOL_JAVA_OPTS BLASPOOL_TEST_JDKS DESTDIR CC
}

# A directory with the programs that every Linux has, for a PATH without any tool of ours.
make_system() {
  local program
  system=$1
  mkdir -p "$system"
  for program in bash sh env dirname readlink sed tail find flock mkdir mv rm cat touch sleep cp install ln chmod nproc true; do
    ln -s "$(type -P "$program")" "$system/$program"
  done
}

# make_program FILE BODY: notes its call (a line of name and arguments) and does BODY.
make_program() {
  # shellcheck disable=SC2016  # the fake expands these
  printf '#!/usr/bin/env bash\necho "${0##*/} $*" >>"%s"\n%s\n' "$calls" "$2" >"$1"
  chmod +x "$1"
}

# make_java HOME FEATURE runtime|jdk: a java that prints its arguments, one a line, and exits as the last one says.
make_java() {
  mkdir -p "$1/bin" "$1/include"
  echo "JAVA_VERSION=\"$2.0.1\"" >"$1/release"
  # shellcheck disable=SC2016
  printf '#!/usr/bin/env bash\nprintf "%%s\\n" "$0" "$@"\n[[ -z ${JAVA_TOOL_OPTIONS-} ]] || echo "JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS"\n[[ ${!#} != exit=* ]] || exit "${!##exit=}"\n' >"$1/bin/java"
  chmod +x "$1/bin/java"
  [[ $3 == runtime ]] || { cp "$1/bin/java" "$1/bin/javac" && touch "$1/include/jni.h"; }
}

make_maven() {
  # shellcheck disable=SC2016
  make_program "$1" '
    [[ ! -e fail ]] || { echo "[ERROR] no symbol here"; exit 1; }
    while [[ -e hold ]]; do sleep 0.02; done
    mkdir -p java/cli/target/lib java/core/target/native
    echo jar >java/cli/target/blaspool-cli.jar
    echo jar >java/cli/target/lib/openblas.jar'
}

# launch ARGUMENT...: sets out (standard output), err (standard error) and status. Only the fakes are on the PATH.
launch() {
  launch_as "$checkout/blaspool" "$@"
}

launch_as() {
  status=0
  out=$(PATH=$system "$@" 2>"$work/err" </dev/null) || status=$?
  err=$(<"$work/err")
}
