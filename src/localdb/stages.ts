/** The stages of a pipeline: which there are, and those that follow this database's own rules. */
import { Context } from 'mingo/core';
import type { Iterator as LazyIterator } from 'mingo/lazy';
import { Lazy } from 'mingo/lazy';
import * as pipelineOperators from 'mingo/operators/pipeline';
import { DatabaseError, notSupported, typeMismatch } from './errors.ts';
import { expressionContext } from './expressions.ts';
import { parseFilter } from './filter.ts';
import { byFields, keyFields } from './index-keys.ts';
import { parseComputedFields, parseProjection } from './project.ts';
import type { Doc } from './values.ts';
import { isDocument, toNumber } from './values.ts';

type Stage = (
  docs: LazyIterator,
  spec: unknown,
  options: { variables?: Doc; local?: { variables?: Doc } },
) => LazyIterator;

const OWN_STAGES: Record<string, Stage> = {
  $match: (docs, spec, options) => {
    const filter = parseFilter(spec as Doc, variablesOf(options));
    return docs.filter((doc: unknown) => filter.matches(doc as Doc));
  },
  $sort: (docs, spec) => {
    const compare = byFields(
      keyFields(Object.fromEntries(Object.entries(spec as Doc).map(([name, value]) => [name, toNumber(value)!]))),
    );
    return docs.transform((items: unknown) => Lazy([...(items as Doc[])].sort(compare)));
  },
  $project: (docs, spec, options) => {
    const projection = parseProjection(spec as Doc, undefined, variablesOf(options));
    return docs.map((doc: unknown) => projection.project(doc as Doc));
  },
  $addFields: computed,
  $set: computed,
  $unset: (docs, spec) => {
    const names = Array.isArray(spec) ? spec : [spec];
    const projection = parseProjection(Object.fromEntries(names.map((name) => [String(name), 0])), undefined);
    return docs.map((doc: unknown) => projection.project(doc as Doc));
  },
};

function variablesOf(options: { variables?: Doc; local?: { variables?: Doc } }): Doc {
  return { ...options.variables, ...options.local?.variables };
}

function computed(docs: LazyIterator, spec: unknown, options: { variables?: Doc }): LazyIterator {
  const compute = parseComputedFields(spec as Doc, variablesOf(options));
  return docs.map((doc: unknown) => compute(doc as Doc));
}

export const stageContext = Context.from(expressionContext)
  .addPipelineOps(OWN_STAGES as never)
  .addPipelineOps(pipelineOperators as never);

const LEFT_OUT = [
  '$out',
  '$merge',
  '$geoNear',
  '$search',
  '$searchMeta',
  '$indexStats',
  '$collStats',
  '$planCacheStats',
];

/** Reads the list of stages. Refuses what is no stage (40323, 40324) and what is left out (115). */
export function checkStages(pipeline: unknown): Doc[] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
  return pipeline.map((stage) => {
    if (!isDocument(stage)) throw typeMismatch("Each element of the 'pipeline' array must be an object");
    const [name, ...more] = Object.keys(stage);
    if (name === undefined || more.length) {
      throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (name === '$changeStream') {
      throw new DatabaseError(40573, 'The $changeStream stage is only supported on replica sets');
    }
    if (LEFT_OUT.includes(name)) throw notSupported(`the stage ${name} is`);
    if (!Object.hasOwn(OWN_STAGES, name) && !Object.hasOwn(pipelineOperators, name)) {
      throw new DatabaseError(40324, `Unrecognized pipeline stage name: '${name}'`);
    }
    return stage;
  });
}
