/** Aggregation expressions: checked completely when they are read, evaluated by mingo. */
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import { DatabaseError, badValue } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, showDocument } from '../values/values.ts';
import { accumulatingExpressions } from './accumulators.ts';
import { arrayOperators } from './arrays.ts';
import { borrowedOperators } from './borrowed.ts';
import { conversionOperators } from './conversions.ts';
import { dateOperators } from './dates.ts';
import { comparingOperators, logicOperators } from './logic.ts';
import { numberOperators } from './numbers.ts';
import type { Operator } from './operator.ts';
import type { Scope } from './scope.ts';
import { NO_SCOPE } from './scope.ts';
import { setOperators } from './sets.ts';
import { storageOperators } from './storage-operators.ts';
import { stringOperators } from './strings.ts';

const OPERATORS: Record<string, Operator> = {
  ...borrowedOperators,
  ...accumulatingExpressions,
  ...arrayOperators,
  ...dateOperators,
  ...conversionOperators,
  ...logicOperators,
  ...numberOperators,
  ...setOperators,
  ...storageOperators,
  ...stringOperators,
  $meta: () => {
    throw new DatabaseError(40218, 'query requires text score metadata, but it is not available');
  },
};

/** Mingo with these operators and none of its others. */
export const expressionContext = Context.init().addExpressionOps(OPERATORS as never);

/** Under a collation the comparing operators follow it; where words were looked for there is a score. */
function contextFor(scope: Scope): Context {
  const { collation, textScore } = scope;
  if (!collation && !textScore) return expressionContext;
  const operators = {
    ...OPERATORS,
    ...(collation && comparingOperators(collation.textKey)),
    ...(textScore && { $meta: (doc: unknown) => textScore(doc as Doc) }),
  };
  return Context.init().addExpressionOps(operators as never);
}

/** Names that mean something without being defined. */
const SYSTEM_VARIABLES = ['ROOT', 'CURRENT', 'REMOVE', 'NOW', 'KEEP', 'PRUNE', 'DESCEND'];

/**
 * Makes a function of a document from an expression. Refuses unknown operators (168), several in one place (15983) and
 * undefined variables (17276), whether or not there will be a document.
 */
export function compileExpression(expression: unknown, scope: Scope = NO_SCOPE): (doc: Doc) => unknown {
  checkExpression(expression, new Set([...SYSTEM_VARIABLES, ...Object.keys(scope.variables)]));
  const options = computeOptions(scope);
  return (doc) => {
    try {
      return evalExpr(doc, expression as never, options as never);
    } catch (error) {
      // What mingo complains of is the caller's mistake.
      throw error instanceof DatabaseError ? error : badValue(error instanceof Error ? error.message : String(error));
    }
  };
}

/**
 * Mingo copies its whole context for every evaluation, except with options of its own making: these it shows to stages,
 * so that an empty pipeline with a curious stage gets them.
 */
function computeOptions(scope: Scope): unknown {
  const { variables, now } = scope;
  let captured: { update: (locals: Doc) => unknown } | undefined;
  const curious = (docs: unknown, _spec: unknown, options: unknown): unknown => {
    captured = options as typeof captured;
    return docs;
  };
  const context = Context.from(contextFor(scope)).addPipelineOps({ $curious: curious } as never);
  const options = { scriptEnabled: false, useStrictMode: true, context, variables };
  new Aggregator([{ $curious: {} }] as never, options as never).run([]);
  captured!.update({ timestamp: now });
  return captured;
}

function checkExpression(expression: unknown, variables: ReadonlySet<string>): void {
  if (typeof expression === 'string') {
    checkVariable(expression, variables);
  } else if (Array.isArray(expression)) {
    for (const item of expression) checkExpression(item, variables);
  } else if (isDocument(expression)) {
    checkDocument(expression, variables);
  }
}

function checkVariable(text: string, variables: ReadonlySet<string>): void {
  if (!text.startsWith('$$')) {
    if (text === '$') throw new DatabaseError(16872, "'$' by itself is not a valid FieldPath");
    return;
  }
  const name = text.slice(2).split('.')[0]!;
  if (!variables.has(name)) throw new DatabaseError(17276, `Use of undefined variable: ${name}`);
}

function checkDocument(expression: Doc, variables: ReadonlySet<string>): void {
  const names = Object.keys(expression);
  const operator = names.find((name) => name.startsWith('$'));
  if (operator === undefined) {
    for (const name of names) checkExpression(expression[name], variables);
    return;
  }
  if (names.length > 1) {
    throw new DatabaseError(
      15983,
      `an expression specification must contain exactly one field, the name of the expression. Found ${names.length} fields in ${showDocument(expression)}, while parsing`,
    );
  }
  if (!Object.hasOwn(OPERATORS, operator)) {
    throw new DatabaseError(
      168,
      `Unrecognized expression '${operator}' (or one that the embedded database does not support)`,
    );
  }
  if (operator !== '$literal') checkArgument(operator, expression[operator], variables);
}

/** Some operators define variables for a part of their argument. */
function checkArgument(operator: string, argument: unknown, variables: ReadonlySet<string>): void {
  if (!isDocument(argument)) return checkExpression(argument, variables);
  switch (operator) {
    case '$let': {
      checkExpression(argument.vars, variables);
      const names = isDocument(argument.vars) ? Object.keys(argument.vars) : [];
      return checkExpression(argument.in, new Set([...variables, ...names]));
    }
    case '$map':
    case '$filter': {
      const inner = new Set([...variables, typeof argument.as === 'string' ? argument.as : 'this']);
      checkExpression(argument.input, variables);
      return checkExpression(argument.in ?? argument.cond, inner);
    }
    case '$reduce':
      checkExpression([argument.input, argument.initialValue], variables);
      return checkExpression(argument.in, new Set([...variables, 'this', 'value']));
    case '$switch':
      if (Array.isArray(argument.branches)) {
        for (const branch of argument.branches as Doc[]) checkExpression([branch.case, branch.then], variables);
      }
      return checkExpression(argument.default, variables);
    case '$sortArray':
      return checkExpression(argument.input, variables);
    default:
      return checkDocument(argument, variables);
  }
}
