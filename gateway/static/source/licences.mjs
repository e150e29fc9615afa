// Prints the licences of the packages that the bundle is made of: node licences.mjs > LICENCES.txt
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const seen = new Set();
const texts = new Map();

function visit(name, from) {
  const folder = [join(from, 'node_modules', name), join('node_modules', name)].find(existsSync);
  if (!folder || seen.has(folder)) return;
  seen.add(folder);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `${about.license} (by its package.json)`;
  texts.set(text, [...(texts.get(text) ?? []), `${about.name} ${about.version}`]);
  for (const next of Object.keys(about.dependencies ?? {})) visit(next, folder);
}

for (const name of Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies)) visit(name, '.');
for (const [text, names] of texts) console.log(`${[...new Set(names)].sort().join('\n')}\n\n${text}\n\n${'-'.repeat(80)}\n`);
