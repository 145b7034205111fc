/** A small language to write Thrift structs and calls down as values, with the TypeScript types inferred from them. */

export type ThriftType =
  'bool' | 'byte' | 'i16' | 'i32' | 'i64' | 'double' | 'string' | ListType | MapType | StructType<Fields>;

export interface ListType<E = unknown> {
  readonly kind: 'list';
  readonly of: E;
}
export interface MapType<V = unknown> {
  readonly kind: 'map';
  readonly key: 'string';
  readonly value: V;
}
export type Fields = Readonly<Record<string, readonly [id: number, type: unknown]>>;
export interface StructType<F extends Fields> {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: F;
}

/** The TypeScript value of a Thrift type. Every field may be absent: servers of other versions leave some out. */
export type ValueOf<T> = T extends 'bool'
  ? boolean
  : T extends 'byte' | 'i16' | 'i32' | 'double'
    ? number
    : T extends 'i64'
      ? bigint
      : T extends 'string'
        ? string
        : T extends ListType<infer E>
          ? ValueOf<E>[]
          : T extends MapType<infer V>
            ? Record<string, ValueOf<V>>
            : T extends StructType<infer F>
              ? { [K in keyof F]?: ValueOf<F[K][1]> }
              : never;

/** One call: its arguments and result are structs too; field 0 of the result is what it returns. */
export interface Call<A extends Fields, R, E extends Fields> {
  readonly name: string;
  readonly args: StructType<A>;
  readonly result: StructType<{ readonly success: readonly [0, R] } & E>;
}

export const list = <const E>(of: E): ListType<E> => ({ kind: 'list', of });
export const map = <const V>(value: V): MapType<V> => ({ kind: 'map', key: 'string', value });
export const struct = <const F extends Fields>(name: string, fields: F): StructType<F> => ({
  kind: 'struct',
  name,
  fields,
});
export const call = <const A extends Fields, const R, const E extends Fields>(
  name: string,
  args: A,
  returns: R,
  throwsFields: E,
): Call<A, R, E> => ({
  name,
  args: struct(`${name}_args`, args),
  result: struct(`${name}_result`, { success: [0, returns] as const, ...throwsFields }),
});
