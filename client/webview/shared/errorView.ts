/** An error as the user sees it: what failed, where, the next step, and the technical cause one click away. */
import type { ErrorData } from '../../../lakehouse/src/errors';
import { button, el } from './dom';

export interface ErrorActions {
  /** Shows the position in the editor; without it the position is plain text. */
  readonly reveal?: () => void;
  readonly nextStep: (command: string, args: readonly unknown[]) => void;
}

/** An `alert` element for an error. All of its texts are outside text and become text nodes. */
export function errorView(error: ErrorData, actions: ErrorActions): HTMLElement {
  const { condition, sqlState, position, nextStep, detail } = error;
  const heading = el('div', { class: 'heading' }, el('span', { class: 'code' }, condition ?? error.code));
  if (sqlState !== undefined) heading.append(el('span', { class: 'sqlstate' }, `SQLSTATE ${sqlState}`));

  const row = el('div', { class: 'actions' });
  if (position !== undefined) {
    const where = `Line ${position.line}, column ${position.col}`;
    const { reveal } = actions;
    row.append(
      reveal === undefined
        ? el('span', {}, where)
        : button(where, reveal, { class: 'link', title: 'Show in the editor' }),
    );
  }
  if (nextStep !== undefined) {
    const { command, args = [] } = nextStep;
    row.append(
      command === undefined
        ? el('span', { class: 'step' }, nextStep.label)
        : button(nextStep.label, () => actions.nextStep(command, args)),
    );
  }
  const view = el(
    'div',
    { class: 'error', role: 'alert' },
    heading,
    el('div', { class: 'message' }, error.message),
    row,
  );
  if (detail !== undefined && detail !== '') {
    const trace = el('pre', { class: 'trace', tabindex: '0' }, detail);
    trace.hidden = true;
    const toggle = button(
      'Show stack trace',
      () => {
        trace.hidden = !trace.hidden;
        toggle.textContent = trace.hidden ? 'Show stack trace' : 'Hide stack trace';
        toggle.setAttribute('aria-expanded', String(!trace.hidden));
      },
      { class: 'link', 'aria-expanded': 'false' },
    );
    row.append(toggle);
    view.append(trace);
  }
  return view;
}
