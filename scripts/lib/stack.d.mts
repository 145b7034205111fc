import type { StackStatus } from '../../lakehouse/src/stack/types';

export interface StackPlace {
  home?: string;
  runtime?: 'embedded' | 'compose';
}
export function stackEnvironment(home: string | undefined): Record<string, string>;
export function up(options?: StackPlace & { onLine?: (line: string) => void; timeoutMs?: number }): Promise<void>;
export function down(options?: StackPlace): Promise<void>;
export function status(options?: StackPlace): Promise<StackStatus>;
