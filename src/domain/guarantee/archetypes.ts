// The twelve archetypes: policies that stand for what training providers publish, by name.
import archetypes from './archetypes.json' with { type: 'json' };

/** The raw policy of an archetype; undefined if there is none of that name. */
export function archetype(name: string): unknown {
  return Object.hasOwn(archetypes, name) ? archetypes[name as keyof typeof archetypes] : undefined;
}

/** The names of all archetypes. */
export const archetypeNames: readonly string[] = Object.keys(archetypes);
