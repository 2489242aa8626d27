/** explain: how a command would be answered, and with verbosity how much was looked at. */
import type { Collection } from '../storage/catalogue.ts';
import { splitPipeline } from '../aggregation/aggregate.ts';
import type { Scope } from '../aggregation/scope.ts';
import { badValue, failedToParse } from '../errors.ts';
import { filterFrom } from '../language/filter.ts';
import type { Plan } from '../search/plan.ts';
import { makePlan } from '../search/plan.ts';
import type { Effort, Query } from '../search/query.ts';
import { allMatching, search } from '../search/query.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkFields, checkName, parseSort, scopeOf, wholeNumber, withCollation } from './command.ts';
import { FIND_FIELDS, hintOf, parseFind } from './reading.ts';

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** Tells how a command would be answered. */
export function explain(command: Command): Doc {
  const explained = command.body.explain;
  const verbosity = command.body.verbosity ?? 'allPlansExecution';
  if (!VERBOSITIES.includes(String(verbosity))) {
    throw badValue(`Enumeration value '${String(verbosity)}' for field 'explain.verbosity' is not a valid value.`);
  }
  if (!isDocument(explained)) throw failedToParse('explain needs a command');
  const [name = ''] = Object.keys(explained);
  const collectionName = checkName(command.database, explained[name]);
  const collection = command.engine.catalogue.find(command.database, collectionName);
  const scope = scopeOf(command, collection, explained);
  const query = readQuery(name, explained, scope);
  const report = describe(command, collection, `${command.database}.${collectionName}`, query, String(verbosity));
  const common = { serverInfo: { host: 'embedded', port: 0, version: '7.0.0', gitVersion: 'embedded' }, ok: 1 };
  if (name === 'aggregate') {
    const { rest } = splitPipeline(explained.pipeline, scope, undefined);
    if (rest.length) return { stages: [{ $cursor: report }, ...rest], ...common };
  }
  return { ...report, command: explained, ...common };
}

function readQuery(name: string, body: Doc, scope: Scope): Query {
  switch (name) {
    case 'find':
      checkFields('find', body, [name, 'collation', ...FIND_FIELDS]);
      return parseFind(body, scope).query;
    case 'aggregate':
      return splitPipeline(body.pipeline, scope, hintOf(body.hint)).query;
    case 'count':
    case 'distinct':
      return { ...allMatching(filterFrom(body.query, 'query', scope)), hint: hintOf(body.hint) };
    case 'findAndModify':
      return {
        filter: filterFrom(body.query, 'query', scope),
        sort: parseSort(body.sort, scope),
        skip: 0,
        limit: 1,
        hint: hintOf(body.hint),
      };
    case 'update':
      return statementQuery(body.updates, scope, (statement) => (statement.multi === true ? 0 : 1));
    case 'delete':
      return statementQuery(body.deletes, scope, (statement) => wholeNumber(statement, 'limit') ?? 0);
    default:
      throw failedToParse(`Explain failed due to unknown command: ${name}`);
  }
}

function statementQuery(statements: unknown, scope: Scope, limitOf: (statement: Doc) => number): Query {
  const [statement, ...more] = Array.isArray(statements) ? statements : [];
  if (!isDocument(statement) || more.length) throw badValue('explain takes exactly one statement');
  return {
    filter: filterFrom(statement.q, 'q', withCollation(scope, statement)),
    sort: [],
    skip: 0,
    limit: limitOf(statement),
    hint: hintOf(statement.hint),
  };
}

function describe(
  command: Command,
  collection: Collection | undefined,
  namespace: string,
  query: Query,
  verbosity: string,
): Doc {
  const plan = collection && makePlan(collection, query.filter, query.sort, query.hint);
  const winningPlan = plan ? describePlan(plan) : { stage: 'EOF' };
  const queryPlanner = { plannerVersion: 1, namespace, indexFilterSet: false, winningPlan, rejectedPlans: [] };
  if (verbosity === 'queryPlanner') return { queryPlanner };
  const started = performance.now();
  const effort: Effort = { keys: 0, documents: 0 };
  let nReturned = 0;
  if (collection) {
    for (const hit of search(command.engine.store.reader, collection, query, plan, effort)) if (hit) nReturned++;
  }
  return {
    queryPlanner,
    executionStats: {
      executionSuccess: true,
      nReturned,
      executionTimeMillis: Math.round(performance.now() - started),
      totalKeysExamined: effort.keys,
      totalDocsExamined: effort.documents,
      executionStages: { ...winningPlan, nReturned },
      ...(verbosity === 'allPlansExecution' && { allPlansExecution: [] }),
    },
  };
}

function describePlan(plan: Plan): Doc {
  const access = plan.alternatives
    ? { stage: 'SUBPLAN', inputStage: { stage: 'OR', inputStages: plan.alternatives.map(describePlan) } }
    : describeAccess(plan);
  return plan.sorted ? access : { stage: 'SORT', inputStage: access };
}

function describeAccess(plan: Plan): Doc {
  const direction = plan.backwards ? 'backward' : 'forward';
  return plan.index
    ? {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          keyPattern: plan.index.key,
          indexName: plan.index.name,
          isMultiKey: plan.index.multikey,
          isUnique: plan.index.unique,
          isSparse: plan.index.sparse,
          isPartial: plan.index.partial !== undefined,
          indexVersion: 2,
          direction,
        },
      }
    : { stage: 'COLLSCAN', direction };
}

export const explainCommands: CommandTable = { explain: { fields: ['verbosity'], run: explain } };
