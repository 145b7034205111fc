export function cacheFolder(): string;
export function dataFolder(): string;
export function cachedPath(key: string): string;
export function cached(key: string, fill: (folder: string) => Promise<void>): Promise<string>;
export function sweepPartial(): void;
