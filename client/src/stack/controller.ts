import * as vscode from 'vscode';
import type { StackRuntimeName } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ServiceName, ServiceStatus, StackRuntime, StackStatus } from '../../../lakehouse/src/stack/types';
import type { OpenOptions, OpenRuntime } from './open';
import { diedSince } from './status-view';

/** How often a service's state is asked for, in milliseconds: while it runs, while it starts, while it does not run. */
const POLL = { running: 5_000, busy: 1_500, stopped: 15_000 };

/** A change under way: of the whole stack, or of some services while the others go on. */
interface Change {
  readonly state: 'starting' | 'stopping';
  readonly services?: readonly ServiceName[];
}

/**
 * Knows the state of the stack and changes it, one change at a time. The services outlive the editor and may be started
 * or stopped by the command line, so the state is asked for, sparsely, and only while the window has the focus.
 */
export class StackController implements vscode.Disposable {
  private current: StackStatus | null = null;
  private busy: Change | null = null;
  private watched: { readonly name: StackRuntimeName; readonly runtime: Promise<StackRuntime> } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: Promise<void> | undefined;
  private watching = false;
  private readonly changed = new vscode.EventEmitter<StackStatus | null>();
  private readonly died = new vscode.EventEmitter<readonly ServiceStatus[]>();
  private readonly focus: vscode.Disposable;

  readonly onDidChange = this.changed.event;
  /** Services that ran and do so no more, though nobody stopped them. */
  readonly onDidDie = this.died.event;

  constructor(
    private readonly open: OpenRuntime,
    private readonly runtimeName: () => StackRuntimeName,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.focus = vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && this.watching) this.schedule(0);
    });
  }

  /** The last known state; while a change is under way, that. */
  get status(): StackStatus | null {
    if (this.current === null || this.busy === null) return this.current;
    const { state, services: changing } = this.busy;
    if (changing === undefined) return { ...this.current, state };
    const services = this.current.services.map((service) =>
      changing.includes(service.name) ? { ...service, state, error: null } : service,
    );
    return { ...this.current, state: 'degraded', services };
  }

  /** Begins to ask for the state, now and from time to time. */
  watch(): void {
    if (this.watching) return;
    this.watching = true;
    this.schedule(0);
  }

  /** Asks for the state now; resolves once it is known. Failures are logged: the next ask may succeed. */
  async refresh(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    await this.asking;
  }

  /** Starts all services, or those named. */
  async start(options: OpenOptions, services?: readonly ServiceName[]): Promise<void> {
    await this.change({ state: 'starting', services }, options, async (runtime) => {
      await runtime.prepare();
      return runtime.start(services === undefined ? { sample: true } : { services });
    });
  }

  async stop(options: OpenOptions): Promise<void> {
    await this.change({ state: 'stopping' }, options, (runtime) => runtime.stop());
  }

  /** Stops and deletes the stack's data; the caller has asked the user. */
  async reset(options: OpenOptions): Promise<void> {
    await this.change({ state: 'stopping' }, options, async (runtime) => {
      await runtime.reset();
      return runtime.status();
    });
  }

  async logs(service: ServiceName, lines: number): Promise<string> {
    return (await this.runtime()).logs(service, lines);
  }

  private async change(
    busy: Change,
    options: OpenOptions,
    work: (runtime: StackRuntime) => Promise<StackStatus>,
  ): Promise<void> {
    if (this.busy !== null) throw new LakehouseError('STACK_BUSY', `The lakehouse is ${this.busy.state} already`);
    this.busy = busy;
    this.changed.fire(this.status);
    this.schedule(POLL.busy);
    try {
      const runtime = await this.open(this.runtimeName(), options);
      const status = await work(runtime);
      await this.asking;
      this.current = status;
    } finally {
      this.busy = null;
      await this.refresh();
      this.changed.fire(this.status);
      this.schedule();
    }
  }

  /** The runtime that is only asked, kept while the wanted one stays the same. */
  private runtime(): Promise<StackRuntime> {
    const name = this.runtimeName();
    if (this.watched?.name !== name) {
      const runtime = this.open(name, {});
      this.watched = { name, runtime };
      runtime.catch(() => (this.watched = undefined));
    }
    return this.watched.runtime;
  }

  private async ask(): Promise<void> {
    try {
      const status = await (await this.runtime()).status();
      const before = this.current;
      this.current = status;
      if (JSON.stringify(before) !== JSON.stringify(status)) this.changed.fire(this.status);
      const died = this.busy === null ? diedSince(before, status) : [];
      if (died.length > 0) this.died.fire(died);
    } catch (error) {
      this.log.warn(`stack status: ${LakehouseError.from(error).message}`);
    }
  }

  private schedule(delay = this.delay()): void {
    clearTimeout(this.timer);
    if (!this.watching) return;
    this.timer = setTimeout(() => {
      if (!vscode.window.state.focused && this.busy === null) return;
      void this.refresh().then(() => this.schedule());
    }, delay);
  }

  private delay(): number {
    if (this.busy !== null || this.current?.state === 'starting') return POLL.busy;
    return this.current === null || this.current.state === 'stopped' ? POLL.stopped : POLL.running;
  }

  dispose(): void {
    this.watching = false;
    clearTimeout(this.timer);
    vscode.Disposable.from(this.changed, this.died, this.focus).dispose();
  }
}
