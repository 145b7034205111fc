import * as vscode from 'vscode';
import { COMMANDS } from '../ids';

/** A statement that is done sooner, in milliseconds, is not worth a notification. */
const QUIET_MS = 1_500;
/** The status bar and the notification change at most this often, in milliseconds. */
const TICK_MS = 250;

/** How a run is going: a status bar item at once, a notification with cancel when it takes long. */
export class RunProgress implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('lakehouse.query', vscode.StatusBarAlignment.Left, 9);
  private readonly started = Date.now();
  private readonly ticker: ReturnType<typeof setInterval>;
  private readonly notice: ReturnType<typeof setTimeout>;
  private report_: ((text: string) => void) | undefined;
  private end: (() => void) | undefined;
  private index = 0;
  private text = 'Running';

  constructor(
    private readonly count: number,
    private readonly cancel: () => void,
  ) {
    this.item.name = 'Lakehouse Query';
    this.item.command = COMMANDS.cancelQuery;
    this.item.tooltip = 'Click to cancel';
    this.tick();
    this.item.show();
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.notice = setTimeout(() => this.notify(), QUIET_MS);
  }

  statement(index: number): void {
    this.index = index;
    this.text = 'Running';
  }

  report(text: string, fraction: number | null): void {
    this.text = fraction === null ? text : `${text} (${Math.round(fraction * 100)} %)`;
  }

  private tick(): void {
    const seconds = Math.floor((Date.now() - this.started) / 1000);
    const which = this.count > 1 ? `statement ${this.index + 1} of ${this.count}, ` : '';
    this.item.text = `$(sync~spin) Spark: ${which}${seconds} s`;
    this.report_?.(`${which}${this.text}, ${seconds} s`);
  }

  private notify(): void {
    const options = { location: vscode.ProgressLocation.Notification, title: 'Spark', cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(this.cancel);
      this.report_ = (message) => progress.report({ message });
      return new Promise<void>((resolve) => (this.end = resolve));
    });
  }

  dispose(): void {
    clearInterval(this.ticker);
    clearTimeout(this.notice);
    this.end?.();
    this.item.dispose();
  }
}
