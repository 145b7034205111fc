/** The features the server has, each once. */
import type { Provider } from '../provider';
import { codeLens } from './code-lens';
import { completion } from './completion';
import { definition } from './definition';
import { diagnostics } from './diagnostics';
import { formatting } from './formatting';
import { hover } from './hover';
import { references } from './references';
import { rename } from './rename';
import { statements } from './statements';

export const providers: readonly Provider[] = [
  codeLens,
  completion,
  definition,
  diagnostics,
  formatting,
  hover,
  references,
  rename,
  statements,
];
