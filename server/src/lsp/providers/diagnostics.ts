import { diagnose } from '../../features/diagnostics';
import { ROUNDS } from '../asking';
import { toDiagnostic } from '../convert';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';

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
    host.documents.onChanged(({ text }) => schedule(text.uri));
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

async function publish({ connection, documents, source }: Host, uri: string, signal: AbortSignal): Promise<void> {
  const document = documents.get(uri);
  if (document === null) return;
  const { version } = document.text;
  for (let round = 0; round < ROUNDS; round++) {
    const result = diagnose(document.sql, source.picture(true));
    const found = result.diagnostics.map((fault) => toDiagnostic(document.text, fault));
    await connection.sendDiagnostics({ uri, version, diagnostics: found });
    if (result.wanted.length === 0 || !(await source.load(result.wanted, signal))) return;
    if (signal.aborted || documents.get(uri)?.text.version !== version) return;
  }
}
