#!/usr/bin/env bash
# Makes the screenshots of README.md and of docs/ anew, without a display: docs/make_images.sh [LOOPSCOPE]
set -euo pipefail
cd "$(dirname "$0")/.."
loopscope=${1:-build/release/bin/loopscope}
export LIBGL_ALWAYS_SOFTWARE=1
shot() {  # NAME LESSON [OPTIONS]
  local name=$1 lesson=$2
  shift 2
  xvfb-run -a "$loopscope" shot "scenarios/$lesson.py" --out "docs/images/$name.png" "$@"
}
question() { shot "question-$1" "$2" --size 1280x720 "${@:3}"; }

shot finalization-dark 14_finalization_order --size 1600x1000 --select 'payments()' --at finding:1
shot finalization-fixed-light 14_finalization_order_fixed --size 1600x1000 --theme light --select 'payments()' --at end
shot slow-callback-dark 02_slow_callback --size 1600x1000 --at finding:1
question 01 02_slow_callback --at finding:1
question 02 03_slow_selector --at finding:3 --ruler time
question 03 04_wrong_thread --at finding:1
question 04 11_never_awaited --at finding:1
question 05 12_never_retrieved --at finding:1
question 06 14_finalization_order --select 'payments()' --at end
question 07 15_before_the_loop --at finding:1
question 08 16_concurrent_asend --at finding:1
question 09 17_generator_exit --at finding:1
question 10 19_fire_and_forget --at finding:1
