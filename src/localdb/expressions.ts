/** Aggregation expressions, evaluated by mingo. */
import { Context, evalExpr } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import type { Doc } from './values.ts';

/** The variables that `let` defines. */
export type Variables = Record<string, unknown>;

export const expressionContext = Context.init().addExpressionOps(expressionOperators).addAccumulatorOps(accumulators);

/** Makes a function of a document from an expression. */
export function compileExpression(expression: unknown, variables: Variables = {}): (doc: Doc) => unknown {
  const options = { scriptEnabled: false, useStrictMode: true, context: expressionContext, variables };
  return (doc) => evalExpr(doc, expression as never, options as never);
}
