/** Every rule has a page, and the page is right: what it calls flagged is, what it calls not flagged is not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../server/src/features/diagnostics';
import { catalogue } from '../../../server/src/features/rules/catalogue';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = join(ROOT, 'docs/rules');
const picture = pictureOf('rules.json');

interface SeveritySetting {
  readonly properties: Readonly<Record<string, { enum: string[]; default: string; description: string }>>;
}

describe('the pages of the rules', () => {
  it('are there for each rule and for nothing else', () => {
    const pages = readdirSync(PAGES).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(catalogue.map(({ code }) => `${code}.md`).sort());
  });

  it('are listed in the index with severity and title', () => {
    const rows = readFileSync(join(PAGES, 'README.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    const expected = catalogue.map(({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`);
    expect(rows).toEqual(expected);
  });

  it.each(catalogue)('$code: says what the rule is', ({ code, title, severity, tag }) => {
    const text = readFileSync(join(PAGES, `${code}.md`), 'utf8');
    const shown = tag === undefined ? '' : `, shown as ${tag}`;
    expect(text.startsWith(`# ${code}\n\n${title}\n\nSeverity: ${severity}${shown}.\n`)).toBe(true);
    expect(text).toContain(`-- lakehouse-ignore: ${code}`);
    expect(text).toContain(`-- lakehouse-ignore-file: ${code}`);
  });

  it.each(catalogue)('$code: has examples that are true', ({ code }) => {
    const [flagged, fine] = examples(code);
    const found = diagnose(new SqlDocument(flagged), picture).diagnostics;
    expect(found.map((one) => one.code)).toContain(code);
    expect(found.find((one) => one.code === code)?.severity).toBe(catalogue.find((one) => one.code === code)?.severity);
    expect(diagnose(new SqlDocument(fine), picture).diagnostics).toEqual([]);
  });

  it.each(catalogue.filter(({ code }) => code !== 'unknown-ignore'))('$code: is silenced as it says', ({ code }) => {
    const [flagged] = examples(code);
    const above = flagged
      .split('\n')
      .map((line) => `-- lakehouse-ignore: ${code}\n${line}`)
      .join('\n');
    const file = `-- lakehouse-ignore-file: ${code}\n${flagged}`;
    for (const text of [above, file]) {
      expect(diagnose(new SqlDocument(text), picture).diagnostics.filter((one) => one.code === code)).toEqual([]);
    }
    const off = diagnose(new SqlDocument(flagged), picture, { severities: { [code]: 'off' } }).diagnostics;
    expect(off.filter((one) => one.code === code)).toEqual([]);
  });

  it('are what the setting offers', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, SeveritySetting> } };
    };
    const setting = manifest.contributes.configuration.properties['lakehouse.diagnostics.severity'];
    const offered = Object.entries(setting?.properties ?? {}).map(([code, one]) => [
      code,
      one.default,
      one.description,
    ]);
    expect(offered).toEqual(catalogue.map(({ code, severity, title }) => [code, severity, title]));
    for (const one of Object.values(setting?.properties ?? {})) {
      expect(one.enum).toEqual(['error', 'warning', 'information', 'hint', 'off']);
    }
  });
});

function examples(code: string): [string, string] {
  const text = readFileSync(join(PAGES, `${code}.md`), 'utf8');
  const blocks = [...text.matchAll(/```sql\n([^]*?)```/g)].map(([, sql = '']) => sql);
  expect(blocks).toHaveLength(2);
  return [blocks[0] ?? '', blocks[1] ?? ''];
}
