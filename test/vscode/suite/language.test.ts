import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { completions, errorsOf, openSql } from './editor';
import { test, until } from './harness';

test('text that cannot be a statement is an error where it stands', async () => {
  const { document } = await openSql('SELECT 1;\n\nSELEC 2;\n');
  const [error] = await until('a diagnostic', async () => {
    const errors = errorsOf(document.uri);
    return errors.length > 0 ? errors : undefined;
  });
  assert.equal(error?.range.start.line, 2);
  assert.equal(document.getText(error.range), 'SELEC');
});

test('keywords are offered at the start of a statement', async () => {
  const labels = await completions(await openSql('SEL|'));
  assert.ok(
    labels.some((label) => label.toUpperCase() === 'SELECT'),
    labels.slice(0, 20).join(', '),
  );
});

test('catalogs, namespaces and tables of the running lakehouse are offered', async () => {
  const offered = (text: string, label: string) =>
    until(`${label} offered in ${text}`, async () => {
      const labels = await completions(await openSql(text));
      return labels.includes(label) ? true : undefined;
    });
  await offered('SELECT * FROM |', 'hive_prod');
  await offered('SELECT * FROM hive_prod.|', 'sales');
  await offered('SELECT * FROM hive_prod.sales.|', 'orders');
});

test('TIMESTAMP AS OF offers the times of the snapshots of the table', async () => {
  const labels = await until('times offered', async () => {
    const found = await completions(await openSql('SELECT * FROM hive_prod.sales.orders TIMESTAMP AS OF |'));
    return found.some((label) => /\d{4}-\d\d-\d\d \d\d:\d\d/.test(label)) ? found : undefined;
  });
  const times = labels.filter((label) => /\d{4}-\d\d-\d\d \d\d:\d\d/.test(label));
  assert.ok(times.length >= 20, `only ${times.length} times: ${times.join(', ')}`);
});

test('VERSION AS OF offers snapshot ids and references', async () => {
  const labels = await until('versions offered', async () => {
    const found = await completions(await openSql('SELECT * FROM hive_prod.sales.orders VERSION AS OF |'));
    return found.some((label) => /^\d{15,}$/.test(label)) ? found : undefined;
  });
  assert.ok(
    labels.some((label) => label.includes('main')),
    labels.slice(0, 20).join(', '),
  );
});

test('hover on a table says what it is', async () => {
  const opened = await openSql('SELECT * FROM hive_prod.sales.ord|ers');
  const text = await until('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      opened.document.uri,
      opened.caret,
    );
    const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
    const joined = contents.map(({ value }) => value).join('\n');
    return joined === '' ? undefined : joined;
  });
  assert.match(text, /orders/);
});
