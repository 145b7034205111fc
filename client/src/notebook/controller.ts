/** Runs the cells of a notebook one after another, in the order they were asked for. */
import * as vscode from 'vscode';
import type { Connections } from '../connections';
import type { Runner } from '../runner';
import { CELL_LANGUAGE, NOTEBOOK, SCRIPT_NOTEBOOK } from './cells';
import { type CellDependencies, CellRun } from './run-cell';

/** What waits or runs in one notebook. */
interface Queue {
  tail: Promise<void>;
  abort: AbortController;
  /** Of the last cell that ran. */
  order: number;
}

export class NotebookControllers implements vscode.Disposable {
  private readonly queues = new WeakMap<vscode.NotebookDocument, Queue>();
  private readonly aborts = new Set<AbortController>();
  private readonly controllers: readonly vscode.NotebookController[];
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly parts: CellDependencies,
    private readonly connections: Connections,
    private readonly runner: Runner,
  ) {
    this.controllers = [NOTEBOOK, SCRIPT_NOTEBOOK].map((type) => this.create(type));
    this.subscriptions = [
      connections.onDidChange(() => this.describe()),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.queues.get(notebook)?.abort.abort()),
    ];
    this.describe();
  }

  private create(type: string): vscode.NotebookController {
    const controller = vscode.notebooks.createNotebookController(`${type}-spark`, type, 'Spark SQL');
    controller.supportedLanguages = [CELL_LANGUAGE, 'sql'];
    controller.supportsExecutionOrder = true;
    controller.executeHandler = (cells, notebook) => this.execute(controller, cells, notebook);
    controller.interruptHandler = (notebook) => this.interrupt(notebook);
    return controller;
  }

  /** The kernel's name says which connection runs the cells. */
  private describe(): void {
    const name = this.connections.activeName();
    for (const controller of this.controllers) controller.description = name === null ? 'no connection' : `on ${name}`;
  }

  /** Resolves when the cells are done. Cells that are asked for meanwhile wait; an error takes those of its own request along. */
  private async execute(
    controller: vscode.NotebookController,
    cells: readonly vscode.NotebookCell[],
    notebook: vscode.NotebookDocument,
  ): Promise<void> {
    const queue = this.queueOf(notebook);
    const { abort } = queue;
    const executions = cells.map((cell) => ({ cell, execution: controller.createNotebookCellExecution(cell) }));
    const before = queue.tail;
    const work = this.runner.run('notebook', async () => {
      await before;
      let going = true;
      for (const { cell, execution } of executions) {
        going = going && !abort.signal.aborted;
        if (going) going = await this.runCell(queue, cell, execution, abort.signal);
        else execution.end(undefined);
      }
    });
    queue.tail = work.then(() => undefined);
    await queue.tail;
  }

  private async runCell(
    queue: Queue,
    cell: vscode.NotebookCell,
    execution: vscode.NotebookCellExecution,
    signal: AbortSignal,
  ): Promise<boolean> {
    // A cell deleted while it waited is not run, and does not stop the others.
    if (cell.document.isClosed || cell.index < 0) {
      execution.end(undefined);
      return true;
    }
    execution.executionOrder = ++queue.order;
    execution.start(Date.now());
    let succeeded = false;
    try {
      succeeded = await new CellRun(this.parts, cell, execution, signal).run();
    } finally {
      execution.end(succeeded, Date.now());
    }
    return succeeded;
  }

  /** Ends what runs, on the server too, and forgets what waits. */
  private async interrupt(notebook: vscode.NotebookDocument): Promise<void> {
    const queue = this.queues.get(notebook);
    if (queue === undefined) return;
    queue.abort.abort();
    this.aborts.delete(queue.abort);
    queue.abort = this.newAbort();
    await queue.tail;
  }

  private queueOf(notebook: vscode.NotebookDocument): Queue {
    let queue = this.queues.get(notebook);
    if (queue === undefined) {
      queue = { tail: Promise.resolve(), abort: this.newAbort(), order: 0 };
      this.queues.set(notebook, queue);
    }
    return queue;
  }

  private newAbort(): AbortController {
    const abort = new AbortController();
    this.aborts.add(abort);
    return abort;
  }

  dispose(): void {
    for (const abort of this.aborts) abort.abort();
    vscode.Disposable.from(...this.subscriptions, ...this.controllers).dispose();
  }
}
