#!/bin/sh
#SBATCH --job-name=astrolabe
#SBATCH --cpus-per-task=2
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A_%a.log
#SBATCH --signal=B:TERM@120
#
# Runs one share of a sweep: as a task of a Slurm job array, as a pod of a Kubernetes indexed job, or
# by hand with SHARD and SHARDS set. README.md beside this file says how.
#
#   run-shard.sh SCENARIO FOLDER [options of "astrolabe sweep"]
#
# FOLDER, which all machines see, receives shard-I-of-N.sqlite. It is only ever written by
# "astrolabe merge": in one step, and never with fewer runs than were there. So a share may be stopped,
# killed, started again or run twice at the same time, and nothing that was complete before is lost.
# ASTROLABE names the command; default "astrolabe".
set -eu

fail() {
  echo "run-shard.sh: $*" >&2
  exit 2
}

[ $# -ge 2 ] || fail "accepted: run-shard.sh SCENARIO FOLDER [options of \"astrolabe sweep\"]"
scenario=$1
folder=$2
shift 2

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
  shard=$SLURM_ARRAY_TASK_ID
  if [ -z "${SHARDS:-}" ] && [ "$SLURM_ARRAY_TASK_COUNT" != "$SLURM_ARRAY_TASK_MAX" ]; then
    fail "found an array that is not 1-N; accepted: --array=1-N, or a part of it with SHARDS=N set"
  fi
  shards=${SHARDS:-$SLURM_ARRAY_TASK_MAX}
elif [ -n "${JOB_COMPLETION_INDEX:-}" ]; then
  shard=$((JOB_COMPLETION_INDEX + 1))
  shards=${SHARDS:?must be the number of completions of the job}
else
  shard=${SHARD:?must be the number of the share, from 1}
  shards=${SHARDS:?must be the number of shares}
fi

astrolabe=${ASTROLABE:-astrolabe}
result=shard-$shard-of-$shards.sqlite
# Locks and the write-ahead log of SQLite need a disk of this machine.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/astrolabe.XXXXXX")
sweep=
trap 'rm -rf "$scratch"' EXIT
trap 'trap "" TERM INT; [ -z "$sweep" ] || kill -TERM "$sweep"' TERM INT

mkdir -p "$folder"
if [ -f "$folder/$result" ]; then cp "$folder/$result" "$scratch/$result"; fi

# In the background, so that this shell hears a signal while it waits.
# shellcheck disable=SC2086 # ASTROLABE may be a command with arguments.
$astrolabe sweep "$scenario" --shard "$shard/$shards" --output "$scratch/$result" --resume "$@" &
sweep=$!
status=0
wait "$sweep" || status=$?
while kill -0 "$sweep" 2>/dev/null; do
  status=0
  wait "$sweep" || status=$?
done

if [ -f "$scratch/$result" ]; then
  merged=0
  $astrolabe merge "$folder/$result" "$scratch/$result" --quiet || merged=$?
  [ "$status" != 0 ] || status=$merged
fi
exit "$status"
