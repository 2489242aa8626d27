// A provider's policy as it is kept: a draft that people work on, and versions that are published once and never change.

import { z } from 'zod';

/** JSON of a policy, as text: so the order of its members and every unknown one survive any database. */
const policyTextSchema = z.string();

/** What was taken out of a draft and can be put back: a card, or what a card said before it went back to the version in force. */
export const removedCardSchema = z.object({
  kind: z.enum(['card', 'change']).default('card'),
  /** Where it stood: "requires.all[2]". */
  path: z.string(),
  title: z.string(),
  json: policyTextSchema,
});
export type RemovedCard = z.infer<typeof removedCardSchema>;

/** A draft that had to give way, to somebody else's or to an older version taken up again; kept so that nothing is lost. */
export const setAsideSchema = z.object({
  id: z.string(),
  json: policyTextSchema,
  by: z.string(),
  byName: z.string(),
  at: z.number(),
  why: z.enum(['overtaken', 'replaced']).default('overtaken'),
});
export type SetAside = z.infer<typeof setAsideSchema>;

export const policyRecordSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  /** Where it was begun from: an archetype, a preset, or "". */
  source: z.string().default(''),
  draft: policyTextSchema,
  /** Grows with every change of the draft; a change names the one it was made from. */
  draftRev: z.number(),
  savedBy: z.string(),
  savedByName: z.string(),
  savedAt: z.number(),
  createdAt: z.number(),
  /** Newest last. */
  removed: z.array(removedCardSchema).default([]),
  setAside: z.array(setAsideSchema).default([]),
  /** Kept from the lists that people choose from; its versions count on. */
  archivedAt: z.number().nullable().default(null),
});
export type PolicyRecord = z.infer<typeof policyRecordSchema>;

export const publishedVersionSchema = z.object({
  /** `<policy>:<number>`. */
  id: z.string(),
  organizationId: z.string(),
  policyId: z.string(),
  /** 1, 2, 3 ... in the order of publishing. */
  number: z.number().int().min(1),
  label: z.string(),
  /** `YYYY-MM-DD`: holds for whoever accepts on this day or later. */
  effectiveFrom: z.string(),
  /** The draft it was made from: one revision gives one version, however often it is published. */
  draftRev: z.number(),
  json: policyTextSchema,
  /** What the student accepts. */
  text: z.string(),
  note: z.string().default(''),
  publishedAt: z.number(),
  by: z.string(),
  byName: z.string(),
  /** SHA-256 over policy, text and day. */
  hash: z.string(),
});
export type PublishedVersion = z.infer<typeof publishedVersionSchema>;

/** The id of a version. */
export function versionIdOf(policyId: string, number: number): string {
  return `${policyId}:${number}`;
}

/** What the hash of a version is taken over. */
export function sealed(version: Pick<PublishedVersion, 'id' | 'json' | 'text' | 'effectiveFrom'>): string {
  return JSON.stringify([version.id, version.effectiveFrom, version.json, version.text]);
}
