/** Decoding and showing of Arrow results. Pure: runs in a webview as in Node, and imports only the Arrow library. */
export { decodeBatch } from './decode';
export type { ResultBatch, ResultColumn } from './decode';
export { cellKind, formatValue, jsonText } from './format';
export type { CellKind, FormatOptions, FormattedValue } from './format';
export { zonedMillis } from './time';
export { CalendarInterval, MapValue, typeText, Variant } from './types';
export type { SparkType, StructField, Value } from './types';
export { createTextWriter, isTableName, TEXT_FORMATS, tsvField } from './text';
export type { TextFormat, TextOptions, TextWriter } from './text';
