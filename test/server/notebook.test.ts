import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CELLS, STATEMENTS, type CellsResult, type StatementsResult } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const catalog = join(import.meta.dirname, '../fixtures/catalogs/lake.json');
const cell = (name: string) => `vscode-notebook-cell:/notebooks/n.lakehouse-sql#${name}`;

let client: TestClient;
beforeAll(async () => {
  client = await TestClient.start({ catalogSnapshots: [catalog], sparkVersion: '4.0' });
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

it('a variable of one cell is known in the others, whichever comes first', async () => {
  await client.open(cell('b'), 'SELECT wanted, no_such FROM lake.sales.orders');
  const names = (found: readonly { message: unknown }[]) =>
    found.map(({ message }) => /column (\w+)/.exec(String(message))?.[1]);
  await client.diagnosticsOf(cell('b'), (found) => names(found).join() === 'wanted,no_such');
  await client.open(cell('a'), "DECLARE wanted = 'EUR'");
  await client.diagnosticsOf(cell('b'), (found) => names(found).join() === 'no_such');
  await client.open('vscode-notebook-cell:/notebooks/other.lakehouse-sql#c', 'SELECT wanted FROM lake.sales.orders');
  const elsewhere = 'vscode-notebook-cell:/notebooks/other.lakehouse-sql#c';
  await client.diagnosticsOf(elsewhere, (found) => names(found).join() === 'wanted');
});

it('a text that is not open is cut into statements and into cells', async () => {
  const text = 'SELECT 1; -- one\nSELECT 2';
  const statements = await client.connection.sendRequest<StatementsResult>(STATEMENTS, { uri: 'x:y', text });
  expect(statements.map((statement) => [statement.text, statement.range.start.line])).toEqual([
    ['SELECT 1', 0],
    ['SELECT 2', 1],
  ]);
  expect(await client.connection.sendRequest<CellsResult>(CELLS, { text })).toEqual([
    { start: 0, end: 17, open: null },
    { start: 17, end: 25, open: 25 },
  ]);
});
