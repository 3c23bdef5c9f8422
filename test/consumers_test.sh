#!/usr/bin/env bash
# Other people's builds: the examples, built from clean directories against what this checkout installs or deploys. Each
# function is a test, its name says what must hold. Arguments: names of tests to run (all). What needs a network is left
# out without one, with a word.
set -euo pipefail

project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
# shellcheck source=launcher/test/runner.sh
source "$project/launcher/test/runner.sh"

prepare() {
  place=$work/$name
  mkdir -p "$place"
}

# quietly COMMAND...: what it says is shown only where it fails.
quietly() {
  "$@" >"$place/log" 2>&1 </dev/null || fail "failed: $*" "$(tail -n 15 "$place/log")"
}

# online COMMAND...: as quietly, but skips where the network is what is missing.
online() {
  "$@" >"$place/log" 2>&1 </dev/null && return
  ! grep -qE 'Unknown host|Network is unreachable|Connection (refused|timed out)|Temporary failure in name|offline mode' \
    "$place/log" || skip "Maven Central cannot be reached from here"
  fail "failed: $*" "$(grep -E 'ERROR|error:' "$place/log" | head -n 15)"
}

# The C library with its headers and packages, installed once for all tests.
installed() {
  prefix=$work/prefix
  [[ ! -d $prefix ]] || return 0
  quietly cmake -S "$project" -B "$work/build" -DBLASPOOL_TESTS=OFF
  quietly cmake --build "$work/build" --parallel 2
  quietly cmake --install "$work/build" --prefix "$prefix"
}

