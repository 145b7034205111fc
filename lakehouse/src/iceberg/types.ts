/** Iceberg's types as the spec writes them in JSON, and the words Spark has for them. */

export interface IcebergField {
  readonly id: number;
  readonly name: string;
  readonly required: boolean;
  readonly type: IcebergType;
  readonly doc?: string;
}
export interface IcebergStruct {
  readonly type: 'struct';
  readonly fields: readonly IcebergField[];
}
export interface IcebergList {
  readonly type: 'list';
  readonly 'element-id': number;
  readonly element: IcebergType;
  readonly 'element-required': boolean;
}
export interface IcebergMap {
  readonly type: 'map';
  readonly 'key-id': number;
  readonly key: IcebergType;
  readonly 'value-id': number;
  readonly value: IcebergType;
  readonly 'value-required': boolean;
}
/** A primitive's name: `long`, `decimal(10, 2)`, `timestamptz`, … */
export type IcebergType = string | IcebergStruct | IcebergList | IcebergMap;

/** Spark's names, from Iceberg's documentation "Iceberg type to Spark type"; what Spark does not know keeps its name. */
const SPARK_NAMES: Readonly<Record<string, string>> = {
  long: 'bigint',
  timestamp: 'timestamp_ntz',
  timestamptz: 'timestamp',
  uuid: 'string',
  unknown: 'void',
};

/** The type as Spark's DDL writes it, as in `DESCRIBE`: `struct<id:bigint,name:string>`. */
export function sparkType(type: IcebergType): string {
  if (typeof type === 'string') {
    const decimal = /^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(type);
    if (decimal) return `decimal(${decimal[1] ?? ''},${decimal[2] ?? ''})`;
    if (type.startsWith('fixed')) return 'binary';
    return SPARK_NAMES[type] ?? type;
  }
  switch (type.type) {
    case 'struct':
      return `struct<${type.fields.map((field) => `${quoted(field.name)}:${sparkType(field.type)}`).join(',')}>`;
    case 'list':
      return `array<${sparkType(type.element)}>`;
    case 'map':
      return `map<${sparkType(type.key)},${sparkType(type.value)}>`;
  }
}

/** A name as SQL writes it: in backticks when it is no plain identifier. */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** The type of every field by its id, nested ones included, with the name as a path: `address.city`. */
export function fieldsById(struct: IcebergStruct): Map<number, { readonly name: string; readonly type: IcebergType }> {
  const byId = new Map<number, { name: string; type: IcebergType }>();
  const visit = (id: number, name: string, type: IcebergType) => {
    byId.set(id, { name, type });
    if (typeof type === 'string') return;
    if (type.type === 'struct') {
      for (const field of type.fields) visit(field.id, name === '' ? field.name : `${name}.${field.name}`, field.type);
    } else if (type.type === 'list') {
      visit(type['element-id'], `${name}.element`, type.element);
    } else {
      visit(type['key-id'], `${name}.key`, type.key);
      visit(type['value-id'], `${name}.value`, type.value);
    }
  };
  for (const field of struct.fields) visit(field.id, field.name, field.type);
  return byId;
}
