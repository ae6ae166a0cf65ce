#!/usr/bin/env bash
# Runs a local Temporal server with the official CLI, found or fetched in this order:
#   1. $TEMPORAL_CLI  2. temporal on PATH  3. the cached copy  4. the official download
#   5. go install (builds in 3 to 4 minutes on two cores, once)
#
# Usage: temporal-dev.sh            run the server until it is stopped
#        temporal-dev.sh --find     print the CLI's path and exit
#
# Settings: TEMPORAL_CLI, TEMPORAL_PORT (7233), TEMPORAL_UI_PORT (8233), DATA_DIR (.data),
#           TEMPORAL_DB (<DATA_DIR>/temporal.db; "memory" keeps nothing),
#           TEMPORAL_NAMESPACE (default)
set -euo pipefail

# Newer tags hold a replace directive and cannot be installed with `go install`.
VERSION=1.5.1
MODULE="github.com/temporalio/cli/cmd/temporal@v$VERSION"
# The first folder that can be written to keeps the CLI, so that it is fetched once.
cache_places=(
  "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/filltrail"
  "${DATA_DIR:-.data}/cache"
)
cached=''
work=''
why=''
tried=()

say() { printf '%s\n' "$*" >&2; }

# Whether a program runs and is new enough to know the options used below; if not, `why` says so.
works() {
  [ -f "$1" ] && [ -x "$1" ] || { why='no program there'; return 1; }
  local help
  help="$("$1" server start-dev --help 2>&1)" || { why='it does not run'; return 1; }
  case "$help" in *--search-attribute*) return 0 ;; esac
  why='too old: it knows no --search-attribute'
  return 1
}

# Runs a command and prints a line every few seconds, so that nobody takes a long build for a hang.
# The command's last line is why it failed.
with_progress() {
  local what="$1" started=$SECONDS shown=0 elapsed
  shift
  "$@" >"$work/words" 2>&1 &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    elapsed=$((SECONDS - started))
    if [ $((elapsed - shown)) -ge 5 ]; then
      shown=$elapsed
      say "  $what: ${elapsed} s"
    fi
  done
  wait "$pid" && return 0
  why="$(grep -v '^[[:space:]]*$' "$work/words" | tail -n 1 || true)"
  return 1
}

platform() {
  local os arch
  case "$(uname -s)" in Linux) os=linux ;; Darwin) os=darwin ;; *) return 1 ;; esac
  case "$(uname -m)" in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) return 1 ;;
  esac
  printf '%s %s' "$os" "$arch"
}

fetch_url() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --connect-timeout 5 --max-time 300 \
      --speed-limit 1000 --speed-time 20 --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --tries=1 --timeout=20 --output-document="$2" "$1"
  else
    echo 'neither curl nor wget is installed'
    return 1
  fi
}

download() {
  local names os arch
  names="$(platform)" || { echo "there is none for $(uname -sm)"; return 1; }
  os="${names% *}"
  arch="${names#* }"
  local official="https://temporal.download/cli/archive/v$VERSION?platform=$os&arch=$arch"
  local releases="https://github.com/temporalio/cli/releases/download/v$VERSION"
  fetch_url "$official" "$work/cli.tar.gz" ||
    fetch_url "$releases/temporal_cli_${VERSION}_${os}_$arch.tar.gz" "$work/cli.tar.gz" ||
    return 1
  tar -xzf "$work/cli.tar.gz" -C "$work" temporal || return 1
  keep
}

build() {
  command -v go >/dev/null || { echo 'go is not installed'; return 1; }
  # Settings of another project must not reach this build.
  (cd "$work" && GOBIN="$work" GOFLAGS='' GO111MODULE=on GOWORK=off go install "$MODULE") ||
    return 1
  keep
}

# Installed by rename, so that nobody ever runs half a file.
keep() {
  chmod 755 "$work/temporal"
  works "$work/temporal" || { echo "what came does not work: $why"; return 1; }
  mv -f "$work/temporal" "$cached"
}

choose_cache() {
  local place
  for place in "${cache_places[@]}"; do
    cached="$place/temporal-v$VERSION/temporal"
    if works "$cached"; then return 0; fi
  done
  for place in "${cache_places[@]}"; do
    cached="$place/temporal-v$VERSION/temporal"
    if mkdir -p "${cached%/*}" 2>/dev/null && [ -w "${cached%/*}" ]; then return 0; fi
  done
  cached=''
}

