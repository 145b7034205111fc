import { functions, type SqlFunction, tableFunctions } from '../sql/language/functions';
import { functionText } from './function-text';
import { type Offer, RANK } from './offers';

/** Functions that give a time to read a table at. */
const TIME_FUNCTIONS = new Set(
  'current_date current_timestamp date_add date_sub date_trunc now timestamp_micros timestamp_millis to_date to_timestamp'.split(
    ' ',
  ),
);

const made = new Map<string, readonly Offer[]>();

/** Built-in functions of a version of Spark; table functions, or those that give a value. */
export function functionOffers(table: boolean, sparkVersion: string): readonly Offer[] {
  const key = `${String(table)} ${sparkVersion}`;
  let offers = made.get(key);
  if (offers === undefined) {
    offers = (table ? tableFunctions : functions).filter(({ since }) => since <= sparkVersion).map(functionOffer);
    made.set(key, offers);
  }
  return offers;
}

function functionOffer(one: SqlFunction): Offer {
  const hasArguments = !one.signature.endsWith('()');
  return {
    label: one.name,
    kind: 'function',
    insert: one.name,
    detail: one.signature,
    documentation: () => functionText(one),
    rank: RANK.function,
    snippet: hasArguments ? `${one.name}($0)` : `${one.name}()$0`,
    next: hasArguments ? 'parameters' : undefined,
  };
}

/** What a TIMESTAMP AS OF can be computed with. */
export const timeFunctionOffers = (): Offer[] =>
  functionOffers(false, '4.0').filter(({ label }) => TIME_FUNCTIONS.has(label));
