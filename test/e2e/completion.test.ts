/** Writing SQL with nothing connected, from a catalog snapshot file: what is offered, shown and put in, in both themes. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Workbench } from './lib/workbench';

const snapshots = Array.from({ length: 3 }, (_, i) => ({
  id: `566077099182381568${i}`,
  parentId: i === 0 ? null : `566077099182381568${i - 1}`,
  timestampMs: 1_767_225_600_000 + i * 3_600_000,
  operation: 'append',
  summary: { 'added-records': '1200', 'total-records': String((i + 1) * 1200), 'total-data-files': String(i + 1) },
}));
const column = (name: string, type: string, comment: string | null = null) => ({ name, type, comment });
const CATALOG = JSON.stringify({
  version: 1,
  catalogs: [
    {
      name: 'lake',
      type: 'hive',
      namespaces: [
        {
          name: ['sales'],
          location: 's3://lake/sales',
          tables: [
            {
              name: 'orders',
              format: 'iceberg',
              comment: 'one row an order',
              columns: [
                column('order_id', 'bigint'),
                column('customer_id', 'bigint'),
                column('items', 'array<struct<sku:string,price:decimal(10,2)>>'),
                column('ordered_at', 'timestamp', 'when the order came in'),
              ],
              partitionFields: ['days(ordered_at)'],
              snapshots,
              refs: [{ name: 'main', type: 'branch', snapshotId: snapshots[2]?.id }],
            },
            {
              name: 'customer',
              format: 'iceberg',
              columns: [column('id', 'bigint'), column('name', 'string')],
            },
          ],
        },
      ],
    },
  ],
});

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open({
    files: { 'catalog.json': CATALOG, 'write.sql': '' },
    settings: { 'lakehouse.catalogSnapshots': ['catalog.json'], 'editor.acceptSuggestionOnEnter': 'on' },
  });
}, 120_000);
afterAll(() => workbench.close());

/** Begins anew with a text, the last part of it typed. */
async function write(text: string, typed: string): Promise<void> {
  await workbench.page.keyboard.press('Escape');
  await workbench.replaceText(text);
  await workbench.type(typed);
}

/** Accepts the first offer, once it is what is looked for. */
async function accept(label: RegExp): Promise<void> {
  await expect.poll(async () => (await workbench.suggestions())[0] ?? '', { timeout: 20_000 }).toMatch(label);
  await workbench.page.keyboard.press('Enter');
}

const editorText = async (): Promise<string> => (await workbench.editorText()).trimEnd();

test('a script can be written with what is offered', { timeout: 240_000 }, async () => {
  onTestFailed(() => workbench.screenshot('completion-failed'));
  const { page } = workbench;
  await workbench.openFile('write.sql');

  // Snapshots, newest first.
  await write('', 'SELECT * FROM lake.sales.orders TIMESTAMP AS OF ');
  await accept(/^'2026-01-01 02:00:00\.000'/);
  expect(await editorText()).toContain("TIMESTAMP AS OF '2026-01-01 02:00:00.000'");

  // A whole join condition, by id.
  await write('', 'SELECT * FROM lake.sales.orders o JOIN lake.sales.customer c ON ');
  await page.keyboard.press('Control+Space');
  await expect.poll(async () => (await workbench.suggestions())[0]).toMatch(/^o\.customer_id = c\.id/);
  await workbench.screenshot('completion-join-dark');
  await page.keyboard.press('Enter');
  expect(await editorText()).toMatch(/ON o\.customer_id = c\.id$/);

  // A column before there is a FROM; the caret stays behind the column.
  await write('SELECT 1 FROM lake.sales.orders;\n\n', 'SELECT ordered');
  await accept(/^ordered_at/);
  await workbench.type(', 1');
  await page.keyboard.press('Escape');
  expect(await editorText()).toMatch(/SELECT ordered_at, 1 FROM lake\.sales\.orders$/);

  // A function with its parameters, and the fields of an element in a lambda.
  await write('', 'SELECT ');
  await page.keyboard.insertText('transform(items, i -> i) FROM lake.sales.orders');
  await page.keyboard.press('Home');
  for (let i = 0; i < 'SELECT transform(items, i -> i'.length; i++) await page.keyboard.press('ArrowRight');
  await workbench.type('.');
  await expect
    .poll(() => workbench.suggestions())
    .toEqual([expect.stringMatching(/^sku/), expect.stringMatching(/^price/)]);
  await page.keyboard.press('Escape');
  await write('', 'SELECT date_ad');
  await accept(/^date_add/);
  const help = page.locator('.parameter-hints-widget.visible');
  await help.waitFor();
  await workbench.type('ordered_at, ');
  await expect.poll(() => help.locator('.parameter.active').innerText()).toBe('days');
  await workbench.screenshot('completion-signature-dark');
  expect(await editorText()).toMatch(/^SELECT date_add\(ordered_at, \)$/);

  // A procedure with its arguments, and the snapshots of the table it is given.
  await write('', 'CALL lake.system.rollback_to_sn');
  await accept(/^rollback_to_snapshot/);
  await expect.poll(editorText).toBe("CALL lake.system.rollback_to_snapshot(table => '', snapshot_id => )");
  await accept(/^'sales\.customer'|^'sales\.orders'/);
  await write("CALL lake.system.rollback_to_snapshot(table => 'sales.orders', snapshot_id =>", ' ');
  await expect
    .poll(async () => (await workbench.suggestions())[0], { timeout: 20_000 })
    .toMatch(/^5660770991823815682/);
  await workbench.screenshot('completion-call-dark');

  // Properties with what they do.
  await write('ALTER TABLE lake.sales.orders SET TBLPROPERTIES (', "'write.distr");
  await accept(/^'write\.distribution-mode'/);
  await expect.poll(editorText).toMatch(/SET TBLPROPERTIES \('write\.distribution-mode'/);

  // What the table is, on hover, in the light theme too.
  await write('', 'SELECT * FROM lake.sales.orders ');
  await page.keyboard.press('Escape');
  const name = workbench.editor().locator('.view-line span span', { hasText: 'orders' }).first();
  await name.hover();
  const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'one row an order' });
  await hover.waitFor({ timeout: 20_000 });
  expect(await hover.innerText()).toContain('3,600 rows');
  await workbench.screenshot('hover-dark');
  expect(workbench.suspicious()).toEqual([]);
});
