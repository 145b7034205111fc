/** What is said before a statement deletes or drops something. Knows no VS Code. */
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { Loss } from '../../../server/src/protocol';
import { quoteName } from '../sql-names';
import { ancestors, qualify, rowsText, type Ask } from './table-state';

/** Looking longer than this would hold up who only wants to say yes, in milliseconds. */
const LOOK_MS = 10_000;
/** So many are looked at and named one by one. */
const NAMED = 8;
const LONGEST_CONDITION = 200;

/** The question and what it is about, a line for each loss. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

/** Names what is lost with its rows and current snapshot, as far as the session can tell. CANCELLED when `signal` aborts. */
export async function askAbout(
  session: Ask,
  losses: readonly Loss[],
  connection: string,
  signal: AbortSignal,
): Promise<Question> {
  const lines: string[] = [];
  for (const loss of losses.slice(0, NAMED)) lines.push(await describe(session, loss, signal));
  if (losses.length > NAMED) lines.push(`… and ${losses.length - NAMED} more`);
  const [only] = losses;
  const single = losses.length === 1 && only !== undefined;
  return {
    message: single
      ? `${only.action} on "${connection}"?`
      : `${losses.length} statements delete or drop something on "${connection}".`,
    detail: lines.join('\n\n'),
    button: single ? only.action.replace(/ TABLE …/, '') : 'Run All',
  };
}

async function describe(session: Ask, loss: Loss, signal: AbortSignal): Promise<string> {
  const what = single(`${loss.action} ${quoteName(loss.name)}`);
  const condition = loss.condition === null ? [] : [`where ${cut(single(loss.condition))}`];
  const everything = loss.action === 'DELETE' && loss.condition === null ? ['all rows go'] : [];
  const facts = await look(session, loss, signal);
  return [what, [...condition, ...everything, ...facts].join('; ')].filter((line) => line !== '').join('\n');
}

/** What is there now. What cannot be found out is left out: Spark will say what is wrong with the statement. */
async function look(session: Ask, loss: Loss, signal: AbortSignal): Promise<string[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
  try {
    if (loss.what === 'view') return [];
    if (loss.what === 'namespace') {
      const tables = await session.texts(`SHOW TABLES IN ${quoteName(loss.name)}`, limit);
      return [`${tables.length} ${tables.length === 1 ? 'table' : 'tables'}`];
    }
    const name = await qualify(session, loss.name, limit);
    const full = name.parts.join('.') === loss.name.join('.') ? [] : [`table ${quoteName(name.parts)}`];
    const [current] = await ancestors(session, name, 1, limit);
    if (current === undefined) return [...full, 'no snapshot: the table is empty'];
    const rows = rowsText(current.total);
    const branch = name.branch === 'main' ? '' : ` of branch ${name.branch}`;
    return [
      ...full,
      ...(rows === undefined ? [] : [`${rows} now`]),
      `current snapshot${branch} ${current.id}, ${current.operation} of ${current.committedAt}`,
    ];
  } catch (error) {
    if (signal.aborted) throw LakehouseError.from(error);
    return [];
  }
}

const single = (text: string): string => text.replace(/\s+/g, ' ');
const cut = (text: string): string => (text.length > LONGEST_CONDITION ? `${text.slice(0, LONGEST_CONDITION)}…` : text);
