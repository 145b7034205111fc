/** A menu at a point: arrow keys, Enter and Escape, as VS Code's own. */
import { el } from '../shared/dom';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  /** A line above it. */
  readonly apart?: boolean;
  readonly checked?: boolean;
}

let close: (() => void) | null = null;

/** Opens a menu with its corner at a point of the page; whatever is open closes. `closed` gives the focus back. */
export function openMenu(label: string, items: readonly MenuItem[], x: number, y: number, closed: () => void): void {
  close?.();
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label });
  const end = (): void => {
    close = null;
    document.removeEventListener('mousedown', outside, true);
    window.removeEventListener('blur', end);
    menu.remove();
  };
  const outside = (event: MouseEvent): void => {
    if (!menu.contains(event.target as Node)) end();
  };
  for (const item of items) {
    const row = el(
      'div',
      {
        class: item.apart ? 'item apart' : 'item',
        role: item.checked === undefined ? 'menuitem' : 'menuitemcheckbox',
        'aria-checked': item.checked === undefined ? undefined : String(item.checked),
        tabindex: '-1',
      },
      item.label,
    );
    row.addEventListener('mouseenter', () => row.focus());
    row.addEventListener('click', () => {
      end();
      closed();
      item.run();
    });
    menu.append(row);
  }
  menu.addEventListener('keydown', (event) => {
    const rows = [...menu.querySelectorAll<HTMLElement>('.item')];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (target !== undefined) rows[(target + rows.length) % rows.length]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') (document.activeElement as HTMLElement).click();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      end();
      closed();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(0, Math.min(x, window.innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(0, Math.min(y, window.innerHeight - height - 4))}px`;
  document.addEventListener('mousedown', outside, true);
  window.addEventListener('blur', end);
  close = end;
  menu.querySelector<HTMLElement>('.item')?.focus();
}
