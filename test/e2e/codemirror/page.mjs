/** A page with CodeMirror as the editor and its language server client, over a transport that the test gives. */
import { acceptCompletion, autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { languageServerExtensions, LSPClient } from '@codemirror/lsp-client';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

const handlers = new Set();
const client = new LSPClient({
  rootUri: 'file:///workspace',
  initializationOptions: globalThis.initializationOptions,
  extensions: languageServerExtensions(),
  timeout: 10_000,
});

let view;

globalThis.editor = {
  /** What the server sent. */
  receive: (message) => handlers.forEach((handle) => handle(message)),
  async connect() {
    await client.connect({
      send: (message) => void globalThis.toServer(message),
      subscribe: (handle) => handlers.add(handle),
      unsubscribe: (handle) => handlers.delete(handle),
    }).initializing;
    return client.serverCapabilities;
  },
  /** Opens a text with the caret at its end. */
  open(name, text, language) {
    view?.destroy();
    view = new EditorView({
      parent: globalThis.document.body,
      state: EditorState.create({
        doc: text,
        selection: { anchor: text.length },
        extensions: [
          autocompletion({ activateOnTypingDelay: 50 }),
          keymap.of([...completionKeymap, { key: 'Tab', run: acceptCompletion }]),
          client.plugin(`file:///workspace/${name}`, language),
        ],
      }),
    });
    view.focus();
  },
  caret: (at) => view.dispatch({ selection: { anchor: at } }),
  where: () => view.state.selection.main.head,
  text: () => view.state.doc.toString(),
};
