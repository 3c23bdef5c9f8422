# shellcheck shell=bash disable=SC2154  # root and parts are set by blaspool
# ./blaspool install --prefix DIR: what an administrator or a package puts into DIR. DESTDIR is honoured.

install_usage() {
  cat <<'USAGE'
usage: ./blaspool [--yes] install --prefix DIR

Installs the command (DIR/bin), its jars (DIR/share/blaspool), and the C library with its headers and CMake package.
The installed command needs Java 17 or newer and nothing else. DESTDIR is put before DIR, as in make install.
USAGE
}

install_command() {
  local prefix=""
  while (($#)); do
    case $1 in
      --help) install_usage && exit 0 ;;
      --prefix) prefix=${2-} && shift ;;
      --prefix=*) prefix=${1#*=} ;;
      *) die 2 "unknown option of install: $1, allowed: --prefix DIR, --help" ;;
    esac
    shift || break
  done
  [[ -n $prefix ]] || die 2 "no directory to install to: give --prefix DIR"
  prefix=$(readlink -m "$prefix")
  ensure_built install
  install_into "$prefix"
}

install_into() {
  local prefix=$1 shared=${DESTDIR-}$1/share/blaspool log=$root/target/install.log component
  mkdir -p "$shared" 2>/dev/null || die 3 "cannot write: prefix=$prefix, expected a directory of yours (--prefix)"
  : >"$log"
  for component in runtime development; do
    run_logged "$log" cmake --install "$root/java/library/target/native" --prefix "$prefix" --component "$component" ||
      die_with_log 3 "installing the natives failed" "$log"
  done
  # A new directory for the jars: one that an older version left would stay on the class path.
  rm -rf "${shared:?}/lib" "$shared/launcher"
  mkdir -p "$shared/lib" "$shared/launcher" "${DESTDIR-}$prefix/bin"
  install -m 644 "$root/$CLI_JAR" "$shared/blaspool-cli.jar"
  install -m 644 "$root/$CLI_LIBRARIES"/*.jar "$shared/lib/"
  # Where it was built, which --strategies spark did.
  if [[ -f $root/$SPARK_JAR ]]; then
    install -D -m 644 "$root/$SPARK_JAR" "$shared/spark/blaspool-spark.jar"
  fi
  install -m 644 "$parts/message.sh" "$parts/java.sh" "$shared/launcher/"
  install -m 755 "$root/blaspool" "${DESTDIR-}$prefix/bin/blaspool"
  say "installed: $prefix/bin/blaspool"
}
