#!/bin/bash
# Runs a sweep as a job array of a real Slurm, cuts one of its two nodes off half way, and compares the
# merged results with those of a serial sweep. It needs root and Debian's packages:
#
#   apt-get install slurmctld slurmd slurm-client munge
#   test/cluster/slurm.sh [SCENARIO] [SHARDS] [options of "astrolabe sweep"]
#
# Everything lives in name spaces of its own: a network that has nothing but a loopback, processes that
# end with this script, and a folder in /tmp. Each node has a name space of processes, so that killing
# its first process is what a loss of power is: the daemon and all of its jobs are gone at once.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)

if [ -z "${IN_NAMESPACE:-}" ]; then
  for program in munged slurmctld slurmd sbatch unshare; do
    command -v "$program" > /dev/null || {
      echo "slurm.sh: found no $program; accepted: Debian's packages slurmctld, slurmd, slurm-client and munge" >&2
      exit 2
    }
  done
  [ "$(id -u)" = 0 ] || { echo "slurm.sh: found a user without rights to make name spaces; accepted: root" >&2; exit 2; }
  IN_NAMESPACE=1 exec unshare --net --uts --mount --pid --fork --mount-proc --kill-child bash "$0" "$@"
fi

scenario=$(realpath "${1:-$root/scenarios/demo.yaml}")
shards=${2:-8}
shift $(($# < 2 ? $# : 2))
work=$(mktemp -d /tmp/astrolabe-slurm.XXXXXX)
trap 'rm -rf "$work"' EXIT
export ASTROLABE="node $root/dist/cli/main.js"
export SLURM_CONF=$work/slurm.conf TMPDIR=$work/scratch
mkdir "$TMPDIR"

main() {
  say "serial sweep"
  $ASTROLABE sweep "$scenario" --output "$work/serial.sqlite" --quiet --json "$@" > "$work/serial.json"
  start_cluster
  cd "$work"
  sbatch --array="1-$shards" --cpus-per-task=1 "$root/docs/cluster/run-shard.sh" "$scenario" "$work/shared" \
    --workers 1 --quiet "$@"
  wait_until "half of the shards are there" half_is_there
  wait_until "node2 is in the middle of a share" node2_is_at_work
  squeue --noheader --states=RUNNING --format='  running: %i on %N'
  say "node2 loses its power"
  kill -KILL "$(ps -o pid= --ppid "$node2_pid")"
  wait_until "Slurm has noticed" node2_is_down
  wait_until "the queue is empty" queue_is_empty
  grep -ho 'requeue job .*' "$work/log/slurmctld" | sed 's/^/  /' || fail "no task was put back into the queue"
  say "merge"
  $ASTROLABE merge "$work/merged.sqlite" "$work"/shared/shard-*.sqlite --require-complete --json > "$work/merged.json"
  compare
}

start_cluster() {
  say "a cluster of two nodes"
  ip link set lo up
  # Without an address besides 127.0.0.1, the resolver takes the machine for one without IPv4.
  ip address add 10.77.0.1/32 dev lo
  hostname controller
  mkdir -p "$work"/{state,spool/node1,spool/node2,log,munge,shared}
  chmod 711 "$work" "$work/munge"
  head -c 1024 /dev/urandom > "$work/munge/key"
  chmod 400 "$work/munge/key"
  write_configuration
  munged --foreground --force --num-threads=2 --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" > "$work/log/munged" 2>&1 &
  wait_until "munged listens" test -S "$work/munge/socket"
  slurmctld -D > /dev/null 2>&1 &
  start_node node1
  start_node node2
  node2_pid=$!
  wait_until "both nodes are idle" both_are_idle
}

start_node() {
  unshare --uts --pid --fork --mount-proc --kill-child \
    sh -c "hostname $1; exec slurmd -D -N $1" > /dev/null 2>&1 &
}

write_configuration() {
  cat > "$SLURM_CONF" << CONF
ClusterName=astrolabe
SlurmctldHost=controller(127.0.0.1)
SlurmctldPort=16817
AuthType=auth/munge
CredType=cred/munge
# Slurm holds a requeued task back until its credential has expired.
AuthInfo=socket=$work/munge/socket,cred_expire=10
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool/%n
SlurmctldPidFile=$work/state/slurmctld.pid
SlurmdPidFile=$work/spool/%n/slurmd.pid
SlurmctldLogFile=$work/log/slurmctld
SlurmdLogFile=$work/log/%n
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,batch_sched_delay=1
SlurmdTimeout=10
MessageTimeout=5
KillWait=2
ReturnToService=0
NodeName=node1 NodeHostname=node1 NodeAddr=127.0.0.1 Port=16821 CPUs=1
NodeName=node2 NodeHostname=node2 NodeAddr=127.0.0.1 Port=16822 CPUs=1
PartitionName=lab Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
CONF
}

both_are_idle() { [ "$(sinfo --noheader --states=idle --format=%D 2> /dev/null)" = 2 ]; }
half_is_there() { [ "$(find "$work/shared" -name 'shard-*.sqlite' | wc -l)" -ge $((shards / 2)) ]; }
node2_is_at_work() {
  local share
  share=$(squeue --noheader --states=RUNNING --nodelist=node2 --format=%K)
  [ -n "$share" ] && compgen -G "$TMPDIR/*/shard-$share-of-$shards.sqlite-wal" > /dev/null
}
node2_is_down() { sinfo --noheader --nodes=node2 --format=%T | grep -q down; }
queue_is_empty() { [ -z "$(squeue --noheader)" ]; }

compare() {
  local serial merged
  serial=$(grep resultsHash "$work/serial.json")
  merged=$(grep resultsHash "$work/merged.json")
  echo "  serial: $serial"
  echo "  merged: $merged"
  [ "$serial" = "$merged" ] || fail "the merged results differ from the serial ones"
  say "equal: nothing was lost"
}

fail() {
  echo "slurm.sh: $*" >&2
  exit 1
}

say() { echo "$(date +%T) $*"; }

# Waits for a command to succeed, five minutes at most.
wait_until() {
  local what=$1
  shift
  for ((i = 0; i < 600; i++)); do
    if "$@"; then say "$what"; return; fi
    sleep 0.5
  done
  tail -n 20 "$work"/log/* >&2
  fail "waited in vain until $what"
}

main "$@"
