import * as vscode from 'vscode';
import type { ErrorUi } from './errors-ui';
import type { CommandId } from './ids';

export type Handler = (...args: readonly unknown[]) => unknown;

/** The one way into our code from VS Code: what a handler throws is logged and shown, and never goes unhandled. */
export class Runner {
  constructor(private readonly errors: ErrorUi) {}

  /** Runs `work`; resolves with its value, or with undefined once its error has been shown. Never rejects. */
  async run<T>(what: string, work: () => T | PromiseLike<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.errors.show(error, what);
      return undefined;
    }
  }

  /** As `run`, for callers that cannot wait, such as event listeners. */
  start(what: string, work: () => unknown): void {
    void this.run(what, work);
  }

  /** An event listener made safe. */
  listener<E>(what: string, handle: (event: E) => unknown): (event: E) => void {
    return (event) => this.start(what, () => handle(event));
  }

  /** Registers a handler for every command: a command without one does not compile. */
  commands(handlers: Readonly<Record<CommandId, Handler>>): vscode.Disposable {
    const registered = Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) => this.run(id, () => handler(...args))),
    );
    return vscode.Disposable.from(...registered);
  }
}
