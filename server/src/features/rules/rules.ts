import { aliasColumnCount } from './alias-column-count';
import { ambiguousColumn } from './ambiguous-column';
import { argumentType } from './argument-type';
import { changeWithoutWhere } from './change-without-where';
import { conditionType } from './condition-type';
import { deprecatedForm } from './deprecated-form';
import { dropCascade } from './drop-cascade';
import { dropPurge } from './drop-purge';
import { duplicateName } from './duplicate-name';
import { insertColumnCount } from './insert-column-count';
import { insertMissingColumn } from './insert-missing-column';
import { insertSelectStar } from './insert-select-star';
import { insertType } from './insert-type';
import { misplacedAggregate } from './misplaced-aggregate';
import { missingGroupBy } from './missing-group-by';
import { notInNullable } from './not-in-nullable';
import { nullComparison } from './null-comparison';
import { orderInSubquery } from './order-in-subquery';
import { partitionTransform } from './partition-transform';
import { positionOutOfRange } from './position-out-of-range';
import type { Rule } from './rule';
import { setOperationColumnCount } from './set-operation-column-count';
import { subqueryColumns } from './subquery-columns';
import { timeTravelRange } from './time-travel-range';
import { timeTravelTarget } from './time-travel-target';
import { typeMismatch } from './type-mismatch';
import { unknownCatalog } from './unknown-catalog';
import { unknownColumn } from './unknown-column';
import { unknownFunction } from './unknown-function';
import { unknownNamespace } from './unknown-namespace';
import { unknownProcedure } from './unknown-procedure';
import { unknownReference } from './unknown-reference';
import { unknownSnapshot } from './unknown-snapshot';
import { unknownTable } from './unknown-table';
import { unusedCte } from './unused-cte';
import { valuesColumnCount } from './values-column-count';
import { windowWithoutOver } from './window-without-over';
import { wrongArguments } from './wrong-arguments';

/** The rules that look at one statement. */
export const rules: readonly Rule[] = [
  ...[unknownCatalog, unknownNamespace, unknownTable, unknownColumn, ambiguousColumn, unknownFunction],
  ...[unknownProcedure, wrongArguments, argumentType, timeTravelTarget, timeTravelRange, unknownSnapshot],
  ...[unknownReference, partitionTransform, insertColumnCount, insertMissingColumn, insertType, valuesColumnCount],
  ...[setOperationColumnCount, aliasColumnCount, subqueryColumns, duplicateName, typeMismatch, conditionType],
  ...[misplacedAggregate, missingGroupBy, windowWithoutOver, positionOutOfRange, nullComparison, notInNullable],
  ...[changeWithoutWhere, insertSelectStar, dropPurge, dropCascade, deprecatedForm, unusedCte, orderInSubquery],
];