# One fetches, the others wait: two builds at once take longer than one after the other.
lock() {
  local folder="${cached%/*}/lock" owner empty=0 started=$SECONDS shown=-10
  until mkdir "$folder" 2>/dev/null; do
    owner="$(cat "$folder/pid" 2>/dev/null || true)"
    if [ -z "$owner" ]; then empty=$((empty + 1)); else empty=0; fi
    if [ "$empty" -gt 10 ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
      # Renamed first: of two that see it dead, only one gets it, and not a fresh one after it.
      mv "$folder" "$folder.dead.$$" 2>/dev/null && rm -rf "$folder.dead.$$"
      empty=0
      continue
    fi
    if [ $((SECONDS - started - shown)) -ge 10 ]; then
      shown=$((SECONDS - started))
      say "  another start is fetching the Temporal CLI: waiting for it, ${shown} s"
    fi
    sleep 0.5
  done
  echo "$$" >"$folder/pid"
  work="$(mktemp -d "${cached%/*}/work.XXXXXX")"
  trap 'unlock' EXIT
  trap 'kill $(jobs -p) 2>/dev/null; exit 143' TERM INT HUP
}

unlock() {
  rm -rf "${cached%/*}/lock" "${work:-/nonexistent/work}"
  trap - EXIT TERM INT HUP
}

fetch() {
  lock
  if works "$cached"; then
    unlock
    return 0
  fi
  say "Temporal CLI: trying the official download of v$VERSION"
  if with_progress 'downloading the Temporal CLI' download; then
    unlock
    return 0
  fi
  tried+=("official download of v$VERSION: ${why:-failed}")
  say 'Temporal CLI: building it with go install (3 to 4 minutes on two cores, once)'
  if with_progress 'building the Temporal CLI' build; then
    unlock
    return 0
  fi
  tried+=("go install $MODULE: ${why:-failed}")
  unlock
  return 1
}

find_cli() {
  if [ -n "${TEMPORAL_CLI:-}" ]; then
    if works "$TEMPORAL_CLI"; then printf '%s' "$TEMPORAL_CLI"; return 0; fi
    tried+=("TEMPORAL_CLI=$TEMPORAL_CLI: $why")
    say "TEMPORAL_CLI=$TEMPORAL_CLI cannot be used ($why); looking elsewhere"
  else
    tried+=('TEMPORAL_CLI: not set')
  fi
  local on_path
  on_path="$(command -v temporal || true)"
  if [ -z "$on_path" ]; then
    tried+=('temporal on PATH: not found')
  elif works "$on_path"; then
    printf '%s' "$on_path"
    return 0
  else
    tried+=("temporal on PATH, $on_path: $why")
  fi
  choose_cache
  if [ -z "$cached" ]; then
    tried+=("cached copy: none, and no folder for one can be written to (${cache_places[*]})")
    tried+=('official download and go install: there is no folder to put the CLI into')
  else
    if works "$cached"; then printf '%s' "$cached"; return 0; fi
    tried+=("cached copy, $cached: $why")
    if fetch; then printf '%s' "$cached"; return 0; fi
  fi
  say ''
  say 'No Temporal CLI was found, and none could be installed. Tried:'
  local line
  for line in "${tried[@]}"; do say "  - $line"; done
  say 'Next step: install it as https://docs.temporal.io/cli tells and set TEMPORAL_CLI to its path; or'
  say 'install Go (https://go.dev/dl) and start again; or set TEMPORAL_ADDRESS to a server that you run.'
  return 1
}

cli="$(find_cli)"
if [ "${1:-}" = '--find' ]; then
  printf '%s\n' "$cli"
  exit 0
fi

port="${TEMPORAL_PORT:-7233}"
ui_port="${TEMPORAL_UI_PORT:-8233}"
database="${TEMPORAL_DB:-${DATA_DIR:-.data}/temporal.db}"
storage=()
if [ "$database" != memory ]; then
  mkdir -p "$(dirname "$database")"
  # With a write-ahead log a killed server loses nothing. Without it each of the many small writes
  # waits for the disk twice, which costs half of the throughput; so do frequent checkpoints of it.
  storage=(
    --db-filename "$database"
    --sqlite-pragma journal_mode=WAL
    --sqlite-pragma synchronous=NORMAL
    --sqlite-pragma wal_autocheckpoint=20000
  )
fi

# Reports when the server answers, or that it does not. The server itself runs in the foreground
# below, so that its process id is this script's.
health() {
  local deadline=$((SECONDS + 60))
  until "$cli" operator cluster health --address "127.0.0.1:$port" >/dev/null 2>&1; do
    kill -0 "$$" 2>/dev/null || return 1 # the server has ended, and has printed why
    if [ "$SECONDS" -ge "$deadline" ]; then
      say "Temporal does not answer on 127.0.0.1:$port after 60 s"
      return 1
    fi
    sleep 0.3
  done
  say "Temporal answers on 127.0.0.1:$port, Web UI on http://127.0.0.1:$ui_port"
}
if [ "${FILLTRAIL_SUPERVISED:-}" != 1 ]; then health & fi

attributes=()
for name in Account Symbol Side OrderType Status Strategy ClientOrderId; do
  attributes+=(--search-attribute "Filltrail$name=Keyword")
done

# A single-shard server polls its transfer and timer queues at most 20 times a second by default:
# 42 ms from task scheduled to task started.
# The list of workflows may lag by a second: an order that ended meanwhile is written to it once
# instead of three times, and these writes are among the dearest.
# Search attributes are known before the server starts, and need not be read anew at each use.
# A larger GOGC saves collections, but loses more to memory that is touched for the first time.
export GOGC="${GOGC:-200}"
exec "$cli" server start-dev \
  --ip 127.0.0.1 --port "$port" --ui-ip 127.0.0.1 --ui-port "$ui_port" \
  --namespace "${TEMPORAL_NAMESPACE:-default}" \
  ${storage[@]+"${storage[@]}"} "${attributes[@]}" \
  --dynamic-config-value history.transferProcessorMaxPollRPS=2000 \
  --dynamic-config-value history.timerProcessorMaxPollRPS=2000 \
  --dynamic-config-value 'history.timerProcessorMaxTimeShift="50ms"' \
  --dynamic-config-value system.forceSearchAttributesCacheRefreshOnRead=false \
  --dynamic-config-value history.visibilityProcessorMaxPollRPS=1 \
  --dynamic-config-value history.visibilityTaskBatchSize=1000 \
  --dynamic-config-value history.visibilityProcessorSchedulerWorkerCount=1 \
  --log-level error
