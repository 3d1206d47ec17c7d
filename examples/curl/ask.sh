#!/usr/bin/env bash
# An agent with curl alone: hands an intent over, follows its events, and comes back when the connection is lost.
#
#   COUNTERSIGN_TOKEN=$(../../countersign token --tenant acme --user ana --agent bot --roles support) \
#     ./ask.sh orders.read '{"order":"A1"}' curl-1
#
#   COUNTERSIGN_URL  http://127.0.0.1:8080
#
# Prints each event as it comes. The status is 0 if the intent succeeded, 1 if it did not, 2 if nothing was handed over
# or no answer says that it was.
set -euo pipefail

door=${COUNTERSIGN_URL:-http://127.0.0.1:8080}
if [[ -z ${1:-} || -z ${COUNTERSIGN_TOKEN:-} ]]; then
  printf 'usage: COUNTERSIGN_TOKEN=<a token> %s action ['\''{"its":"parameters"}'\'' [key]]\n' "$0" >&2
  exit 2
fi
action=$1
parameters=${2:-'{}'}
# Under one key it is one intent, however often it is sent: so the request may be repeated when its answer is lost.
key=${3:-curl-$(date +%s)-$$}

# The token is handed to curl by a file descriptor: what stands on a command line is read by everybody on the machine.
call() {
  curl --silent --config <(printf 'header = "Authorization: Bearer %s"\n' "$COUNTERSIGN_TOKEN") "$@"
}

answer=$(call --fail-with-body --retry 5 --retry-delay 1 --retry-connrefused --header 'Content-Type: application/json' \
  --header "Idempotency-Key: $key" --header 'Prefer: respond-async' \
  --write-out '\n%{http_code} %{errormsg}' --data "{\"action\":\"$action\",\"parameters\":$parameters}" "$door/v1/intents") || {
  code=$?
  # What the door says, if it says anything, and behind it what curl says.
  said=${answer%$'\n'*} why=${answer##*$'\n'}
  status=${why%% *} why=${why#* }
  case $code in
    22) printf '%s\n' "${said:-$door answers $status}" ;;
    6 | 7)
      printf 'no door at %s: %s; start the stack (./countersign up), or say in COUNTERSIGN_URL where it is\n' "$door" "$why"
      ;;
    *)
      printf 'no answer from %s: %s; the intent may be in: ask again under the key %s\n' \
        "$door" "${why:-curl ends with $code}" "$key"
      ;;
  esac >&2
  exit 2
}
[[ $answer =~ \"id\":\"([^\"]+)\" ]]
id=${BASH_REMATCH[1]}
printf 'intent %s\n' "$id"

last='' end='' id_read='' event='' data='' status=''
for _ in {1..60}; do
  while IFS= read -r line; do
    case $line in
      id:*) id_read=${line#id:} id_read=${id_read# } ;;
      event:*) event=${line#event:} event=${event# } ;;
      data:*) data=${line#data:} data=${data# } ;;
      '')
        # Only here has all of the event come: one that was cut off comes again.
        if [[ -n $data ]]; then
          last=$id_read
          printf '%s %s\n' "$event" "$data"
          [[ $event != end ]] || end=$data
          data=''
        fi
        ;;
      'status '*) status=${line#status } ;;
    esac
  done < <(call --no-buffer --write-out '\nstatus %{http_code}\n' --header "Last-Event-ID: $last" \
    "$door/v1/intents/$id/events" || true)
  [[ -z $end ]] || break
  data=''
  case $status in
    # The door has gone, or the network, or it is full: come back with the last id, and nothing is missing and nothing comes twice.
    200 | 000 | 429 | 503)
      [[ $status == 200 ]] || printf 'no events at %s yet: waiting\n' "$door" >&2
      sleep 1
      ;;
    *)
      printf 'the door answers %s\n' "$status" >&2
      break
      ;;
  esac
done
[[ -n $end ]] || printf 'the end of %s was not seen: ask again under the key %s\n' "$id" "$key" >&2
[[ $end == *'"state":"SUCCEEDED"'* ]]
