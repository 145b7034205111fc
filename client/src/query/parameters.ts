/** Asks for the values of `:name` and `?`: a form of rows, each with its value and type, remembered in the workspace. */
import * as vscode from 'vscode';
import type { ParameterSet } from '../../../lakehouse/src/config';
import type { StatementParameters } from '../../../lakehouse/src/spark/types';
import type { Effect } from '../../../server/src/protocol';
import {
  PARAMETER_TYPES,
  TYPE_WORDS,
  guessType,
  isParameterValue,
  literalOf,
  problemOf,
  valuesOf,
  type ParameterType,
  type ParameterValue,
} from './parameter-values';

const REMEMBERED = 'lakehouse.parameters';

interface Row extends vscode.QuickPickItem {
  readonly does: 'run' | 'edit' | 'set' | 'none';
  readonly name: string;
}

type Sets = Readonly<Record<string, ParameterSet>>;

export class ParameterForm {
  constructor(
    private readonly memory: vscode.Memento,
    /** The sets of `lakehouse.json`. */
    private readonly sets: () => Promise<Sets>,
  ) {}

  /**
   * The parameters of each statement, asked for once for all of them; undefined for a statement that has none. Undefined
   * altogether when the form was left.
   */
  async ask(effects: readonly Effect[]): Promise<readonly (StatementParameters | undefined)[] | undefined> {
    const names = [...new Set(effects.flatMap(({ parameters }) => namesOf(parameters)))];
    if (names.length === 0) return effects.map(() => undefined);
    const remembered = this.memory.get<unknown>(REMEMBERED);
    const values = new Map<string, ParameterValue>();
    for (const name of names) {
      const value = (remembered as Readonly<Record<string, unknown>> | undefined)?.[name];
      if (isParameterValue(value)) values.set(name, value);
    }
    if (!(await this.fill(names, values, await this.sets()))) return undefined;
    await this.memory.update(REMEMBERED, { ...(remembered as object | undefined), ...Object.fromEntries(values) });
    const literal = (name: string): string => literalOf(values.get(name) ?? { type: 'null', text: '' });
    return effects.map(({ parameters }) => {
      const own = namesOf(parameters);
      if (own.length === 0) return undefined;
      return parameters.positional > 0
        ? { positional: own.map(literal) }
        : { named: Object.fromEntries(own.map((name) => [name, literal(name)])) };
    });
  }

  /** True once every parameter has a value and the user wants to run. */
  private async fill(names: readonly string[], values: Map<string, ParameterValue>, sets: Sets): Promise<boolean> {
    for (;;) {
      const missing = names.filter((name) => !values.has(name));
      const picked = await pickRow(names, values, sets);
      if (picked === undefined) return false;
      if (picked.does === 'run') {
        const [next] = missing;
        if (next === undefined) return true;
        await edit(next, values);
      } else if (picked.does === 'edit') await edit(picked.name, values);
      else if (picked.does === 'set') {
        for (const [name, value] of Object.entries(valuesOf(sets[picked.name] ?? {}))) {
          if (names.includes(name)) values.set(name, value);
        }
      }
    }
  }
}

/** Positional ones are called by their place. */
function namesOf({ named, positional }: Effect['parameters']): readonly string[] {
  return positional > 0 ? Array.from({ length: positional }, (_, index) => `? ${index + 1}`) : named;
}

async function pickRow(
  names: readonly string[],
  values: ReadonlyMap<string, ParameterValue>,
  sets: Sets,
): Promise<Row | undefined> {
  const missing = names.filter((name) => !values.has(name)).length;
  const run: Row = {
    does: 'run',
    name: '',
    label: missing === 0 ? '$(play) Run with these values' : '$(edit) Fill in the next value',
    description: missing === 0 ? undefined : `${missing} missing`,
  };
  const rows = names.map((name): Row => {
    const value = values.get(name);
    const label = name.startsWith('?') ? name : `:${name}`;
    return { does: 'edit', name, label, description: value === undefined ? 'no value yet' : shown(value) };
  });
  const fitting = Object.entries(sets).filter(([, set]) => Object.keys(set).some((name) => names.includes(name)));
  const separator: Row = { does: 'none', name: '', label: 'lakehouse.json', kind: vscode.QuickPickItemKind.Separator };
  const offered = fitting.map(([name, set]): Row => {
    const description = Object.entries(valuesOf(set)).map(([key, value]) => `${key} = ${shown(value)}`);
    return { does: 'set', name, label: `$(list-selection) ${name}`, description: description.join(', ') };
  });
  return vscode.window.showQuickPick([run, ...rows, ...(offered.length > 0 ? [separator, ...offered] : [])], {
    title: 'Parameters',
    placeHolder: 'Enter runs; pick a parameter to change its value',
    ignoreFocusOut: true,
  });
}

function shown({ type, text }: ParameterValue): string {
  return type === 'null' ? 'NULL' : `${text}  (${type})`;
}

/** Asks for one value; its type is guessed from what is typed until one is chosen by the button. */
async function edit(name: string, values: Map<string, ParameterValue>): Promise<void> {
  const before = values.get(name);
  const input = vscode.window.createInputBox();
  const typeButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('symbol-type-parameter'),
    tooltip: 'Choose the type',
  };
  let chosen: ParameterType | undefined = before?.type;
  const value = (): ParameterValue => ({ type: chosen ?? guessType(input.value), text: input.value });
  const refresh = (): void => {
    input.prompt = `${value().type}: ${TYPE_WORDS[value().type]}`;
    input.validationMessage = problemOf(value());
  };
  input.title = name.startsWith('?') ? `Value of ${name}` : `Value of :${name}`;
  input.value = before?.text ?? '';
  input.buttons = [typeButton];
  input.ignoreFocusOut = true;
  refresh();
  let choosing = false;
  await new Promise<void>((resolve) => {
    input.onDidChangeValue(refresh);
    input.onDidAccept(() => {
      if (problemOf(value()) !== undefined) return;
      values.set(name, value());
      input.hide();
    });
    input.onDidTriggerButton(() => {
      choosing = true;
      void pickType(value().type).then((type) => {
        choosing = false;
        chosen = type ?? chosen;
        refresh();
        input.show();
      });
    });
    input.onDidHide(() => {
      if (!choosing) resolve();
    });
    input.show();
  });
  input.dispose();
}

async function pickType(current: ParameterType): Promise<ParameterType | undefined> {
  const items = PARAMETER_TYPES.map((type) => ({
    label: type,
    description: TYPE_WORDS[type],
    picked: type === current,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Type', ignoreFocusOut: true });
  return PARAMETER_TYPES.find((type) => type === picked?.label);
}
