# shellcheck shell=bash disable=SC2154  # root, assume_yes and java_home are set by the other parts
# What a build needs, what a system's package manager calls it, and installing it where the user said --yes.

# What is looked for; the commands that run what is built already look for less.
needed=(jdk maven cmake cc libc make)

has_tool() {
  local compiler=${CC:-cc}
  compiler=${compiler%% *}
  case $1 in
    jdk) find_java jdk ;;
    maven) command -v mvn ;;
    cmake) has_cmake ;;
    cc) command -v "$compiler" ;;
    libc) ! command -v "$compiler" || "$compiler" -E - <<<'#include <stdlib.h>' 2>&1 ;;
    make) command -v make || command -v ninja ;;
    slurm) command -v slurmctld && command -v slurmd && command -v munged ;;
    h5py) command -v python3 && python3 -c "import h5py" 2>&1 ;;
  esac >/dev/null
}

has_cmake() {
  local version
  command -v cmake || return 1
  version=$(cmake --version)
  [[ $version =~ version\ ([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 3 || (BASH_REMATCH[1] == 3 && BASH_REMATCH[2] >= 20)))
}

tool_title() {
  case $1 in
    jdk) echo "a $(java_kind jdk)" ;;
    maven) echo "Maven (mvn)" ;;
    cmake) echo "CMake 3.20 or newer" ;;
    cc) echo "a C compiler (${CC:-cc})" ;;
    libc) echo "the C library's headers" ;;
    make) echo "make or ninja" ;;
  esac
}

# The first of the package managers we know; empty where there is none.
package_manager() {
  local manager
  for manager in apt-get dnf zypper apk pacman; do
    if command -v "$manager" >/dev/null; then
      echo "$manager"
      return
    fi
  done
}

# The feature release of the JDK that this system's own packages have.
packaged_jdk() {
  local ID="" VERSION_ID=""
  # shellcheck source=/dev/null
  [[ ! -r ${BLASPOOL_OS_RELEASE:-/etc/os-release} ]] || source "${BLASPOOL_OS_RELEASE:-/etc/os-release}"
  case $ID in
    debian) ((${VERSION_ID:-99} >= 13)) && echo 21 && return ;;
    fedora) echo 21 && return ;;
    rhel | centos | rocky | almalinux | ol) ((${VERSION_ID%%.*} >= 10)) && echo 21 && return ;;
  esac
  echo 17
}

# package_of MANAGER TOOL: the package that has it.
package_of() {
  case $1/$2 in
    apt-get/jdk) echo "openjdk-$(packaged_jdk)-jdk-headless" ;;
    dnf/jdk | zypper/jdk) echo "java-$(packaged_jdk)-openjdk-devel" ;;
    apk/jdk) echo "openjdk$(packaged_jdk)-jdk" ;;
    pacman/jdk) echo "jdk$(packaged_jdk)-openjdk" ;;
    apt-get/libc) echo libc6-dev ;;
    apt-get/slurm) echo slurm-wlm munge ;;
    apt-get/h5py) echo python3-h5py ;;
    dnf/libc | zypper/libc) echo glibc-devel ;;
    apk/libc) echo musl-dev linux-headers ;;
    pacman/libc) echo glibc ;;
    */cc) echo gcc ;;
    *) echo "$2" ;;
  esac
}

install_line() {
  case $1 in
    apt-get) echo "apt-get install -y --no-install-recommends" ;;
    dnf) echo "dnf install -y" ;;
    zypper) echo "zypper --non-interactive install" ;;
    apk) echo "apk add" ;;
    pacman) echo "pacman -S --noconfirm --needed" ;;
  esac
}

# Sets missing (tools), missing_titles (one text) and missing_packages.
look_for_tools() {
  local tool manager
  manager=$(package_manager)
  missing=() missing_titles="" missing_packages=()
  for tool in "${needed[@]}"; do
    has_tool "$tool" && continue
    missing+=("$tool")
    missing_titles+="${missing_titles:+, }$(tool_title "$tool")"
    # shellcheck disable=SC2207  # package names have no blanks
    missing_packages+=($(package_of "$manager" "$tool"))
    # A compiler without headers would be the next complaint.
    if [[ $tool == cc ]]; then
      # shellcheck disable=SC2207
      missing_packages+=($(package_of "$manager" libc))
    fi
  done
}

# ensure_tools ARGUMENT...: all tools are there when it returns; the arguments are for the message alone.
ensure_tools() {
  local manager line
  look_for_tools
  ((${#missing[@]} == 0)) && return
  manager=$(package_manager)
  [[ -n $manager ]] || die 3 "missing: $missing_titles (no package manager that blaspool knows; install by hand)"
  line="$(install_line "$manager") ${missing_packages[*]}"
  if [[ $assume_yes == no ]]; then
    die 3 "missing: $missing_titles; install: $(line_to_type "$manager" "$line"); or let $(command_with --yes "$@") do that"
  fi
  install_packages "$manager" "$line"
  look_for_tools
  ((${#missing[@]} == 0)) || die 3 "still missing after \"$line\": $missing_titles"
}

# line_to_type MANAGER LINE: what a user pastes into a shell, as the user that he is.
line_to_type() {
  local sudo=""
  ((EUID == 0)) || sudo="sudo "
  if [[ $1 == apt-get ]] && apt_lists_are_old; then
    printf '%sapt-get update && ' "$sudo"
  fi
  printf '%s' "$sudo$2"
}

# install_packages MANAGER LINE: runs it with the rights that it takes, or ends with what to type instead.
install_packages() {
  local manager=$1 line=$2 log=$root/target/packages.log as_root=() words=()
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || die 3 "missing: $missing_titles; --yes takes root, or sudo without a password;" \
      "install: $(line_to_type "$manager" "$line")"
    as_root=(sudo -n)
  fi
  : >"$log"
  if [[ $manager == apt-get ]] && apt_lists_are_old; then
    say "apt-get update (package lists are absent or older than a day)"
    run_logged "$log" ${as_root[@]+"${as_root[@]}"} apt-get update || die_with_log 3 "apt-get update failed" "$log"
  fi
  say "$line"
  # The lock's time-out: another apt-get may be at work, as on a machine that has just booted.
  read -r -a words <<<"${line/#apt-get /apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 }"
  run_logged "$log" ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive "${words[@]}" ||
    die_with_log 3 "installing failed: $line" "$log"
  hash -r
}

apt_lists_are_old() {
  [[ -z $(find "${BLASPOOL_APT_LISTS:-/var/lib/apt/lists}" -maxdepth 1 -name '*_Packages*' -mmin -1440 -print -quit 2>/dev/null) ]]
}
