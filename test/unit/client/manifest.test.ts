/** What the manifest promises is there, and what is there the manifest tells. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  COMMANDS,
  CONFIG_FILE,
  CONTEXT,
  LANGUAGES,
  MIME,
  RENDERER,
  SERVER_SETTINGS,
  SETTINGS,
  VIEWS,
} from '../../../client/src/ids';
import { webviewNames } from '../../../scripts/lib/webviews.mjs';
import { NOTEBOOK, SCRIPT_NOTEBOOK } from '../../../client/src/notebook/cells';

const ROOT = join(import.meta.dirname, '../../..');

interface Entry {
  readonly command: string;
  readonly when?: string;
}
interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly scopeName: string; readonly path: string }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly items?: object }>>;
    };
    readonly commands: readonly (Entry & {
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    })[];
    readonly keybindings: readonly Entry[];
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly icon: string; readonly type?: string }[]>
    >;
    readonly viewsWelcome: readonly { readonly view: string; readonly when?: string; readonly contents: string }[];
    readonly notebooks: readonly { readonly type: string }[];
    readonly notebookRenderer: readonly {
      readonly id: string;
      readonly entrypoint: string;
      readonly mimeTypes: readonly string[];
    }[];
    readonly menus: Readonly<Record<string, readonly Entry[]>>;
  };
}

const manifest = readJson('package.json') as Manifest;
const { contributes } = manifest;

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** The text of every source file of a folder, but for the list of names itself. */
const textsOf = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'ids.ts')
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n');
const sources = textsOf('client/src');

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();
const menus = Object.values(contributes.menus).flat();
const whens = [
  ...menus.map(({ when }) => when),
  ...contributes.keybindings.map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement),
].filter((when) => when !== undefined);

describe('commands', () => {
  it('are the same in the manifest and in the code, where each must have a handler to compile', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(COMMANDS)));
    const handled = Object.keys(COMMANDS).filter((name) => sources.includes(`[COMMANDS.${name}]:`));
    expect(sorted(handled)).toEqual(sorted(Object.keys(COMMANDS)));
  });

  it('have a title, the category Lakehouse, and no title twice', () => {
    const titles = contributes.commands.map(({ title }) => title);
    expect(sorted(titles)).toHaveLength(titles.length);
    expect(sorted(contributes.commands.map(({ category }) => category))).toEqual(['Lakehouse']);
  });

  it('of menus, keys and welcome pages exist', () => {
    const used = [
      ...menus.map(({ command }) => command),
      ...contributes.keybindings.map(({ command }) => command),
      ...contributes.viewsWelcome.flatMap(({ contents }) =>
        [...contents.matchAll(/\(command:(lakehouse\.\w+)\)/g)].map(([, id]) => id ?? ''),
      ),
    ];
    const notOurs = used.filter((id) => !(Object.values(COMMANDS) as string[]).includes(id));
    expect(notOurs).toEqual(['notebook.cell.execute']);
  });

  it('named by errors anywhere exist', () => {
    const named = ['lakehouse/src', 'server/src', 'client/webview'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/command: '(lakehouse\.\w+)'/g)])
        .map(([, id]) => id ?? ''),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !(Object.values(COMMANDS) as string[]).includes(id))).toEqual([]);
  });
});

describe('settings', () => {
  it('are the same in the manifest and in the code, and each is read', () => {
    const named = [...Object.values(SETTINGS), ...Object.values(SERVER_SETTINGS)];
    expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(sorted(named));
    expect(Object.keys(SETTINGS).filter((name) => !sources.includes(`SETTINGS.${name}`))).toEqual([]);
    const server = textsOf('server/src');
    const unread = Object.values(SERVER_SETTINGS).filter((id) => !server.includes(`'${id.replace('lakehouse.', '')}'`));
    expect(unread).toEqual([]);
  });

  it('are read in one place only', () => {
    expect(sources.split('getConfiguration(').length - 1).toBe(
      readFileSync(join(ROOT, 'client/src/config.ts'), 'utf8').split('getConfiguration(').length - 1,
    );
  });

  it('have a default', () => {
    const without = Object.entries(contributes.configuration.properties).filter(
      ([, value]) => value.default === undefined,
    );
    expect(without).toEqual([]);
  });

  it('restricted in an untrusted workspace exist', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations.filter((name) => !(Object.values(SETTINGS) as string[]).includes(name))).toEqual(
      [],
    );
  });

  it('describe a connection as lakehouse.json does', () => {
    const setting = contributes.configuration.properties[SETTINGS.connections]?.items as { properties: object };
    const schema = readJson('media/lakehouse.schema.json') as { definitions: { connection: { properties: object } } };
    expect(sorted(Object.keys(setting.properties))).toEqual(
      sorted(Object.keys(schema.definitions.connection.properties)),
    );
  });
});

