# shellcheck shell=bash disable=SC2154  # work is set by runner.sh
# A Slurm cluster of one node, this machine: munged, slurmctld and slurmd of the system's packages, with ports, keys and
# directories of their own below $work, so that it does not meet a Slurm that is there already. No service manager and
# no control groups are needed (containers, chroots); root is.

CLUSTER_PATIENCE=120

# slurm_is_missing: true, and what is missing on standard output, where no cluster can be started.
slurm_is_missing() {
  local program
  ((EUID == 0)) || { echo "Slurm's daemons need root" && return; }
  for program in munged mungekey slurmctld slurmd sbatch scontrol squeue scancel; do
    PATH=$PATH:/usr/sbin:/sbin type -P "$program" >/dev/null || { echo "not installed: $program" && return; }
  done
  return 1
}

start_cluster() {
  PATH=$PATH:/usr/sbin:/sbin
  cluster=$work/cluster daemons=()
  mkdir -p "$cluster"/{state,spool}
  chmod 755 "$work" "$cluster" # munged refuses directories that others may write to, and clients must reach its socket
  start_munge
  write_slurm_configuration
  export SLURM_CONF=$cluster/slurm.conf
  start_daemon slurmctld -D -i
  start_daemon slurmd -D
  patiently node_is_idle || cluster_failed "the node never came up"
}

start_munge() {
  mungekey --create --keyfile="$cluster/munge.key" || cluster_failed "no key for munge"
  start_daemon munged --foreground --key-file="$cluster/munge.key" --socket="$cluster/munge.socket" \
    --pid-file="$cluster/munged.pid" --log-file="$cluster/munged.own.log" --seed-file="$cluster/munge.seed" --force
  patiently test -S "$cluster/munge.socket" || cluster_failed "munged never listened"
}

# start_daemon NAME OPTION...: in the foreground of a job of ours, so that its pid is known.
start_daemon() {
  "$@" >"$cluster/$1.log" 2>&1 </dev/null &
  daemons+=($!)
}

write_slurm_configuration() {
  local host node ports
  host=$(uname -n)
  host=${host%%.*}
  # "NodeName=vm CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=24105"
  node=$(slurmd -C | sed -n 's/^NodeName=[^ ]* //p')
  [[ -n $node ]] || cluster_failed "slurmd -C does not tell of this machine"
  mapfile -t ports < <(free_ports 2)
  cat >"$cluster/slurm.conf" <<CONF
ClusterName=blaspool-test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmdPort=${ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
ReturnToService=2
SlurmdTimeout=600
MessageTimeout=60
KillWait=30
MinJobAge=3600
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
NodeName=$host NodeAddr=127.0.0.1 $node State=UNKNOWN
PartitionName=test Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
  # No control group is made, but looking for the version that is mounted fails where there is none, as in a chroot.
  echo CgroupPlugin=cgroup/v1 >"$cluster/cgroup.conf"
}

# free_ports COUNT: ports that nobody listens on, from those that the kernel does not give out by itself.
free_ports() {
  local port=$((20000 + RANDOM % 8000)) found=0
  while ((found < $1)); do
    if ! (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      found=$((found + 1))
    fi
    port=$((port + 1))
  done
}

node_is_idle() {
  [[ $(scontrol --oneliner show node 2>/dev/null) == *" State=IDLE "* ]]
}

# patiently COMMAND...: until it succeeds; false where it never does. The machine may be busy with other tests.
patiently() {
  local deadline=$((SECONDS + CLUSTER_PATIENCE))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

cluster_failed() {
  tail -n 20 "$cluster"/*.log
  echo "slurm tests: the cluster did not start: $1"
  exit 1
}

# Jobs first: slurmd leaves running ones alone.
stop_cluster() {
  local daemon i
  [[ -n ${cluster-} ]] || return 0
  if [[ -n ${SLURM_CONF-} ]]; then
    scancel --full --user=root 2>/dev/null || true
    CLUSTER_PATIENCE=60 patiently no_steps || true
  fi
  for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
    daemon=${daemons[i]}
    kill -TERM "$daemon" 2>/dev/null || continue
    CLUSTER_PATIENCE=30 patiently gone "$daemon" || kill -KILL "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  done
  cluster=""
}

no_steps() {
  [[ -z $(steps_of_cluster) ]]
}

# Each job's slurmstepd names it, and has the directory of its slurmd open.
steps_of_cluster() {
  local process
  for process in /proc/[0-9]*; do
    [[ $(readlink "$process/exe" 2>/dev/null) == */slurmstepd ]] || continue
    ! tr '\0' '\n' <"$process/environ" 2>/dev/null | grep -qxF "SLURM_CONF=$cluster/slurm.conf" || echo "${process#/proc/}"
  done
}

gone() {
  ! kill -0 "$1" 2>/dev/null
}
