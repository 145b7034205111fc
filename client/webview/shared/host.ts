/** The one place that talks to the extension: typed messages out, messages in, small state kept by VS Code. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host<Outbound, State> {
  post(message: Outbound): void;
  readState(): Partial<State>;
  writeState(state: State): void;
}

/**
 * Connects to the extension. `receive` gets every message; what it throws is shown by `onFault`, as is any promise
 * nobody awaited, so that a fault in one message never silences the next.
 */
export function connect<Inbound, Outbound, State extends object>(
  receive: (message: Inbound) => void,
  onFault: (text: string) => void,
): Host<Outbound, State> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<Inbound>) => {
    try {
      receive(event.data);
    } catch (thrown) {
      onFault(faultText(thrown));
    }
  });
  window.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    onFault(faultText(event.reason));
  });
  return {
    post: (message) => api.postMessage(message),
    readState: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : {};
    },
    writeState: (state) => api.setState(state),
  };
}

export function faultText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Starts work nobody waits for; its failure goes to `onFault`. */
export function detach(work: Promise<unknown>, onFault: (text: string) => void): void {
  work.catch((thrown: unknown) => onFault(faultText(thrown)));
}
