/** The renderer of notebook outputs: results and errors, in the page that VS Code makes for a notebook. */
import { decodePacket } from '../../../lakehouse/src/arrow/packet';
import type { NotebookFailure, NotebookOutbound, NotebookResult } from '../messages';
import { errorView } from '../shared/errorView';
import { faultText } from '../shared/host';
import { el } from '../shared/dom';
import { Output } from './output';
import { adoptStyles } from './styles';

/** The part of VS Code's API for renderers that is used here (`vscode-notebook-renderer`). */
interface RendererContext {
  postMessage?(message: unknown): void;
}
interface OutputItem {
  readonly id: string;
  readonly mime: string;
  data(): Uint8Array;
  json(): unknown;
}

const RESULT = 'application/vnd.lakehouse.result';

export function activate(context: RendererContext) {
  const outputs = new Map<string, Output>();
  const post = (message: NotebookOutbound): void => context.postMessage?.(message);
  adoptStyles();
  document.addEventListener('copy', (event) => {
    // Text marked in an error or in a cell in full is copied as the browser does it.
    if ((window.getSelection()?.toString() ?? '') !== '') return;
    for (const output of outputs.values()) {
      if (!output.copy(event.clipboardData)) continue;
      event.preventDefault();
      return;
    }
  });

  const close = (id: string): void => {
    outputs.get(id)?.dispose();
    outputs.delete(id);
  };

  return {
    renderOutputItem(item: OutputItem, element: HTMLElement): void {
      close(item.id);
      const host = el('div', { class: 'lakehouse-output' });
      host.addEventListener('keydown', keepKey);
      element.replaceChildren(host);
      try {
        if (item.mime !== RESULT) {
          host.append(failureView(item.json() as NotebookFailure, post));
          return;
        }
        const { head, batches } = decodePacket<NotebookResult>(item.data());
        outputs.set(item.id, new Output(host, head, batches, post));
      } catch (thrown) {
        host.replaceChildren(
          el('div', { class: 'fault', role: 'alert' }, `This output cannot be shown: ${faultText(thrown)}`),
        );
      }
    },
    disposeOutputItem(id?: string): void {
      for (const known of id === undefined ? [...outputs.keys()] : [id]) close(known);
    },
  };
}

/** What a page does not stop is a key of the notebook too: Enter edits the cell, an arrow goes to the next. */
function keepKey(event: KeyboardEvent): void {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^(?:Escape|Tab|F\d+)$/.test(event.key);
  if (event.defaultPrevented || plain) event.stopPropagation();
}

function failureView({ error, cell }: NotebookFailure, post: (message: NotebookOutbound) => void): HTMLElement {
  const { position } = error;
  return errorView(error, {
    reveal: position && (() => post({ type: 'reveal', cell, line: position.line, col: position.col })),
    nextStep: (command, args) => post({ type: 'nextStep', command, args }),
  });
}
