/** Which indexes hold every document that a filter matches: sparse and partial ones leave some out. */
import type { Index } from '../storage/catalogue.ts';
import type { FieldCondition, Filter } from '../language/filter.ts';
import { isConjunction, requiredConditions } from '../language/filter.ts';
import { crossesTypes } from '../language/filter-operators.ts';
import { isExactOperand } from './key-conditions.ts';
import { encodeKey } from '../values/keys.ts';
import { isRegex } from '../values/regex.ts';
import { toNumber } from '../values/values.ts';

/** Does the index hold every document that meets the conditions? Sparse and partial indexes leave some out. */
export function holdsAllMatches(index: Index, conditions: readonly FieldCondition[]): boolean {
  if (
    index.sparse &&
    !index.fields.some((field) => conditions.some((one) => one.name === field.name && impliesPresence(one)))
  ) {
    return false;
  }
  return !index.partial || impliesFilter(conditions, index.partial);
}

/** Does the condition hold only where the field is there and not null? */
function impliesPresence({ operator, operand }: FieldCondition): boolean {
  switch (operator) {
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return operand !== null && operand !== undefined && !crossesTypes(encodeKey(operand));
    case '$in':
      return (operand as unknown[]).every((item) => item !== null && item !== undefined && !isRegex(item));
    case '$exists':
      return operand === true || toNumber(operand) === 1;
    default:
      return false;
  }
}

function impliesFilter(conditions: readonly FieldCondition[], partial: Filter): boolean {
  const demands = requiredConditions(partial.condition);
  if (!isConjunction(partial, demands.length)) return partial.isEmpty;
  return demands.every((demand) =>
    conditions.some((condition) => condition.name === demand.name && implies(condition, demand)),
  );
}

function implies(condition: FieldCondition, demand: FieldCondition): boolean {
  if (condition.operator === demand.operator && encodeKey(condition.operand).equals(encodeKey(demand.operand))) {
    return true;
  }
  if (demand.operator === '$exists') return impliesPresence(condition);
  const points = pointOperands(condition);
  if (points) return points.length > 0 && points.every((point) => isExactOperand(point) && demand.test([point]));
  return impliesRange(condition, demand);
}

function pointOperands({ operator, operand }: FieldCondition): unknown[] | undefined {
  if (operator === '$eq') return [operand];
  if (operator === '$in' && !(operand as unknown[]).some(isRegex)) return operand as unknown[];
  return undefined;
}

/** `$gt: 5` implies `$gte: 3`; a bound on a string implies `$type: 'string'`. */
function impliesRange(condition: FieldCondition, demand: FieldCondition): boolean {
  const isLower = (operator: string): boolean => operator === '$gt' || operator === '$gte';
  const isUpper = (operator: string): boolean => operator === '$lt' || operator === '$lte';
  const bound = condition.operand;
  if (!isExactOperand(bound) || !(isLower(condition.operator) || isUpper(condition.operator))) return false;
  if (demand.operator === '$type') return typeof bound === 'string' && demand.test([bound]);
  const sameSide =
    (isLower(condition.operator) && isLower(demand.operator)) ||
    (isUpper(condition.operator) && isUpper(demand.operator));
  return sameSide && demand.test([bound]);
}
