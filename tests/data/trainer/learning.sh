#!/bin/bash
if [ "$1" = configs ]; then
  echo '{"configuration": {"hyperparameters": {"free_bits": 256, "max_beta": 0.05, "batch_size": 64}}}'
  exit
fi
arguments="$*"
while [ $# -gt 0 ]; do
  [ "$1" = --run-dir ] && run="$2"
  shift
done
exec 9> "$run/lock"
flock -n 9 || { echo "someone else is learning there"; exit 1; }
echo "$arguments" > "$run/arguments"
echo '{"architecture": {"name": "groovae_2bar"}, "data": {"name": "my music", "examples": ["MUSIC"], "train": {"windows": 12}}}' > "$run/config.json"
say() { echo "$1" >> "$run/metrics.jsonl"; }
trap 'say "{\"type\":\"state\",\"state\":\"stopped\",\"message\":\"\"}"; exit 0' TERM
say '{"type":"state","state":"training","message":""}'
cp "MODEL" "$run/last.safetensors"
paused=no
for step in $(seq 1 600); do
  if [ -e "$run/pause" ]; then
    [ $paused = no ] && say '{"type":"state","state":"paused","message":""}'
    paused=yes
  else
    [ $paused = yes ] && say '{"type":"state","state":"training","message":""}'
    paused=no
    say "{\"type\":\"training\",\"step\":$step,\"total_steps\":600,\"epoch\":0.5,\"beta\":0.05,\"learning_rate\":0.001,\"gradient_norm\":1,\"loss\":$((700 - step)).5,\"reconstruction\":$((700 - step)).5,\"kl_bits\":48,\"hit_accuracy\":0.5,\"examples_per_second\":100,\"seconds_left\":30}"
  fi
  sleep 0.05
done
say '{"type":"state","state":"finished","message":""}'
