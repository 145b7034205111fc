/** Formatting as an editor asks for it, with settings as different editors give them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver/node';
import type { InitializationOptions } from '../../server/src/protocol';
import { TestClient } from './lib/client';

const editor: FormattingOptions = { tabSize: 4, insertSpaces: true };

let opened = 0;

/** Opens a text, asks to format it, and gives it as it is with the edits. */
async function formatted(client: TestClient, text: string, options = editor, range?: Range): Promise<string> {
  const uri = `untitled:format-${opened++}.sql`;
  await client.open(uri, text);
  const method = range === undefined ? 'textDocument/formatting' : 'textDocument/rangeFormatting';
  const params = { textDocument: { uri }, options, ...(range === undefined ? {} : { range }) };
  return applied(text, await client.connection.sendRequest<TextEdit[] | null>(method, params));
}

function applied(text: string, edits: TextEdit[] | null): string {
  expect(edits).not.toBeNull();
  return TextDocument.applyEdits(TextDocument.create('untitled:a', 'sql', 1, text), edits ?? []);
}

describe('formatting', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start({ 'format.lineWidth': 30 } as InitializationOptions);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  it("indents as the editor does and breaks lines as the server's options say", async () => {
    const wide = 'select order_id, customer, amount, ts from orders';
    expect(await formatted(client, wide)).toBe(
      'SELECT\n    order_id,\n    customer,\n    amount,\n    ts\nFROM orders\n',
    );
    expect(await formatted(client, wide, { tabSize: 4, insertSpaces: false })).toContain('SELECT\n\torder_id,\n');
  });

  it('touches only the statements of a range', async () => {
    const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 4 } };
    const text = 'select  1;\r\nselect  2;\r\nselect  3;\r\n';
    expect(await formatted(client, text, editor, range)).toBe('select  1;\r\nSELECT 2;\r\nselect  3;\r\n');
  });

  it('formats a statement when its semicolon is typed, and nothing for one inside a script', async () => {
    const typed = async (text: string, position: Range['start']) => {
      const uri = `untitled:typed-${opened++}.sql`;
      await client.open(uri, text);
      const params = { textDocument: { uri }, position, ch: ';', options: editor };
      return applied(text, await client.connection.sendRequest('textDocument/onTypeFormatting', params));
    };
    expect(await typed('select  1;\nselect  2;', { line: 1, character: 10 })).toBe('select  1;\nSELECT 2;');
    const script = 'begin select  1; select  2; end;';
    expect(await typed(script, { line: 0, character: 16 })).toBe(script);
  });

  it('leaves a broken statement and settings as they are', async () => {
    const text = 'selec  a  from t;\nset  a.b = c   d;\n';
    expect(await formatted(client, text)).toBe(text);
  });

  it('follows settings that an editor sends when they change', async () => {
    const change = (format: object) =>
      client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { lakehouse: { format } } });
    await change({ keywordCase: 'lower', indent: 3, lineWidth: 100 });
    expect(await formatted(client, 'SELECT 1 AS A FROM (SELECT B FROM C) D')).toBe(
      'select 1 as A\nfrom (\n   select B\n   from C\n) D\n',
    );
    await change({ keywordCase: 'preserve' });
    expect(await formatted(client, 'SELECT 1  as a')).toBe('SELECT 1 as a\n');
    // What makes no sense is as if nothing was said.
    await change({ keywordCase: 'title', indent: -2, lineWidth: 'wide' });
    expect(await formatted(client, 'select a from (table c) d')).toBe('SELECT a\nFROM (TABLE c) d\n');
  });

  it('answers for a document that is not open with nothing', async () => {
    const params = { textDocument: { uri: 'untitled:never' }, options: editor };
    expect(await client.connection.sendRequest('textDocument/formatting', params)).toBeNull();
  });
});
