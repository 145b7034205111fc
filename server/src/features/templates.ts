/** Statements to begin with and clauses to fill in: LSP snippets, or plain text where an editor takes none. */
import { type Offer, RANK } from './offers';

interface Template {
  readonly label: string;
  readonly what: string;
  readonly body: string;
}

const template = (label: string, what: string, ...lines: string[]): Template => ({
  label,
  what,
  body: lines.join('\n'),
});

/** Where a statement begins. */
const statements: readonly Template[] = [
  template('SELECT … FROM', 'query', 'SELECT ${2:*}', 'FROM ${1:table}', 'LIMIT ${3:100}'),
  template(
    'WITH … AS (…) SELECT',
    'common table expression',
    'WITH ${1:name} AS (',
    '  SELECT ${2:*}',
    '  FROM ${3:table}',
    ')',
    'SELECT *',
    'FROM ${1:name}',
  ),
  template(
    'SELECT … TIMESTAMP AS OF',
    'time travel by time',
    'SELECT *',
    "FROM ${1:table} TIMESTAMP AS OF ${2:'2026-01-01 00:00:00'}",
  ),
  template(
    'SELECT … VERSION AS OF',
    'time travel by snapshot, branch or tag',
    'SELECT *',
    'FROM ${1:table} VERSION AS OF ${2:snapshot_id}',
  ),
  template(
    'CREATE TABLE … USING iceberg',
    'Iceberg table',
    'CREATE TABLE ${1:catalog}.${2:schema}.${3:table} (',
    '  ${4:id} BIGINT NOT NULL,',
    '  ${5:ts} TIMESTAMP',
    ')',
    'USING iceberg',
    'PARTITIONED BY (days(${5:ts}))',
    "TBLPROPERTIES ('format-version' = '2')",
  ),
  template(
    'CREATE TABLE … AS SELECT',
    'Iceberg table of a query',
    'CREATE TABLE ${1:catalog}.${2:schema}.${3:table}',
    'USING iceberg',
    'AS SELECT ${5:*}',
    'FROM ${4:source}',
  ),
  template('CREATE VIEW … AS', 'view', 'CREATE OR REPLACE VIEW ${1:view} AS', 'SELECT ${3:*}', 'FROM ${2:table}'),
  template('INSERT INTO … SELECT', 'rows of a query', 'INSERT INTO ${1:target}', 'SELECT ${3:*}', 'FROM ${2:source}'),
  template(
    'MERGE INTO … USING',
    'update and insert',
    'MERGE INTO ${1:target} t',
    'USING ${2:source} s',
    'ON t.${3:id} = s.${3:id}',
    'WHEN MATCHED THEN UPDATE SET *',
    'WHEN NOT MATCHED THEN INSERT *',
  ),
  template(
    'UPDATE … SET … WHERE',
    'change rows',
    'UPDATE ${1:table}',
    'SET ${2:column} = ${3:value}',
    'WHERE ${4:condition}',
  ),
  template('DELETE FROM … WHERE', 'remove rows', 'DELETE FROM ${1:table}', 'WHERE ${2:condition}'),
  template('ALTER TABLE … ADD COLUMN', 'new column', 'ALTER TABLE ${1:table} ADD COLUMN ${2:name} ${3:STRING}'),
  template(
    'ALTER TABLE … ADD PARTITION FIELD',
    'Iceberg partition evolution',
    'ALTER TABLE ${1:table} ADD PARTITION FIELD ${2|days,hours,months,years|}(${3:column})',
  ),
  template(
    'ALTER TABLE … CREATE BRANCH',
    'Iceberg branch',
    'ALTER TABLE ${1:table} CREATE BRANCH ${2:branch} RETAIN ${3:7} DAYS',
  ),
  template(
    'ALTER TABLE … CREATE TAG',
    'Iceberg tag',
    'ALTER TABLE ${1:table} CREATE TAG ${2:tag} AS OF VERSION ${3:snapshot_id} RETAIN ${4:365} DAYS',
  ),
  template(
    'CALL … expire_snapshots',
    'Iceberg maintenance',
    "CALL ${1:catalog}.system.expire_snapshots(table => '${2:schema.table}', older_than => TIMESTAMP '${3:2026-01-01 00:00:00}', retain_last => ${4:5})",
  ),
  template(
    'CALL … rewrite_data_files',
    'Iceberg maintenance',
    "CALL ${1:catalog}.system.rewrite_data_files(table => '${2:schema.table}')",
  ),
  template(
    'CALL … rollback_to_snapshot',
    'Iceberg repair',
    "CALL ${1:catalog}.system.rollback_to_snapshot(table => '${2:schema.table}', snapshot_id => ${3:snapshot_id})",
  ),
];

/** Where an expression is due. */
const expressions: readonly Template[] = [
  template('CASE … END', 'choice', 'CASE WHEN ${1:condition} THEN ${2:value} ELSE ${3:other} END'),
  template('CAST(… AS …)', 'conversion', 'CAST(${1:value} AS ${2:STRING})'),
];

/** After a call of an aggregate or window function. */
const windows: readonly Template[] = [
  template('OVER (PARTITION BY … ORDER BY …)', 'window', 'OVER (PARTITION BY ${1:column} ORDER BY ${2:column})'),
];

function offersOf(templates: readonly Template[], lowerCase: boolean, rank: number): Offer[] {
  return templates.map(({ label, what, body }) => {
    const snippet = lowerCase ? lower(body) : body;
    return {
      label: lowerCase ? label.toLowerCase() : label,
      kind: 'template' as const,
      insert: plain(snippet),
      snippet,
      detail: what,
      documentation: () => `\`\`\`sql\n${plain(snippet)}\n\`\`\``,
      rank,
    };
  });
}

export const statementTemplates = (lowerCase: boolean): Offer[] => offersOf(statements, lowerCase, RANK.rare);
export const expressionTemplates = (lowerCase: boolean): Offer[] => offersOf(expressions, lowerCase, RANK.keyword);
export const windowTemplates = (lowerCase: boolean): Offer[] => offersOf(windows, lowerCase, RANK.keyword);

/** Keywords are words in upper case outside strings. */
const lower = (body: string): string =>
  body.replace(/'[^']*'|\b[A-Z]{2,}\b/g, (word) => (word.startsWith("'") ? word : word.toLowerCase()));

/** The text of a snippet with its placeholders as they stand. */
function plain(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\d+/g, '');
}
