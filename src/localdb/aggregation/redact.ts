/** The stage $redact: keeps, prunes or descends into each level of a document. */
import { DatabaseError } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';

/** What the expression may decide: variables that mingo leaves as their own names. */
const [KEEP, PRUNE, DESCEND] = ['$$KEEP', '$$PRUNE', '$$DESCEND'];

/** `$redact`: the expression is asked for the document and, where it says to descend, for those within it. */
export function redactStage(expression: unknown, scope: Scope): Stage {
  const decide = compileExpression(expression, scope);
  const redact = (doc: Doc): Doc | undefined => {
    const decision = decide(doc);
    if (decision === KEEP) return doc;
    if (decision === PRUNE) return undefined;
    if (decision !== DESCEND) {
      throw new DatabaseError(
        17053,
        `$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE, but returned ${show(decision)}`,
      );
    }
    const entries = Object.entries(doc).map(([name, value]) => [name, inside(value)] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  const inside = (value: unknown): unknown => {
    if (isDocument(value)) return redact(value);
    return Array.isArray(value) ? value.map(inside).filter((item) => item !== undefined) : value;
  };
  return (docs) => docs.map(redact).filter((doc) => doc !== undefined);
}
