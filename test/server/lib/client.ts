/** Drives the real server as an editor does: a process of its own, spoken to over standard input and output. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import {
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { InitializationOptions } from '../../../server/src/protocol';

const root = join(import.meta.dirname, '../../..');
let bundle: Promise<string> | undefined;

/** Builds the server once a test process, apart from dist/, so that tests never meet a stale one. */
function serverBundle(): Promise<string> {
  bundle ??= (async () => {
    const outfile = join(root, `out/test/server-${process.pid}.js`);
    await esbuild.build({
      entryPoints: [join(root, 'server/src/main.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
    });
    return outfile;
  })();
  return bundle;
}

export class TestClient {
  readonly messages: string[] = [];
  private readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  private readonly waiting = new Set<() => void>();
  private version = 1;

  private constructor(
    readonly connection: ProtocolConnection,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
  ) {
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.diagnostics.set(params.uri, params);
      for (const wake of this.waiting) wake();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    connection.listen();
  }

  static async start(
    initializationOptions: InitializationOptions = {},
    capabilities: ClientCapabilities = {},
  ): Promise<TestClient> {
    const child = spawn(process.execPath, [await serverBundle(), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new TestClient(connection, child);
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  async open(uri: string, text: string, languageId = 'sql'): Promise<void> {
    const textDocument = { uri, languageId, version: this.version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string): Promise<void> {
    const textDocument = { uri, version: ++this.version };
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }

  /** Opens a text with `|` at the caret and completes there. */
  async completeAt(marked: string, uri = 'untitled:q.sql'): Promise<CompletionItem[]> {
    const [text, position] = caret(marked);
    await this.open(uri, text);
    const list = await this.connection.sendRequest<CompletionList | null>('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    return list?.items ?? [];
  }

  async hoverAt(marked: string, uri = 'untitled:h.sql'): Promise<string> {
    const [text, position] = caret(marked);
    await this.open(uri, text);
    const hover = await this.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    const contents = hover?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  /** The diagnostics of a document once they satisfy `until`; fails after ten seconds with what was last seen. */
  async diagnosticsOf(uri: string, until: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const current = () => this.diagnostics.get(uri)?.diagnostics;
    const started = Date.now();
    for (;;) {
      const seen = current();
      if (seen !== undefined && until(seen)) return seen;
      if (Date.now() - started > 10_000) throw new Error(`diagnostics of ${uri} stayed ${JSON.stringify(seen)}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 500);
        this.waiting.add(wake);
      });
    }
  }

  /** Ends the server as an editor does; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await exited;
    this.connection.dispose();
    return code;
  }
}

function caret(marked: string): [string, { line: number; character: number }] {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset);
  const line = before.split('\n').length - 1;
  return [before + marked.slice(offset + 1), { line, character: before.length - (before.lastIndexOf('\n') + 1) }];
}
