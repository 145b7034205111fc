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

/**
 * One call: its arguments and result are structs too. Field 0 of the result is what it returns, if it returns anything
 * (`void` otherwise); the others are the exceptions it may throw.
 */
export interface Call<A extends Fields, R> {
  readonly name: string;
  readonly args: StructType<A>;
  readonly returns: R;
  readonly result: StructType<Fields>;
}

export const list = <const E>(of: E): ListType<E> => ({ kind: 'list', of });
export const map = <const V>(value: V): MapType<V> => ({ kind: 'map', key: 'string', value });
export const struct = <const F extends Fields>(name: string, fields: F): StructType<F> => ({
  kind: 'struct',
  name,
  fields,
});
export const call = <const A extends Fields, const R>(
  name: string,
  args: A,
  returns: R,
  exceptions: Fields,
): Call<A, R> => ({
  name,
  args: struct(`${name}_args`, args),
  returns,
  result: struct(`${name}_result`, returns === 'void' ? exceptions : { success: [0, returns], ...exceptions }),
});
