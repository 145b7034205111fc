import { diagnose } from '../../features/diagnostics';
import type { DiagnosticOptions, DiagnosticSeverity } from '../../features/types';
import { TABLE_DOCUMENT_SCHEME } from '../../protocol';
import { ROUNDS } from '../asking';
import { toDiagnostic } from '../convert';
import { judgedInNotebook, otherCells } from '../notebook';
import type { Host, Provider } from '../provider';
import { pageOf } from '../rule-pages';
import { safely } from '../runner';
import type { SettingsStore } from '../settings';

const DELAY_MS = 60;

/** Diagnostics are pushed: a little after a change, and again when the catalogs know more. */
export const diagnostics: Provider = {
  start(host) {
    const pending = new Map<string, Pending>();
    const schedule = (uri: string): void => {
      stop(pending.get(uri));
      const loading = new AbortController();
      const timer = setTimeout(() => {
        void safely(host.log, 'diagnostics', undefined, () => publish(host, uri, loading.signal));
      }, DELAY_MS);
      pending.set(uri, { timer, loading });
    };
    const scheduleAll = (): void => {
      for (const { text } of host.documents.all()) schedule(text.uri);
    };
    host.documents.onChanged(({ text }) => {
      schedule(text.uri);
      for (const other of otherCells(host.documents, text.uri)) schedule(other.text.uri);
    });
    host.onCatalogChanged(scheduleAll);
    host.settings.onChanged(scheduleAll);
    host.documents.onClosed((uri) => {
      stop(pending.get(uri));
      pending.delete(uri);
      void safely(host.log, 'diagnostics', undefined, () => host.connection.sendDiagnostics({ uri, diagnostics: [] }));
    });
  },
};

interface Pending {
  readonly timer: NodeJS.Timeout;
  readonly loading: AbortController;
}

function stop(pending: Pending | undefined): void {
  clearTimeout(pending?.timer);
  pending?.loading.abort();
}

async function publish(host: Host, uri: string, signal: AbortSignal): Promise<void> {
  const { connection, documents, source, settings, client } = host;
  const document = documents.get(uri);
  // What stands in a definition document is the catalog's, and nobody can change it there.
  if (document === null || uri.startsWith(`${TABLE_DOCUMENT_SCHEME}:`)) return;
  const { version } = document.text;
  const hasLinks = client().textDocument?.publishDiagnostics?.codeDescriptionSupport === true;
  for (let round = 0; round < ROUNDS; round++) {
    const { diagnostics: faults, wanted, restsOn } = diagnose(document.sql, source.picture(true), optionsOf(settings));
    const judged = judgedInNotebook(documents, document, faults);
    const found = judged.map((fault) => toDiagnostic(document.text, fault, hasLinks ? pageOf(fault.code) : null));
    await connection.sendDiagnostics({ uri, version, diagnostics: found });
    // What an alarm rests on is loaded again if it is old: nobody is to read for long what has been put right elsewhere.
    const load = [...wanted, ...restsOn];
    if (load.length === 0 || !(await source.load(load, signal))) return;
    if (signal.aborted || documents.get(uri)?.text.version !== version) return;
  }
}

const LEVELS: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);

/** `lakehouse.diagnostics.severity`; what is no code or no severity in it is passed over. */
export function optionsOf(settings: SettingsStore): DiagnosticOptions {
  const given = settings.get('diagnostics.severity');
  if (typeof given !== 'object' || given === null) return {};
  const isLevel = (entry: [string, unknown]): entry is [string, DiagnosticSeverity | 'off'] => LEVELS.has(entry[1]);
  return { severities: Object.fromEntries(Object.entries(given).filter(isLevel)) };
}
