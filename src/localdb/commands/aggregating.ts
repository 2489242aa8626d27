/** The command aggregate: what a pipeline gives goes to a cursor, or with $out and $merge into a collection. */
import { aggregate } from '../aggregation/aggregate.ts';
import { splitOutput } from '../aggregation/output.ts';
import { failedToParse } from '../errors.ts';
import { isDocument, toNumber } from '../values/values.ts';
import type { Reply } from '../wire.ts';
import type { Command, CommandTable } from './command.ts';
import { checkName, flag, scopeOf, wholeNumber } from './command.ts';
import { explain } from './explain.ts';
import { hintOf } from './reading.ts';
import { checkDestination, writeOutput } from './write-output.ts';

async function runAggregate(command: Command): Promise<Reply> {
  const { body, engine, database } = command;
  if (flag(body, 'explain')) {
    const { explain: _, ...explained } = body;
    return explain({ ...command, name: 'explain', body: { explain: explained, verbosity: 'queryPlanner' } });
  }
  if (!isDocument(body.cursor)) {
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  }
  const name = toNumber(body.aggregate) === 1 ? '$cmd.aggregate' : checkName(database, body.aggregate);
  const collection = engine.catalogue.find(database, name);
  const scope = scopeOf(command, collection);
  const { stages, output } = splitOutput(body.pipeline, database);
  if (output) checkDestination(engine, output);
  const documents = await aggregate(engine, {
    database,
    collection,
    pipeline: stages,
    scope,
    hint: hintOf(body.hint),
  });
  if (output)
    await writeOutput(engine, output, [...given(documents)], { scope, bypass: flag(body, 'bypassDocumentValidation') });
  return engine.cursors.start(`${database}.${name}`, output ? [][Symbol.iterator]() : documents, {
    batchSize: wholeNumber(body.cursor, 'batchSize'),
  });
}

/** The documents without the pauses between them. */
function* given(documents: Iterator<Buffer | undefined>): Generator<Buffer> {
  for (let next = documents.next(); !next.done; next = documents.next()) if (next.value) yield next.value;
}

export const aggregatingCommands: CommandTable = {
  aggregate: {
    fields: ['pipeline', 'cursor', 'let', 'hint', 'allowDiskUse', 'bypassDocumentValidation', 'explain'],
    run: runAggregate,
  },
};
