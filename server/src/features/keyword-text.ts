import { code, escapeText } from './markdown';

/** Words whose meaning in Spark or Iceberg is not plain; the others speak for themselves. `word | usage | what it does`. */
const text = `
PIVOT | PIVOT (aggregate FOR column IN (value, …)) | Turns values of a column into columns.
UNPIVOT | UNPIVOT (value FOR name IN (column, …)) | Turns columns into rows.
TABLESAMPLE | TABLESAMPLE (10 PERCENT) | Reads only some of the rows.
ROLLUP | GROUP BY ROLLUP (a, b) | Groups by (a, b), by (a) and by nothing.
CUBE | GROUP BY CUBE (a, b) | Groups by every combination of the columns.
GROUPING | GROUP BY GROUPING SETS ((a), (b)) | Groups once for each set of columns.
LATERAL | LATERAL VIEW explode(xs) t AS x | Lets what follows use columns of the relations before it.
SEMI | LEFT SEMI JOIN t ON condition | Keeps rows that have a match, without the other side's columns.
ANTI | LEFT ANTI JOIN t ON condition | Keeps rows that have no match.
CLUSTER | CLUSTER BY column | Distributes rows by the columns and sorts within each partition.
DISTRIBUTE | DISTRIBUTE BY column | Sends rows with equal values to one partition, unsorted.
SORT | SORT BY column | Sorts within each partition only.
RLIKE | value RLIKE pattern | Whether the text matches a Java regular expression.
MATCHED | WHEN MATCHED THEN UPDATE SET * | What happens to target rows that have a source row.
MERGE | MERGE INTO target USING source ON condition WHEN … | Updates, deletes and inserts rows of a table by those of another, in one commit.
OVERWRITE | INSERT OVERWRITE table query | Replaces rows: of the partitions that get some when the mode is DYNAMIC, else of all that PARTITION names.
RECURSIVE | WITH RECURSIVE name AS (…) | A common table expression that reads itself, from Spark 4.1 on.
UNORDERED | ALTER TABLE t WRITE UNORDERED | Takes the write order of an Iceberg table away.
LOCALLY | ALTER TABLE t WRITE LOCALLY ORDERED BY column | Sorts within each task, without a shuffle.
DISTRIBUTED | ALTER TABLE t WRITE DISTRIBUTED BY PARTITION | Sends rows of one partition to one task.
RETAIN | CREATE BRANCH name RETAIN 7 DAYS | How long the branch or tag is kept.
EXTEND | \\|> EXTEND expression AS name | Adds columns to what came before.
AGGREGATE | \\|> AGGREGATE sum(x) GROUP BY y | Groups what came before.
EVOLUTION | MERGE WITH SCHEMA EVOLUTION INTO target … | Adds columns to the target that only the source has.
DISTINCT | SELECT DISTINCT column | Drops rows that are there already; within an aggregate, values.
`;

const words = new Map(
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [word = '', usage = '', what = ''] = line
        .replace('\\|', '\u0000')
        .split('|')
        .map((part) => part.trim());
      return [word, `${code(usage.replace('\u0000', '|'))}\n\n${escapeText(what)}`] as const;
    }),
);

/** Markdown on a keyword; null where there is nothing to say. */
export const keywordText = (word: string): string | null => words.get(word.toUpperCase()) ?? null;
