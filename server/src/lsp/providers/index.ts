/** The features the server has, each once. */
import type { Provider } from '../provider';
import { codeLens } from './code-lens';
import { completion } from './completion';
import { diagnostics } from './diagnostics';
import { formatting } from './formatting';
import { hover } from './hover';
import { statements } from './statements';

export const providers: readonly Provider[] = [codeLens, completion, diagnostics, formatting, hover, statements];
