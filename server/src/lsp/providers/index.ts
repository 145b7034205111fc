/** The features the server has, each once. */
import type { Provider } from '../provider';
import { codeActions } from './code-actions';
import { codeLens } from './code-lens';
import { completion } from './completion';
import { definition } from './definition';
import { diagnostics } from './diagnostics';
import { effects } from './effects';
import { formatting } from './formatting';
import { hover } from './hover';
import { inlay } from './inlay';
import { links } from './links';
import { largeFiles } from './large-files';
import { references } from './references';
import { rename } from './rename';
import { signature } from './signature';
import { statements } from './statements';
import { structure } from './structure';
import { tokens } from './tokens';

export const providers: readonly Provider[] = [
  codeActions,
  codeLens,
  completion,
  definition,
  diagnostics,
  effects,
  formatting,
  hover,
  inlay,
  links,
  largeFiles,
  references,
  rename,
  signature,
  statements,
  structure,
  tokens,
];
