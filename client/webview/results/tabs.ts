/** The strip of kept runs above the results. */
import { button, el } from '../shared/dom';
import { sqlTitle } from './text';
import { closeButton } from './pane';
import type { Run } from './run';

export interface TabActions {
  readonly open: (runId: number) => void;
  readonly close: (runId: number) => void;
}

export class Tabs {
  readonly element = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Results' });

  constructor(private readonly actions: TabActions) {
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Draws the strip anew; hidden while there is only one run. */
  refresh(runs: readonly Run[], activeId: number | null): void {
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = runs.length < 2;
    this.element.replaceChildren(
      ...runs.map((run) => {
        const selected = run.id === activeId;
        const tab = button(sqlTitle(run.sql), () => this.actions.open(run.id), {
          role: 'tab',
          id: `tab-${run.id}`,
          title: run.sql,
          'aria-selected': String(selected),
          'aria-controls': `pane-${run.id}`,
          tabindex: selected ? '0' : '-1',
        });
        const box = el('span', { class: selected ? 'tab on' : 'tab', role: 'none' }, tab);
        box.dataset['state'] = run.state.kind;
        box.append(closeButton(`Close result ${run.id}`, () => this.actions.close(run.id)));
        return box;
      }),
    );
    if (focused) this.element.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
    this.element.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const tabs = [...this.element.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    if (event.key === 'Delete' && at >= 0) {
      this.actions.close(idOf(tabs[at]));
    } else if (step !== 0 && tabs.length > 0) {
      event.preventDefault();
      this.actions.open(idOf(tabs[(at + step + tabs.length) % tabs.length]));
    }
  }
}

function idOf(tab: HTMLElement | undefined): number {
  return Number(tab?.id.slice('tab-'.length));
}