describe('views', () => {
  it('are the same in the manifest and in the code, and each has a provider', () => {
    const views = Object.values(contributes.views).flat();
    expect(sorted(views.map(({ id }) => id))).toEqual(sorted(Object.values(VIEWS)));
    expect(sources).toContain('createTreeView(VIEWS.catalog');
    expect(sources).toContain('createTreeView(VIEWS.queryHistory');
    expect(sources).toContain('registerWebviewViewProvider(VIEWS.results');
    expect(views.find(({ id }) => id === VIEWS.results)?.type).toBe('webview');
  });

  it('stand in containers that exist', () => {
    const containers = Object.values(contributes.viewsContainers).flatMap((list) => list.map(({ id }) => id));
    expect(sorted(Object.keys(contributes.views))).toEqual(sorted(containers));
    const named = contributes.viewsWelcome.map(({ view }) => view);
    expect(named.filter((view) => !(Object.values(VIEWS) as string[]).includes(view))).toEqual([]);
  });
});

describe('conditions', () => {
  it('read context keys and views of ours that exist, and every key of ours is read', () => {
    const ours = whens.flatMap((when) => when.match(/\blakehouse\.\w+/g) ?? []);
    const known: readonly string[] = [...Object.values(CONTEXT), ...Object.values(VIEWS)];
    expect(ours.filter((name) => !known.includes(name))).toEqual([]);
    expect(Object.values(CONTEXT).filter((name) => !ours.includes(name))).toEqual([]);
    expect(Object.keys(CONTEXT).filter((name) => !sources.includes(`'setContext', CONTEXT.${name}`))).toEqual([]);
  });

  it('of tree items look for words that tree items have', () => {
    const rendering = ['explorer', 'history-log']
      .map((folder) => readFileSync(join(ROOT, 'client/src', folder, 'render.ts'), 'utf8'))
      .join('\n');
    const words = menus.flatMap(({ when }) => [...(when ?? '').matchAll(/viewItem (?:=~ \/\\b(\w+)|== (\w+))/g)]);
    const wanted = words.map(([, pattern, plain]) => pattern ?? plain ?? '');
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((word) => !new RegExp(`context: .*\\b${word}\\b`).test(rendering))).toEqual([]);
  });

  it('know the languages the code works on', () => {
    const named = whens.flatMap((when) =>
      [...when.matchAll(/(?:editor|resource)LangId == ([\w-]+)/g)].map(([, id]) => id ?? ''),
    );
    expect(sorted(named)).toEqual(sorted(LANGUAGES));
  });
});

describe('notebooks', () => {
  it('are those the code reads, runs and shows', () => {
    expect(contributes.notebooks.map(({ type }) => type)).toEqual([NOTEBOOK, SCRIPT_NOTEBOOK]);
    for (const type of [NOTEBOOK, SCRIPT_NOTEBOOK]) expect(manifest.activationEvents).toContain(`onNotebook:${type}`);
    const [renderer, ...others] = contributes.notebookRenderer;
    expect(others).toEqual([]);
    expect(renderer?.id).toBe(RENDERER);
    expect(sorted(renderer?.mimeTypes ?? [])).toEqual(sorted(Object.values(MIME)));
    expect(webviewNames.map((name) => `./dist/webview/${name}.js`)).toContain(renderer?.entrypoint);
  });
});

describe('files', () => {
  it('named by the manifest are there', () => {
    const containers = Object.values(contributes.viewsContainers).flat();
    const paths = [
      ...contributes.languages.map(({ configuration }) => configuration),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.jsonValidation.map(({ url }) => url),
      ...[...containers, ...Object.values(contributes.views).flat()].map(({ icon }) => icon),
    ];
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('hold the grammars the manifest says they hold', () => {
    for (const { scopeName, path } of contributes.grammars) {
      expect((readJson(path) as { scopeName: string }).scopeName).toBe(scopeName);
    }
  });

  it('of the configuration are validated and start the extension', () => {
    expect(contributes.jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual([`/${CONFIG_FILE}`]);
    expect(manifest.activationEvents).toContain(`workspaceContains:${CONFIG_FILE}`);
  });
});
