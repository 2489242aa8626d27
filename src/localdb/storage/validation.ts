/** Documents against the rules of their collection. */
import { DatabaseError } from '../errors.ts';
import { compileSchema } from '../language/json-schema.ts';
import type { Doc } from '../values/values.ts';
import type { Collection } from './catalogue.ts';
import type { Validator } from './collection-options.ts';

/** Refuses (121) a document that breaks the rules of its collection. `before` is missing for a new one. */
export function refuseInvalid({ validator }: Collection, after: Doc, before?: Doc): void {
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
