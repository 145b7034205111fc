/** The results panel: takes the extension's messages and keeps the last runs, one pane each. */
import type { ResultsInbound, ResultsOutbound, TransferInbound } from '../messages';
import { el } from '../shared/dom';
import { connect, detach, faultText } from '../shared/host';
import { emptyPage, Pane, type PaneActions } from './pane';
import { Run } from './run';
import { Tabs } from './tabs';
import { Transfers } from './transfer';

/** Runs kept; the oldest finished one goes when one more starts. */
const keep = 10;

interface State {
  readonly activeRunId: number | null;
}

const panes = new Map<number, Pane>();
let activeId: number | null = null;

const welcome = emptyPage();
const stage = el('main', { class: 'stage' }, welcome);
const fault = el('div', { class: 'fault', role: 'alert' });
fault.hidden = true;
const tabs = new Tabs({ open: activate, close });
document.body.replaceChildren(tabs.element, fault, stage);

const host = connect<ResultsInbound | TransferInbound, ResultsOutbound, State>(receive, showFault);
const transfers = new Transfers((message) => host.post(message));

const actions: PaneActions = {
  cancel: (runId) => host.post({ type: 'cancel', runId }),
  rerun: (runId) => host.post({ type: 'rerun', runId }),
  reveal: (runId) => host.post({ type: 'reveal', runId }),
  copy: (text) => host.post({ type: 'copy', text }),
  saveChart: (format, data) => host.post({ type: 'saveChart', format, data }),
  transfer: (type, source) => host.post({ type, ...source }),
  nextStep: (command, args) => host.post({ type: 'nextStep', command, args }),
};

document.addEventListener('copy', (event) => {
  const text = window.getSelection()?.toString() ?? '';
  const pane = activeId === null ? undefined : panes.get(activeId);
  // Text marked in an error or in the cell viewer is copied as the browser does it.
  if (text !== '' || pane === undefined || document.querySelector('dialog[open]') !== null) return;
  try {
    if (pane.copy(event.clipboardData)) event.preventDefault();
  } catch (thrown) {
    pane.say(faultText(thrown));
  }
});

host.post({ type: 'ready' });

function showFault(text: string): void {
  fault.textContent = `Something went wrong in this panel: ${text}`;
  fault.hidden = false;
}

function receive(message: ResultsInbound | TransferInbound): void {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'textStart':
    case 'rowsStart':
      return detach(transfers.start(panes.get(message.runId)?.view, message), showFault);
    case 'transferAck':
      return transfers.acknowledge(message.transferId);
    case 'transferStop':
      return transfers.stop(message.transferId);
    case 'exportShown':
      return exportShown();
    case 'note':
      return panes.get(message.runId)?.say(message.text);
    default:
      return receiveRun(message);
  }
}

function exportShown(): void {
  const source = activeId === null ? undefined : panes.get(activeId)?.source();
  if (source === undefined || source.columnCount === 0) host.post({ type: 'nothingToExport' });
  else actions.transfer('export', source);
}

function receiveRun(message: Exclude<ResultsInbound, { type: 'start' }>): void {
  const pane = panes.get(message.runId);
  // A closed tab's run may still send a last batch or its end.
  if (pane === undefined) return;
  const { run } = pane;
  switch (message.type) {
    case 'progress':
      if (run.state.kind === 'running') run.state = { kind: 'running', text: message.text, fraction: message.fraction };
      break;
    case 'batch':
      appendBatch(pane, message.data, message.rowCount);
      break;
    case 'done':
      run.state = { kind: 'done', elapsedMs: message.elapsedMs };
      break;
    case 'cancelled':
      run.state = { kind: 'cancelled', elapsedMs: message.elapsedMs };
      break;
    case 'error':
      run.state = { kind: 'error', elapsedMs: message.elapsedMs, error: message.error };
      break;
  }
  pane.refresh();
  if (run.state.kind !== 'running') refreshTabs();
}

function start(message: Extract<ResultsInbound, { type: 'start' }>): void {
  panes.get(message.runId)?.dispose();
  panes.delete(message.runId);
  for (const [id, pane] of panes) {
    if (panes.size < keep) break;
    if (pane.run.state.kind !== 'running') remove(id);
  }
  const pane = new Pane(new Run(message.runId, message.sql, message.connection, message.timeZone), actions);
  panes.set(message.runId, pane);
  stage.append(pane.element);
  pane.refresh();
  activate(message.runId);
}

/** Bytes that are no Arrow stream end the run with an error of its own; what came before stays. */
function appendBatch({ run }: Pane, data: Uint8Array, rowCount: number): void {
  try {
    run.append(data, rowCount);
  } catch (thrown) {
    run.state = {
      kind: 'error',
      elapsedMs: run.elapsedMs(),
      error: {
        code: 'INTERNAL',
        message: 'Spark sent rows that cannot be read as Arrow data.',
        detail: faultText(thrown),
        nextStep: { label: 'Show Logs', command: 'lakehouse.showLogs' },
      },
    };
    host.post({ type: 'cancel', runId: run.id });
  }
}

function activate(runId: number): void {
  if (!panes.has(runId)) return;
  activeId = runId;
  for (const [id, pane] of panes) pane.show(id === runId);
  host.writeState({ activeRunId: runId });
  refreshTabs();
}

function close(runId: number): void {
  const pane = panes.get(runId);
  if (pane === undefined) return;
  if (pane.run.state.kind === 'running') actions.cancel(runId);
  remove(runId);
  if (activeId === runId) {
    activeId = null;
    const last = [...panes.keys()].at(-1);
    if (last !== undefined) activate(last);
  }
  refreshTabs();
}

function remove(runId: number): void {
  panes.get(runId)?.dispose();
  panes.delete(runId);
}

function refreshTabs(): void {
  welcome.hidden = panes.size > 0;
  tabs.refresh(
    [...panes.values()].map((pane) => pane.run),
    activeId,
  );
}
