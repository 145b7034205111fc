export interface CodeServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The server's own output. */
  readonly log: string;
  /** The folder of VS Code's logs, the extension host's among them. */
  readonly logs: string;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  stop(): Promise<void>;
}
export function codeServerInstalled(): boolean;
export function startCodeServer(options: {
  home: string;
  workspace: string;
  vsix?: string;
  port?: number;
  settings?: Record<string, unknown>;
  driver?: boolean;
  trust?: boolean;
  env?: Record<string, string>;
}): Promise<CodeServer>;
