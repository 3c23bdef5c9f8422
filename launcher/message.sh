# shellcheck shell=bash
# What the launcher tells its user: single lines on standard error, as the commands themselves do.

say() {
  printf 'blaspool: %s\n' "$*" >&2
}

# die STATUS TEXT: 2 for a wrong command line, 3 for what the machine lacks, 4 for a signal.
die() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

# The command line of this start with an option put before the command, for messages.
command_with() {
  local option=$1
  shift
  printf './blaspool %s%s' "$option" "${1:+ $1}"
}

# show_end_of LOG LINES: without colours, progress, and Maven's own stack traces, summary and advice.
show_end_of() {
  sed -E 's/\x1b\[[0-9;]*m//g
    /^ +at |^\[ *[0-9]+%\] |^(Caused by: )?org\.apache\.(maven|commons\.exec)\.|^\[INFO\] (-*|(BUILD|Reactor|Total|Finished).*)$/d
    /^\[ERROR\] *(-> \[Help|To see the full|Re-run Maven|For more information|\[Help|After correcting|mvn <args>|$)/d' "$1" |
    tail -n "$2" | sed 's/^/  | /' >&2
}
