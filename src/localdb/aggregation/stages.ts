/** The stages of a pipeline: each is read completely before the first document comes. */
import { DatabaseError, failedToParse, notSupported, typeMismatch } from '../errors.ts';
import { parseFilter } from '../language/filter.ts';
import { sortKey } from '../values/index-keys.ts';
import { parseComputedFields, parseProjection } from '../language/project.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, showDocument, toInteger, typeName } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';
import { bucketAutoStage, bucketStage } from './bucket.ts';
import { densifyStage, fillStage } from './gaps.ts';
import { geoNearStage } from './geo-near.ts';
import { graphLookupStage } from './graph-lookup.ts';
import { countStage, groupStage, sortByCountStage } from './group.ts';
import type { Source } from './lookup.ts';
import { lookupStage, unionStage } from './lookup.ts';
import { readSort } from './read-sort.ts';
import { STATISTICS_STAGES } from './statistics.ts';
import { redactStage } from './redact.ts';
import { unwindStage } from './unwind.ts';
import { windowStage } from './window.ts';

type StageReader = (spec: unknown, scope: Scope, source: Source) => Stage;

const STAGES: Record<string, StageReader> = {
  $addFields: fieldsStage,
  $bucket: bucketStage,
  $bucketAuto: bucketAutoStage,
  $count: countStage,
  $densify: densifyStage,
  $documents: documentsStage,
  $facet: facetStage,
  $fill: fillStage,
  $geoNear: geoNearStage,
  $graphLookup: graphLookupStage,
  $group: groupStage,
  $limit: limitStage,
  $lookup: (spec, scope, source) => lookupStage(spec, scope, source, compileStages),
  $match: matchStage,
  $merge: misplacedOutput('$merge'),
  $out: misplacedOutput('$out'),
  $project: projectStage,
  $redact: redactStage,
  $replaceRoot: (spec, scope) => rootStage(isDocument(spec) ? spec.newRoot : undefined, scope),
  $replaceWith: rootStage,
  $sample: sampleStage,
  $set: fieldsStage,
  $setWindowFields: windowStage,
  $skip: skipStage,
  $sort: sortStage,
  $sortByCount: sortByCountStage,
  $unionWith: (spec, scope, source) => unionStage(spec, scope, source, compileStages),
  $unset: unsetStage,
  $unwind: unwindStage,
};

/** The end of a pipeline has been taken off where these stages may stand; wherever else they are met they may not. */
function misplacedOutput(name: string): StageReader {
  return () => {
    throw new DatabaseError(40601, `${name} can only be the final stage in the pipeline`);
  };
}

/** Stages of MongoDB that are left out. */
const LEFT_OUT = new Set([
  '$currentOp',
  '$listLocalSessions',
  '$listSessions',
  '$planCacheStats',
  '$search',
  '$searchMeta',
]);

/** The stages of a pipeline with their names. Refuses what is no stage (40323, 40324) and what is left out (115). */
export function readStages(pipeline: unknown): { name: string; spec: unknown }[] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
  return pipeline.map((stage) => {
    if (!isDocument(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
    const [[name, spec] = ['', undefined], ...more] = Object.entries(stage);
    if (!name || more.length) {
      throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (name === '$changeStream') {
      throw new DatabaseError(40573, 'The $changeStream stage is only supported on replica sets');
    }
    if (STATISTICS_STAGES.includes(name)) return { name, spec };
    if (LEFT_OUT.has(name)) throw notSupported(`the stage ${name} is`);
    if (!Object.hasOwn(STAGES, name)) throw new DatabaseError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return { name, spec };
  });
}

/** Makes a function from documents to documents out of a pipeline. */
export function compileStages(pipeline: unknown, scope: Scope, source: Source): Stage {
  const stages = readStages(pipeline);
  const misplaced = stages.findIndex(({ name }, i) => name === '$documents' && i > 0);
  if (misplaced > 0) throw new DatabaseError(40602, '$documents is only valid as the first stage in a pipeline');
  if (stages.some(({ name }, i) => name === '$geoNear' && i > 0)) {
    throw new DatabaseError(40603, '$geoNear was not the first stage in the pipeline');
  }
  const late = stages.find(({ name }) => STATISTICS_STAGES.includes(name));
  if (late) throw new DatabaseError(40602, `${late.name} is only valid as the first stage in a pipeline`);
  const compiled = stages.map(({ name, spec }) => STAGES[name]!(spec, scope, source));
  return (docs) => compiled.reduce((current, stage) => stage(current), docs);
}

function matchStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec)) throw new DatabaseError(15959, 'the match filter must be an expression in an object');
  const filter = parseFilter(spec, { ...scope, collection: undefined });
  return (docs) => docs.filter(filter.matches);
}

