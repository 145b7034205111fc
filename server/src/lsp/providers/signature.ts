import { MarkupKind, type SignatureHelp } from 'vscode-languageserver/node';
import { signatureHelp } from '../../features/signature';
import type { SignatureResult } from '../../features/types';
import type { Provider } from '../provider';
import { safely } from '../runner';

export const signature: Provider = {
  capabilities: () => ({ signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')', '>'] } }),
  start({ connection, documents, log }) {
    connection.onSignatureHelp(({ textDocument, position }) =>
      safely<SignatureHelp | null>(log, 'signature help', null, () => {
        const document = documents.get(textDocument.uri);
        if (document === null) return null;
        const found = signatureHelp(document.sql, document.text.offsetAt(position));
        return found === null ? null : toHelp(found);
      }),
    );
  },
};

function toHelp({ label, documentation, parameters, active }: SignatureResult): SignatureHelp {
  const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });
  return {
    signatures: [
      {
        label,
        documentation: markdown(documentation),
        parameters: parameters.map((one) => ({
          label: [...one.label],
          documentation: one.documentation === '' ? undefined : markdown(one.documentation),
        })),
      },
    ],
    activeSignature: 0,
    // One beyond the last where the argument is none of them: then none is shown as the one.
    activeParameter: active ?? parameters.length,
  };
}