# Sets blas: the OpenBLAS that the jars carry, else the system's.
find_blas() {
  local machine jar
  machine=$(uname -m)
  [[ $machine == aarch64 ]] && machine=arm64
  jar=$(find "$project/java" -path '*/target/lib/*' -name "openblas-*-linux-$machine.jar" -print -quit)
  blas=libopenblas.so.0
  [[ -n $jar ]] || return 0
  (cd "$work" && jar xf "$jar" "org/bytedeco/openblas/linux-$machine")
  blas=$work/org/bytedeco/openblas/linux-$machine/libopenblas.so.0
  export LD_LIBRARY_PATH=${blas%/*}${LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}
}

# multiplies PROGRAM
multiplies() {
  find_blas
  contains "$("$1" "$blas" 2>&1 || true)" ": c[0] = 1280"
}

# consume WAY OPTION...: the example in C, in a directory of its own.
consume() {
  quietly cmake -S "$project/examples/cmake" -B "$place/consumer" -DWAY="$1" "${@:2}"
  quietly cmake --build "$place/consumer" --parallel 2
  multiplies "$place/consumer/products"
}

should_be_found_by_find_package() {
  installed
  consume package -DCMAKE_PREFIX_PATH="$prefix"
}

should_be_found_by_find_package_after_the_tree_was_moved() {
  installed
  cp -r "$prefix" "$place/moved"
  consume package -DCMAKE_PREFIX_PATH="$place/moved"
  contains "$(ldd "$place/consumer/products")" "$place/moved/"
}

should_be_a_subdirectory() {
  consume subdirectory -DBLASPOOL_SOURCE="$project"
}

should_be_fetched() {
  consume fetch -DBLASPOOL_SOURCE="$project"
}

should_be_found_by_pkg_config() {
  command -v pkg-config >/dev/null || skip "no pkg-config here"
  installed
  cp "$project"/examples/cmake/{Makefile,products.c} "$place/"
  PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name blaspool.pc)") quietly make -C "$place"
  LD_LIBRARY_PATH=$(dirname "$(find "$prefix" -name libblaspool.so)") multiplies "$place/products"
}

should_export_the_functions_of_its_headers_and_nothing_else() {
  local library declared exported
  installed
  library=$(find "$prefix" -name libblaspool.so)
  declared=$(grep -rhoE '\bblaspool_[a-z_]+ *\(' "$prefix/include" | tr -d ' (' | sort -u)
  exported=$(nm -D --defined-only "$library" | awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' | sort -u)
  equal "$declared" "$exported"
  contains "$(readelf -d "$library")" "[libblaspool.so.0]"
}

# maven DIRECTORY ARGUMENT...: with a local repository of its own; what the machine has already is linked into it.
maven() {
  local directory=$1 theirs=${BLASPOOL_TEST_MAVEN_REPOSITORY:-$HOME/.m2/repository}
  shift
  if [[ ! -d $work/repository ]]; then
    mkdir -p "$work/repository"
    [[ ! -d $theirs ]] || cp -al "$theirs/." "$work/repository" 2>/dev/null || true
    rm -rf "$work/repository/org/blaspool"
  fi
  online env -C "$directory" mvn --batch-mode --no-transfer-progress -Dmaven.repo.local="$work/repository" \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Dmaven.install.skip=true "$@"
}

# The modules that a program depends on, with sources and documentation, in a repository of files.
deployed() {
  deployment=$work/deployment
  [[ ! -d $deployment ]] || return 0
  # Pages of classes that are gone would be packed again.
  rm -rf "$project"/java/*/target/reports/apidocs
  maven "$project" -Prelease -pl java/bom,java/core,java/files,java/lab,java/netlib -am deploy \
    -DaltDeploymentRepository="blaspool::file:$deployment"
}

should_deploy_sources_and_documentation_beside_jars_without_natives() {
  local module contents
  deployed
  for module in blaspool blaspool-files blaspool-lab blaspool-netlib; do
    equal 1 "$(find "$deployment/org/blaspool/$module" -name '*-sources.jar' | wc -l)"
    equal 1 "$(find "$deployment/org/blaspool/$module" -name '*-javadoc.jar' | wc -l)"
  done
  contents=$(jar tf "$(find "$deployment/org/blaspool/blaspool" -name 'blaspool-*-1.jar')")
  contains "$contents" org/blaspool/matrix/StoredMatrix.class
  lacks "$contents" org/blaspool/native
  contains "$(jar tf "$(find "$deployment/org/blaspool/blaspool" -name "blaspool-*-linux-$(uname -m).jar")")" libblaspool_jni.so
}

# consume_deployed EXAMPLE GOAL: it is built and run with a local repository that was empty before the first.
consume_deployed() {
  deployed
  cp -r "$project/examples/$1" "$place/consumer"
  cat >"$place/settings.xml" <<SETTINGS
<settings>
  <profiles><profile>
    <id>deployed</id>
    <repositories><repository><id>deployed</id><url>file://$deployment</url></repository></repositories>
  </profile></profiles>
  <activeProfiles><activeProfile>deployed</activeProfile></activeProfiles>
</settings>
SETTINGS
  built_again "${@:2}"
}

# built_again GOAL...: the same example.
built_again() {
  online env -C "$place/consumer" mvn --batch-mode --no-transfer-progress -s "$place/settings.xml" \
    -Dmaven.repo.local="$work/empty" "$@"
}

should_serve_a_maven_build_from_an_empty_local_repository() {
  consume_deployed maven compile exec:exec@run
  contains "$(<"$place/log")" "batch, threads 1: c[0] = 23.0"
  contains "$(<"$place/log")" "stream: sum = 23000.0"
  contains "$(<"$place/log")" "operation: c[0] = 123.0"
  contains "$(<"$place/log")" "org.blaspool.netlib.LudovicBLAS, threads"
  # The same within Maven's own JVM, among its class loaders.
  built_again compile exec:java -Dexec.mainClass=example.Products
  contains "$(<"$place/log")" "operation: c[0] = 123.0"
}

# request PORT BODY: what the service answers.
request() {
  exec {web}<>"/dev/tcp/127.0.0.1/$1"
  printf 'POST /products HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "${#2}" "$2" >&"$web"
  tr -d '\r' <&"$web"
  exec {web}>&-
}

should_serve_the_web_from_a_jar_with_jars_in_it() {
  local port='' way
  consume_deployed spring-boot package
  for way in auto processes-shared:workers=2; do
    : >"$place/$way.log"
    java -jar "$place/consumer/target/blaspool-service-1.0.jar" --server.port=0 --pool=$way >>"$place/$way.log" 2>&1 &
    service=$!
    for ((tries = 0; tries < 1200; tries++)); do
      port=$(sed -nE 's/.*Tomcat started on port ([0-9]+).*/\1/p' "$place/$way.log")
      [[ -z $port ]] || break
      kill -0 $service 2>/dev/null || fail "the service ended" "$(tail -n 15 "$place/$way.log")"
      sleep 0.1
    done
    contains "$(request "$port" '{"a": [[[1, 2], [3, 4]]], "b": [[[5, 6], [7, 8]]]}')" "[[[19.0,22.0],[43.0,50.0]]]"
    contains "$(request "$port" '{"a": [[[1, 2], [3, 4]]], "b": []}')" "lists do not agree: a.size=1 b.size=0"
    kill $service
    wait $service || true
  done
}

should_serve_a_program_whose_matrices_are_files() {
  consume_deployed files compile exec:exec
  contains "$(<"$place/log")" "files, 10 stored, 0 failed: c[0] = 23.0"
}

# Jars with natives, sources and documentation, from a copy of the sources in another place, against the checkout's.
should_give_the_same_bytes_in_another_directory() {
  local copy=$place/a/longer/path jar
  deployed
  mkdir -p "$copy"
  (cd "$project" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy")
  maven "$copy" -Prelease -pl java/bom,java/core,java/files,java/lab,java/netlib -am package
  # What tests share is for no user, and holds what the checkout compiled last.
  rm -f "$copy"/java/core/target/*-tests.jar
  for jar in "$copy"/java/{core,files,lab,netlib}/target/*.jar; do
    equal "$(sha256sum <"$jar") ${jar##*/}" "$(sha256sum <"$project${jar#"$copy"}") ${jar##*/}"
  done
  equal 13 "$(find "$copy"/java/{core,files,lab,netlib}/target -maxdepth 1 -name '*.jar' | wc -l)"
}

run_tests "consumer tests" "$@"