function sortStage(spec: unknown, scope: Scope): Stage {
  const fields = readSort(spec, scope);
  return (docs) =>
    docs
      .map((doc) => ({ doc, key: sortKey(doc, fields) }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .map(({ doc }) => doc);
}

/** Reads the argument of `$skip`. */
export function readSkip(spec: unknown): number {
  const count = toInteger(spec);
  if (count === undefined || count < 0) {
    throw new DatabaseError(
      5107200,
      `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${String(spec)}`,
    );
  }
  return count;
}

/** Reads the argument of `$limit`. */
export function readLimit(spec: unknown): number {
  const count = toInteger(spec);
  if (count === undefined || count < 0) {
    throw new DatabaseError(
      5107201,
      `invalid argument to $limit stage: Expected a non-negative number in: $limit: ${String(spec)}`,
    );
  }
  if (count === 0) throw new DatabaseError(15958, 'the limit must be positive');
  return count;
}

function skipStage(spec: unknown): Stage {
  const count = readSkip(spec);
  return (docs) => docs.slice(count);
}

function limitStage(spec: unknown): Stage {
  const count = readLimit(spec);
  return (docs) => docs.slice(0, count);
}

function projectStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec)) throw new DatabaseError(15969, '$project specification must be an object');
  if (!Object.keys(spec).length) {
    throw new DatabaseError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  const projection = parseProjection(spec, undefined, scope);
  return (docs) => docs.map(projection.project);
}

function fieldsStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec))
    throw new DatabaseError(40272, `$addFields specification stage must be an object, got ${typeName(spec)}`);
  const compute = parseComputedFields(spec, scope);
  return (docs) => docs.map(compute);
}

function unsetStage(spec: unknown): Stage {
  const names = Array.isArray(spec) ? spec : [spec];
  if (!names.length || names.some((name) => typeof name !== 'string' || !name)) {
    throw new DatabaseError(31120, '$unset specification must be a string or an array of strings');
  }
  const projection = parseProjection(Object.fromEntries(names.map((name) => [String(name), false])), undefined);
  return (docs) => docs.map(projection.project);
}

function rootStage(expression: unknown, scope: Scope): Stage {
  if (expression === undefined) throw new DatabaseError(40231, 'no newRoot specified for the $replaceRoot stage');
  const evaluate = compileExpression(expression, scope);
  return (docs) =>
    docs.map((doc) => {
      const root = evaluate(doc);
      if (isDocument(root)) return root;
      throw new DatabaseError(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was of type: '${typeName(root)}'. Input document: ${showDocument(doc)}`,
      );
    });
}

function facetStage(spec: unknown, scope: Scope, source: Source): Stage {
  if (!isDocument(spec) || !Object.keys(spec).length) {
    throw new DatabaseError(40169, 'the $facet specification must be a non-empty object');
  }
  const facets = Object.entries(spec).map(
    ([name, pipeline]) => [name, compileStages(pipeline, scope, source)] as const,
  );
  return (docs) => [Object.fromEntries(facets.map(([name, run]) => [name, run(docs)]))];
}

function documentsStage(spec: unknown, scope: Scope): Stage {
  const evaluate = compileExpression(spec, scope);
  return () => {
    const docs = evaluate({});
    if (!Array.isArray(docs) || !docs.every(isDocument)) {
      throw new DatabaseError(5858203, 'an array of documents is expected in $documents');
    }
    return docs;
  };
}

function sampleStage(spec: unknown): Stage {
  const size = isDocument(spec) ? toInteger(spec.size) : undefined;
  if (size === undefined || size < 1) throw failedToParse('$sample stage must specify a positive size');
  return (docs) => {
    const rest = [...docs];
    const chosen: Doc[] = [];
    while (rest.length && chosen.length < size) chosen.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
    return chosen;
  };
}
