import {
  type CodeAction as WireAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  TextEdit,
} from 'vscode-languageserver/node';
import { actionsAt, type CodeAction } from '../../features/actions';
import { askWithCatalogs } from '../asking';
import { rangeOf } from '../convert';
import type { OpenDocument } from '../documents';
import type { Host, Provider } from '../provider';
import { safely, signalOf } from '../runner';
import { optionsOf } from './diagnostics';

/** What finds an action again when the editor asks for its edit. */
interface Data {
  readonly uri: string;
  readonly version: number;
  readonly range: Range;
  readonly title: string;
  readonly kind: string;
}

const KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite];

/** Fixes and rewritings. What waits for the catalogs is offered at once, and gets its edit when it is chosen. */
export const codeActions: Provider = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: KINDS, resolveProvider: true } }),
  start(host) {
    host.connection.onCodeAction((params, token) =>
      safely(host.log, 'code actions', null, () => answer(host, params, signalOf(token))),
    );
    host.connection.onCodeActionResolve((action, token) =>
      safely(host.log, 'code action', action, () => resolve(host, action, signalOf(token))),
    );
  },
};

async function answer(host: Host, params: CodeActionParams, signal: AbortSignal): Promise<WireAction[] | null> {
  const { textDocument, range, context } = params;
  const document = host.documents.whole(textDocument.uri);
  if (document === null) return null;
  const canResolve = host.client().textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
  const ask = (picture: Parameters<typeof actionsAt>[3]) => actionsIn(host, document, range, picture);
  const result = canResolve ? ask(host.source.picture(true)) : await askWithCatalogs(host.source, signal, ask, true);
  const isAsked = ({ kind }: CodeAction): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  return (result?.actions ?? [])
    .filter((action) => isAsked(action) && (canResolve || action.changes !== null))
    .map((action) => toAction(document, action, range, context.diagnostics));
}

function actionsIn(host: Host, { sql, text }: OpenDocument, range: Range, picture: Parameters<typeof actionsAt>[3]) {
  return actionsAt(sql, text.offsetAt(range.start), text.offsetAt(range.end), picture, optionsOf(host.settings));
}

function toAction({ text }: OpenDocument, action: CodeAction, range: Range, shown: readonly Diagnostic[]): WireAction {
  const { title, kind, changes, fixes, isPreferred } = action;
  const data: Data = { uri: text.uri, version: text.version, range, title, kind };
  const fixed =
    fixes === undefined
      ? undefined
      : shown.find((one) => isSame(one, fixes.code, rangeOf(text, fixes.start, fixes.end)));
  return {
    title,
    kind,
    ...(fixed === undefined ? {} : { diagnostics: [fixed] }),
    ...(isPreferred === true ? { isPreferred } : {}),
    ...(changes === null ? { data } : { edit: editOf(text, changes) }),
  };
}

const isSame = ({ code, range }: Diagnostic, wanted: string, { start, end }: Range): boolean =>
  code === wanted &&
  range.start.line === start.line &&
  range.start.character === start.character &&
  range.end.line === end.line &&
  range.end.character === end.character;

function editOf(text: OpenDocument['text'], changes: NonNullable<CodeAction['changes']>): WireAction['edit'] {
  return {
    changes: {
      [text.uri]: changes.map(({ start, end, newText }) => TextEdit.replace(rangeOf(text, start, end), newText)),
    },
  };
}

/** The edit of an action that waited for the catalogs; the action as it was where it cannot be had. */
async function resolve(host: Host, action: WireAction, signal: AbortSignal): Promise<WireAction> {
  const data = action.data as Data | undefined;
  const document = data === undefined ? null : host.documents.whole(data.uri);
  if (data === undefined || document?.text.version !== data.version) return action;
  const result = await askWithCatalogs(
    host.source,
    signal,
    (picture) => actionsIn(host, document, data.range, picture),
    true,
  );
  const found = result?.actions.find(
    ({ kind, title, changes }) => kind === data.kind && changes !== null && title.startsWith(data.title),
  );
  if (found?.changes == null) {
    host.connection.window.showInformationMessage(
      `${data.title}: the catalog does not say which columns or snapshots the table has.`,
    );
    return action;
  }
  return { ...action, edit: editOf(document.text, found.changes) };
}
