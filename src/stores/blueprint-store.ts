// Blueprints an organization may build exams from: the shipped presets and its own.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { blueprintSchema, type Blueprint } from '../domain/exam/blueprint.ts';
import { documents } from './documents.ts';

const shape = z.object({ id: z.string(), organizationId: z.string(), blueprint: blueprintSchema });

export type BlueprintStore = ReturnType<typeof blueprintStore>;

export function blueprintStore(connection: Connection) {
  const blueprints = documents(connection, 'blueprints', shape, [[{ organizationId: 1 }]]);
  const idOf = (organizationId: string, blueprint: Pick<Blueprint, 'id' | 'version'>): string =>
    `${organizationId}:${blueprint.id}:${blueprint.version}`;
  return {
    prepare: blueprints.prepare,

    /** Publishes a version; it never changes afterwards. */
    publish: (organizationId: string, blueprint: Blueprint) =>
      blueprints.update(
        { _id: idOf(organizationId, blueprint) },
        { $setOnInsert: { organizationId, blueprint } },
        { upsert: true },
      ),

    /** The newest version of each blueprint. */
    async all(organizationId: string): Promise<Blueprint[]> {
      const newest = new Map<string, Blueprint>();
      for (const { blueprint } of await blueprints.find({ organizationId }))
        if ((newest.get(blueprint.id)?.version ?? 0) < blueprint.version) newest.set(blueprint.id, blueprint);
      return [...newest.values()];
    },

    async version(organizationId: string, id: string, version: number): Promise<Blueprint | null> {
      return (await blueprints.findOne({ _id: idOf(organizationId, { id, version }) }))?.blueprint ?? null;
    },
  };
}
