#!/usr/bin/env bash
# Runs a local Temporal server with the official CLI, found or fetched in this order:
#   1. $TEMPORAL_CLI  2. temporal on PATH  3. the cached copy  4. the official download
#   5. go install (builds in 3 to 4 minutes, once)
#
# Usage: temporal-dev.sh            run the server until it is stopped
#        temporal-dev.sh --find     print the CLI's path and exit
#
# Settings: TEMPORAL_CLI, TEMPORAL_PORT (7233), TEMPORAL_UI_PORT (8233), DATA_DIR (.data),
#           TEMPORAL_DB (<DATA_DIR>/temporal.db; "memory" keeps nothing), TEMPORAL_NAMESPACE (default)
set -euo pipefail

# Newer tags hold a replace directive and cannot be installed with `go install`.
GO_VERSION=v1.5.1
DOWNLOAD_VERSION=1.5.1
cache_dir="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/filltrail/temporal-$GO_VERSION"
cached="$cache_dir/temporal"
tried=()

say() { printf '%s\n' "$*" >&2; }
works() { [ -x "$1" ] && "$1" --version >/dev/null 2>&1; }

# Runs a command with a line every few seconds, so that nobody takes a long build for a hang.
with_progress() {
  local what="$1" started=$SECONDS pid
  shift
  "$@" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    local elapsed=$((SECONDS - started))
    if [ "$elapsed" -gt 0 ] && [ $((elapsed % 5)) -eq 0 ]; then say "  $what: ${elapsed} s"; fi
  done
  wait "$pid"
}

platform() {
  local os arch
  case "$(uname -s)" in Linux) os=linux ;; Darwin) os=darwin ;; *) return 1 ;; esac
  case "$(uname -m)" in x86_64 | amd64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) return 1 ;; esac
  printf '%s_%s' "$os" "$arch"
}

# Installed by rename, so that nobody ever runs half a file.
keep() { mkdir -p "$cache_dir" && chmod 755 "$1" && mv -f "$1" "$cached"; }

download() {
  local work="$1" name url
  name="$(platform)" || { say "  no download for $(uname -sm)"; return 1; }
  command -v curl >/dev/null || { say '  curl is not installed'; return 1; }
  url="https://github.com/temporalio/cli/releases/download/v${DOWNLOAD_VERSION}/temporal_cli_${DOWNLOAD_VERSION}_${name}.tar.gz"
  curl --fail --silent --show-error --location --connect-timeout 5 --max-time 180 \
    --output "$work/cli.tar.gz" "$url" && tar -xzf "$work/cli.tar.gz" -C "$work" temporal &&
    works "$work/temporal" && keep "$work/temporal"
}

build() {
  local work="$1"
  command -v go >/dev/null || { say '  go is not installed'; return 1; }
  GOBIN="$work" GOFLAGS= go install "github.com/temporalio/cli/cmd/temporal@$GO_VERSION" >"$work/go.log" 2>&1 ||
    { tail -n 3 "$work/go.log" >&2; return 1; }
  works "$work/temporal" && keep "$work/temporal"
}

fetch() {
  local work
  mkdir -p "$cache_dir"
  # One fetches, the others wait: two builds at once take longer than one after the other.
  local waited=0
  while ! mkdir "$cache_dir/lock" 2>/dev/null; do
    local owner
    owner="$(cat "$cache_dir/lock/pid" 2>/dev/null || true)"
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$cache_dir/lock"; continue; fi
    if [ -z "$owner" ] && [ "$waited" -gt 10 ]; then rm -rf "$cache_dir/lock"; continue; fi
    [ $((waited % 10)) -eq 0 ] && say '  another start is fetching the Temporal CLI; waiting for it'
    sleep 1
    waited=$((waited + 1))
  done
  echo $$ >"$cache_dir/lock/pid"
  trap 'rm -rf "$cache_dir/lock" "${work:-}"' EXIT
  if works "$cached"; then
    release
    return 0
  fi
  work="$(mktemp -d "$cache_dir/work.XXXXXX")"
  say 'Temporal CLI: trying the official download'
  if with_progress 'downloading the Temporal CLI' download "$work"; then
    release
    return 0
  fi
  tried+=("official download of v$DOWNLOAD_VERSION: not reachable from here, or it does not run")
  say 'Temporal CLI: building with go install (3 to 4 minutes on two cores, once)'
  if with_progress 'building the Temporal CLI' build "$work"; then
    release
    return 0
  fi
  tried+=("go install github.com/temporalio/cli/cmd/temporal@$GO_VERSION: failed; see the lines above")
  release
  return 1
}

release() {
  rm -rf "$cache_dir/lock" "${work:-}"
  trap - EXIT
}

find_cli() {
  if [ -n "${TEMPORAL_CLI:-}" ]; then
    if works "$TEMPORAL_CLI"; then printf '%s' "$TEMPORAL_CLI"; return 0; fi
    tried+=("TEMPORAL_CLI=$TEMPORAL_CLI: not an executable that answers --version")
  else
    tried+=('TEMPORAL_CLI: not set')
  fi
  local on_path
  on_path="$(command -v temporal || true)"
  if [ -n "$on_path" ] && works "$on_path"; then printf '%s' "$on_path"; return 0; fi
  tried+=('temporal on PATH: not found')
  if works "$cached"; then printf '%s' "$cached"; return 0; fi
  tried+=("cached copy $cached: not there")
  if fetch; then printf '%s' "$cached"; return 0; fi
  say ''
  say 'No Temporal CLI could be found or installed. Tried:'
  local line
  for line in "${tried[@]}"; do say "  - $line"; done
  say 'Next step: install it from https://docs.temporal.io/cli and set TEMPORAL_CLI to its path,'
  say 'or set TEMPORAL_ADDRESS to a Temporal server that you run.'
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
  # With a write-ahead log a killed server loses nothing; a full sync at each of its many small
  # writes would cost half of the throughput, and a power cut is not what this server is for.
  storage=(--db-filename "$database" --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL)
fi

# Says when the server answers, or that it does not; the server itself runs in the foreground below,
# so that its process id is this script's.
health() {
  local deadline=$((SECONDS + 60))
  until "$cli" operator cluster health --address "127.0.0.1:$port" >/dev/null 2>&1; do
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

# The transfer and timer queues of a single-shard server are polled at most 20 times a second unless
# told otherwise: 42 ms from task scheduled to task started. GOGC trades memory for throughput.
export GOGC="${GOGC:-800}"
exec "$cli" server start-dev \
  --ip 127.0.0.1 --port "$port" --ui-ip 127.0.0.1 --ui-port "$ui_port" \
  --namespace "${TEMPORAL_NAMESPACE:-default}" \
  ${storage[@]+"${storage[@]}"} "${attributes[@]}" \
  --dynamic-config-value history.transferProcessorMaxPollRPS=2000 \
  --dynamic-config-value history.timerProcessorMaxPollRPS=2000 \
  --log-level error
