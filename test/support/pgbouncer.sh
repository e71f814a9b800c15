#!/usr/bin/env bash
# PgBouncer for the tests, from Debian's packages, unpacked into .cache/pgbouncer: no right is needed for that. Where it is
# installed, or can't be had, nothing is done, and the tests that want it say that they skip.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
folder="$root/.cache/pgbouncer"
PATH="$PATH:/usr/sbin:/usr/local/sbin"
if [ -x "$folder/usr/sbin/pgbouncer" ] || command -v pgbouncer >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then exit 0; fi

mkdir -p "$root/.cache"
work="$(mktemp -d "$root/.cache/pgbouncer-XXXXXX")"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/files"
options=(-qq -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o Dir::State::status=/var/lib/dpkg/status
  -o APT::Sandbox::User= -o Debug::NoLocking=1)
unpack() {
  apt-get "${options[@]}" update || return 1
  local names
  names="$(apt-get "${options[@]}" --simulate --no-install-recommends install pgbouncer | awk '/^Inst / { print $2 }')"
  [ -n "$names" ] || return 1
  # shellcheck disable=SC2086 # a list of names
  (cd "$work/apt" && apt-get "${options[@]}" download $names) || return 1
  for package in "$work"/apt/*.deb; do dpkg -x "$package" "$work/files"; done
}
if unpack && [ -x "$work/files/usr/sbin/pgbouncer" ]; then
  chmod 755 "$work/files"
  mv "$work/files" "$folder"
else
  echo "PgBouncer: it can't be fetched from Debian's packages here" >&2
fi
