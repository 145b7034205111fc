/** Spark's error texts: the part for people, and the rest. */

/**
 * Spark's message without what follows it: the plan, the statement with its marks, the place (which errors carry as
 * data), and stack traces.
 */
export function shortMessage(text: string): string {
  let short = text.trim();
  for (const end of [
    /\n\s*== SQL/,
    /\n\s*at [\w$.]+\(/,
    /\n\s*(?:JVM|Driver) stacktrace:/,
    /\n\s*Caused by: /,
    /;? line \d+ pos \d+;?(?:\n|$)/,
    /\s*\(line \d+, pos \d+\)/,
    /;\n'?[A-Z+]/,
  ]) {
    const match = end.exec(short);
    if (match) short = short.slice(0, match.index);
  }
  return short.replace(/[;\s]+$/, '');
}

/** The condition and message at the end of `Job aborted due to stage failure: …`, when it names one. */
export function innermost(text: string): string {
  const start = /^(?:Job aborted due to stage failure|.*SparkException: Job aborted)/.test(text)
    ? /\b[\w.$]+(?:Exception|Error): (?=\[[A-Z][A-Z0-9_.]+\] )/.exec(text)
    : null;
  return start ? text.slice(start.index + start[0].length) : text;
}

interface StackElement {
  readonly declaringClass: string;
  readonly methodName: string;
  readonly fileName?: string;
  readonly lineNumber: number;
}

interface ServerError {
  readonly errorTypeHierarchy: readonly string[];
  readonly message: string;
  readonly stackTrace: readonly StackElement[];
  readonly causeIdx?: number;
}

/** What the server told of an error and its causes, as Java prints it. */
export function stackTraceText(errors: readonly ServerError[], rootIndex: number | undefined): string {
  const parts: string[] = [];
  const seen = new Set<number>();
  for (let index = rootIndex; index !== undefined && !seen.has(index); index = errors[index]?.causeIdx) {
    seen.add(index);
    const error = errors[index];
    if (!error) break;
    const frames = error.stackTrace.map(
      ({ declaringClass, methodName, fileName, lineNumber }) =>
        `\tat ${declaringClass}.${methodName}(${fileName ?? 'Unknown Source'}${lineNumber > 0 ? `:${lineNumber}` : ''})`,
    );
    const title = `${error.errorTypeHierarchy[0] ?? 'Error'}: ${error.message.trim()}`;
    parts.push([(parts.length === 0 ? '' : 'Caused by: ') + title, ...frames].join('\n'));
  }
  return parts.join('\n');
}
