#!/usr/bin/env bash
# Build the IDE that the package ships (needs Node 20 or newer and npm): sources in source/, result in ide/, compressed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/source/* "$work"
cd "$work"
npm install --no-audit --no-fund
npx vite build
node licences.mjs > dist/LICENCES.txt
rm -rf "$here/ide"
mkdir "$here/ide"
cp dist/index.html dist/LICENCES.txt "$here/ide"
for file in dist/assets/*; do gzip -9 -n -c "$file" > "$here/ide/$(basename "$file").gz"; done
du -sh "$here/ide"
