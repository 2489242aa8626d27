/** Documents against the rules of their collection. */
import { DatabaseError, badValue } from '../errors.ts';
import { compileSchema } from '../language/json-schema.ts';
import type { Doc } from '../values/values.ts';
import type { Collection } from './catalogue.ts';
import type { Validator } from './collection-options.ts';

/** Must a document be looked at as a whole before it may be put in? */
export function hasRules({ validator, timeField }: Collection): boolean {
  return validator !== undefined || timeField !== undefined;
}

/** Refuses a document that breaks the rules of its collection (121), or is not dated in a time series (2). */
export function refuseUnruly(collection: Collection, after: Doc, bypass: boolean, before?: Doc): void {
  const { timeField } = collection;
  if (timeField !== undefined && !(after[timeField] instanceof Date)) {
    throw badValue(`'${timeField}' must be present and contain a valid BSON UTC datetime value`);
  }
  if (!bypass) refuseInvalid(collection, after, before);
}

/** `before` is missing for a new document. */
function refuseInvalid({ validator }: Collection, after: Doc, before?: Doc): void {
  if (!validator || validator.level === 'off' || validator.action === 'warn') return;
  if (validator.filter.matches(after)) return;
  if (before && validator.level === 'moderate' && !validator.filter.matches(before)) return;
  throw new DatabaseError(121, 'Document failed validation', {
    errInfo: { failingDocumentId: after._id, details: explain(validator, after) },
  });
}

function explain({ rules }: Validator, doc: Doc): Doc {
  const [first = ''] = Object.keys(rules);
  if (first !== '$jsonSchema') {
    return {
      operatorName: first.startsWith('$') ? first : '$expr',
      specifiedAs: rules,
      reason: 'expression did not match',
    };
  }
  return { operatorName: first, schemaRulesNotSatisfied: compileSchema(rules.$jsonSchema)(doc) };
}
