import { type CallAt, callsAround } from '../sql/call-at';
import { caretAt } from '../sql/caret';
import type { SqlDocument } from '../sql/document';
import { functionNamed, type SqlFunction } from '../sql/language/functions';
import { parameterWords } from '../sql/language/parameters';
import { parameterText, type Procedure, procedureNamed, transformNamed } from '../sql/language/procedures';
import { sameName } from '../sql/names';
import { functionText } from './function-text';
import { escapeText } from './markdown';
import type { SignatureResult } from './types';

interface Parameter {
  /** As the label shows it. */
  readonly text: string;
  /** What a named argument calls it. */
  readonly name: string;
  readonly documentation: string;
  /** It and what follows it may come again. */
  readonly repeats: boolean;
}

/** The function or procedure whose arguments an offset is among, the innermost that is known; null outside of any. */
export function signatureHelp(document: SqlDocument, offset: number): SignatureResult | null {
  const place = caretAt(document, offset);
  if (place === null) return null;
  const isDefinition = /^(?:create|alter|replace)$/i.test(/^\w+/.exec(place.tokens.text)?.[0] ?? '');
  for (const call of callsAround(place.tokens, offset - place.base)) {
    const found = describe(call, isDefinition);
    if (found !== null) return found;
    // Parentheses of a query end the call around it.
    if (call.name.length === 0 && /^\s*(?:SELECT|WITH|FROM|VALUES)\b/i.test(call.args[0]?.text ?? '')) return null;
  }
  return null;
}

function describe(call: CallAt, isDefinition: boolean): SignatureResult | null {
  const last = call.name.at(-1) ?? '';
  if (call.procedure) {
    const procedure = procedureNamed(last);
    return procedure === null ? null : shown(procedure.name, ofProcedure(procedure), escapeText(procedure.what), call);
  }
  if (call.name.length !== 1) return null;
  const transform = isDefinition ? transformNamed(last) : null;
  if (transform !== null) return shown(transform.name, ofList(transform.signature), escapeText(transform.what), call);
  const known = functionNamed(last);
  return known === null ? null : shown(known.name, ofFunction(known), functionText(known), call);
}

function ofProcedure({ parameters }: Procedure): Parameter[] {
  return parameters.map((one) => ({
    text: parameterText(one),
    name: one.name,
    documentation: `${escapeText(one.what)}${one.optional ? '\n\nMay be left out' : ''}`,
    repeats: false,
  }));
}

const ofFunction = ({ name, signature }: SqlFunction): Parameter[] =>
  ofList(signature).map((one) => ({ ...one, documentation: escapeText(parameterWords(name, one.name)) }));

/** The parameters in a signature's parentheses. */
function ofList(signature: string): Parameter[] {
  const list = signature.slice(signature.indexOf('(') + 1, -1);
  const texts = list === '' ? [] : list.split(', ');
  return texts.map((text, i) => ({
    text,
    name: text,
    documentation: '',
    repeats: text === '…' || texts[i + 1] === '…',
  }));
}

function shown(
  name: string,
  parameters: readonly Parameter[],
  documentation: string,
  { args, active }: CallAt,
): SignatureResult {
  let label = `${name}(`;
  const places = parameters.map(({ text, documentation: words }, i) => {
    if (i > 0) label += ', ';
    const start = label.length;
    label += text;
    return { label: [start, label.length] as const, documentation: words };
  });
  const given = args[active]?.name ?? null;
  const index =
    given === null ? byPosition(parameters, active) : parameters.findIndex((one) => sameName(one.name, given));
  return { label: `${label})`, documentation, parameters: places, active: index < 0 ? null : index };
}

/** `struct(expr, …)`: from the dots on, arguments come round again; `decode(expr, search, result, …, default)` as well. */
function byPosition(parameters: readonly Parameter[], active: number): number {
  const dots = parameters.findIndex(({ text }) => text === '…');
  if (dots >= 0 && active >= dots) return dots;
  return active < parameters.length ? active : -1;
}
