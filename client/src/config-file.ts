/** Finds, reads, watches and opens `lakehouse.json` in the workspace folders. */
import * as vscode from 'vscode';
import {
  type ConnectionConfig,
  type LakehouseConfig,
  type ParameterSet,
  parseConfig,
  parseConnections,
} from '../../lakehouse/src/config';
import { LakehouseError } from '../../lakehouse/src/errors';
import { settings } from './config';
import { COMMANDS, CONFIG_FILE, SETTINGS } from './ids';

const TEMPLATE = `{
  "connections": [
    { "name": "local", "stack": "auto" }
  ]
}
`;

/** What the workspace says. Each source that is wrong adds an error; the sources that are right still count. */
export interface WorkspaceConfig {
  readonly connections: readonly ConnectionConfig[];
  readonly errors: readonly SourceError[];
}

export interface SourceError {
  /** The file, or null for the setting. */
  readonly file: vscode.Uri | null;
  readonly error: LakehouseError;
}

/** One source of connections with what it last said while it was right: a typing mistake must not close connections. */
interface Source {
  readonly key: string;
  readonly file: vscode.Uri | null;
  readonly read: () => Promise<readonly ConnectionConfig[]>;
}

export class ConfigFiles implements vscode.Disposable {
  private readonly lastGood = new Map<string, readonly ConnectionConfig[]>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${CONFIG_FILE}`);
    const fire = (): void => this.changed.fire();
    this.disposables = [
      this.changed,
      watcher,
      watcher.onDidChange(fire),
      watcher.onDidCreate(fire),
      watcher.onDidDelete(fire),
      vscode.workspace.onDidChangeWorkspaceFolders(fire),
      settings.onDidChange([SETTINGS.connections], fire),
    ];
  }

  /** All connections, those of files first; of two with one name the first counts. */
  async load(): Promise<WorkspaceConfig> {
    const connections = new Map<string, ConnectionConfig>();
    const errors: SourceError[] = [];
    for (const source of this.sources()) {
      try {
        this.lastGood.set(source.key, await source.read());
      } catch (thrown) {
        errors.push({ file: source.file, error: inFile(LakehouseError.from(thrown, 'CONFIG_INVALID'), source.file) });
      }
      for (const connection of this.lastGood.get(source.key) ?? []) {
        if (!connections.has(connection.name)) connections.set(connection.name, connection);
      }
    }
    return { connections: [...connections.values()], errors };
  }

  /** The sets of parameters of all files, by name; of two with one name the first counts. A file that is wrong has none. */
  async parameterSets(): Promise<Readonly<Record<string, ParameterSet>>> {
    const sets = new Map<string, ParameterSet>();
    for (const { file } of this.sources()) {
      const config = file === null ? undefined : await readFile(file).catch(() => undefined);
      for (const [name, set] of Object.entries(config?.parameters ?? {})) if (!sets.has(name)) sets.set(name, set);
    }
    return Object.fromEntries(sets);
  }

  /**
   * Opens the file at a line and column from 1; a new one, unsaved, when there is none. `file` is an address as text.
   * The arguments come from menus and next steps: what is not of the right type is as if it were not there.
   */
  async openAt(line: unknown, col: unknown, file: unknown): Promise<void> {
    const target = typeof file === 'string' ? vscode.Uri.parse(file) : await this.firstFile();
    const document = target === undefined ? await this.untitled() : await vscode.workspace.openTextDocument(target);
    const position = new vscode.Position(fromZero(line), fromZero(col));
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  }

  private sources(): readonly Source[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const files = folders.map((folder): Source => {
      const file = vscode.Uri.joinPath(folder.uri, CONFIG_FILE);
      return { key: file.toString(), file, read: async () => (await readFile(file)).connections };
    });
    const setting: Source = {
      key: SETTINGS.connections,
      file: null,
      read: async () => parseConnections(settings.connections(folders[0]?.uri), `Setting ${SETTINGS.connections}`),
    };
    return [...files, setting];
  }

  private async firstFile(): Promise<vscode.Uri | undefined> {
    for (const source of this.sources()) {
      if (source.file !== null && (await exists(source.file))) return source.file;
    }
    return undefined;
  }

  private async untitled(): Promise<vscode.TextDocument> {
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (folder === undefined) return vscode.workspace.openTextDocument({ language: 'json', content: TEMPLATE });
    const uri = vscode.Uri.joinPath(folder.uri, CONFIG_FILE).with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.getText() === '') {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), TEMPLATE);
      await vscode.workspace.applyEdit(edit);
    }
    return document;
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function fromZero(value: unknown): number {
  return typeof value === 'number' ? Math.max(0, value - 1) : 0;
}

/** The error's button opens this very file, of however many folders there are; or the setting. */
function inFile(error: LakehouseError, file: vscode.Uri | null): LakehouseError {
  const { line = 1, col = 1 } = error.position ?? {};
  const nextStep =
    file === null
      ? { label: 'Open Settings', command: 'workbench.action.openSettings', args: [SETTINGS.connections] }
      : { label: `Open ${CONFIG_FILE}`, command: COMMANDS.openConfig, args: [line, col, file.toString()] };
  return LakehouseError.fromData({ ...error.toData(), nextStep });
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

async function readFile(file: vscode.Uri): Promise<LakehouseConfig> {
  let bytes: Uint8Array;
  try {
    bytes = await vscode.workspace.fs.readFile(file);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { connections: [] };
    throw new LakehouseError('CONFIG_INVALID', `${file.fsPath} cannot be read`, { cause: error });
  }
  return parseConfig(new TextDecoder().decode(bytes), CONFIG_FILE);
}
