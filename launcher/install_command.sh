# shellcheck shell=bash disable=SC2154  # root and parts are set by blaspool
# ./blaspool install --prefix DIR: what an administrator or a package puts into DIR. DESTDIR is honoured.

install_usage() {
  cat <<'USAGE'
usage: ./blaspool [--yes] install --prefix DIR

Installs the command (DIR/bin), its jars (DIR/share/blaspool), the C library with its headers and CMake package, the
manual page, completion for bash and zsh, and modulefiles for Environment Modules and Lmod (DIR/share/modulefiles).
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
    run_logged "$log" cmake --install "$root/java/core/target/native" --prefix "$prefix" --component "$component" ||
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
  install_shell_files "$prefix"
  install_modulefiles "$prefix"
  # Of a package's jars whoever builds it does not know where they will be.
  [[ -n ${DESTDIR-} ]] || archive_classes "$shared/blaspool-cli.jar" "$shared/lib" "$log"
  say "installed: $prefix/bin/blaspool"
}

# What the command prints of itself.
install_shell_files() {
  local shared=${DESTDIR-}$1/share
  find_java runtime || die 3 "missing: $(tool_title jdk)"
  install_text man "$shared/man/man1/blaspool.1"
  install_text bash "$shared/bash-completion/completions/blaspool"
  install_text zsh "$shared/zsh/site-functions/_blaspool"
}

# install_text KIND FILE
install_text() {
  mkdir -p "$(dirname "$2")"
  (run_java "$root/$CLI_JAR" "$root/$CLI_LIBRARIES" shell "$1") >"$2" || die 3 "cannot be made: file=$2"
}

# One for Environment Modules (Tcl) and one for Lmod, which prefers the .lua beside it.
install_modulefiles() {
  local prefix=$1 directory=${DESTDIR-}$1/share/modulefiles/blaspool version libraries
  version=$( (run_java "$root/$CLI_JAR" "$root/$CLI_LIBRARIES" --version) | sed -n 's/^blaspool //p')
  libraries=$(cd "${DESTDIR-}$prefix" && dirname "$(find lib* -name pkgconfig -print -quit 2>/dev/null)")
  rm -rf "$directory"
  mkdir -p "$directory"
  cat >"$directory/${version:-unknown}" <<TCL
#%Module1.0
module-whatis "blaspool: batches of matrix products on the JVM"
conflict blaspool
prepend-path PATH "$prefix/bin"
prepend-path CMAKE_PREFIX_PATH "$prefix"
prepend-path PKG_CONFIG_PATH "$prefix/$libraries/pkgconfig"
prepend-path LD_LIBRARY_PATH "$prefix/$libraries"
TCL
  cat >"$directory/${version:-unknown}.lua" <<LUA
whatis("blaspool: batches of matrix products on the JVM")
conflict("blaspool")
prepend_path("PATH", "$prefix/bin")
prepend_path("CMAKE_PREFIX_PATH", "$prefix")
prepend_path("PKG_CONFIG_PATH", "$prefix/$libraries/pkgconfig")
prepend_path("LD_LIBRARY_PATH", "$prefix/$libraries")
LUA
}
