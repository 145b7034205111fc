#!/usr/bin/env node
// Writes the tables of commands and settings into README.md from the manifest. `--check` only tells whether they are true.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = join(root, 'README.md');

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

function commandTable({ commands, keybindings, menus }) {
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const keys = new Map(keybindings.map(({ command, key, mac }) => [command, mac ? `${key} (${mac})` : key]));
  const rows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, category, title }) => [`${category}: ${title}`, `\`${command}\``, keys.get(command) ?? '']);
  return table(['Command', 'Identifier', 'Key'], rows);
}

function settingTable({ configuration }) {
  const rows = Object.entries(configuration.properties).map(([name, setting]) => [
    `\`${name}\``,
    `\`${JSON.stringify(setting.default)}\``,
    setting.markdownDescription ?? setting.description,
  ]);
  return table(['Setting', 'Default', 'What it does'], rows);
}

/** The README as it should be: each marked part replaced by what the manifest says. */
export function rendered(text, contributes) {
  const put = (whole, name, body) => {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!pattern.test(whole)) throw new Error(`README.md lacks the marks of "${name}"`);
    return whole.replace(pattern, (_, begin, end) => `${begin}\n${body}\n\n${end}`);
  };
  return put(put(text, 'commands', commandTable(contributes)), 'settings', settingTable(contributes));
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const text = readFileSync(readme, 'utf8');
const wanted = rendered(text, contributes);
if (process.argv.includes('--check')) {
  if (text !== wanted) {
    process.stderr.write('README.md does not say what package.json does: run node scripts/docs.mjs\n');
    process.exitCode = 1;
  }
} else if (text !== wanted) {
  writeFileSync(readme, wanted);
}
