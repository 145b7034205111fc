/** The language server as any editor starts it, `node dist/server.js --stdio`, and a page of CodeMirror that speaks to it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { type Message, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { ROOT } from '../lib/launch';

export interface Bridge {
  /** Resolves with the exit code of the server. */
  close(): Promise<number | null>;
}

export async function bridge(page: Page, initializationOptions: object): Promise<Bridge> {
  const server = spawn(process.execPath, [join(ROOT, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const reader = new StreamMessageReader(server.stdout);
  const writer = new StreamMessageWriter(server.stdin);
  const exited = new Promise<number | null>((resolve) => server.once('exit', resolve));
  reader.listen((message) => {
    // A page that is closing has no more use for it.
    page.evaluate(`editor.receive(${JSON.stringify(JSON.stringify(message))})`).catch(() => undefined);
  });
  await page.exposeFunction('toServer', (message: string) => writer.write(JSON.parse(message) as Message));
  const script = await build({
    entryPoints: [join(import.meta.dirname, 'page.mjs')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  await page.setContent(
    '<!doctype html><meta charset="utf-8"><style>.cm-editor { height: 300px }</style><body></body>',
  );
  await page.evaluate(`globalThis.initializationOptions = ${JSON.stringify(initializationOptions)}`);
  await page.addScriptTag({ content: script.outputFiles[0]?.text ?? '' });
  return {
    async close() {
      await writer.write({ jsonrpc: '2.0', id: 'end', method: 'shutdown' } as Message);
      await writer.write({ jsonrpc: '2.0', method: 'exit' } as Message);
      return exited;
    },
  };
}
