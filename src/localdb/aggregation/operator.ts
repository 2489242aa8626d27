/** How an expression operator of our own is made, in the form that mingo calls. */
import { evalExpr } from 'mingo/core';
import { DatabaseError } from '../errors.ts';
import { isTruthy } from '../values/values.ts';

/** An expression operator: the current document, the unevaluated argument, and mingo's options to pass on. */
export type Operator = (doc: unknown, argument: unknown, options: unknown) => unknown;

/** Evaluates an expression within an operator. */
export function evaluate(doc: unknown, expression: unknown, options: unknown): unknown {
  return evalExpr(doc as never, expression as never, options as never);
}

/** Evaluates an argument that is a list of expressions, or one expression. */
export function evaluateList(doc: unknown, argument: unknown, options: unknown): unknown[] {
  const list = Array.isArray(argument) ? argument : [argument];
  return list.map((item) => evaluate(doc, item, options));
}

/** An operator on so many evaluated arguments. Refuses another number of them (16020). */
export function strict(name: string, counts: readonly number[], compute: (...values: unknown[]) => unknown): Operator {
  return (doc, argument, options) => {
    const values = evaluateList(doc, argument, options);
    if (!counts.includes(values.length)) {
      throw new DatabaseError(
        16020,
        `Expression ${name} takes exactly ${counts.join(' or ')} arguments. ${values.length} were passed in.`,
      );
    }
    return compute(...values);
  };
}

/** Null and missing make most results null. */
export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Evaluates a condition: true, and every number but zero. */
export function holds(doc: unknown, expression: unknown, options: unknown): boolean {
  return isTruthy(evaluate(doc, expression, options));
}
