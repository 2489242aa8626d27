// The audit trail: what staff did, each act chained to the one before by a hash, so that none can be changed or taken out unnoticed.

/** What was done, by whom, to what, when and why. */
export interface AuditAct {
  /** The chain it belongs to: a course's id, or that of an organization for what belongs to no course. */
  readonly courseId: string;
  /** An attempt, an exam, a person, a policy, an API key. */
  readonly subjectId: string;
  readonly act: string;
  readonly by: string;
  readonly byName: string;
  readonly at: number;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An act in its place: the first of a chain has number 1 and follows the empty hash. */
export interface ChainedAct extends AuditAct {
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** A hash of a text, hex. */
export type Digest = (text: string) => string;

/** Where a chain does not hold, in words. */
export interface ChainFault {
  readonly number: number;
  readonly words: string;
}

/** The chain of an organization: of all that belongs to no course. */
export function organizationChain(organizationId: string): string {
  return `organization:${organizationId}`;
}

/** Puts an act behind the last one of its chain. */
export function chained(act: AuditAct, last: Pick<ChainedAct, 'number' | 'hash'> | null, digest: Digest): ChainedAct {
  const number = (last?.number ?? 0) + 1;
  const previousHash = last?.hash ?? '';
  return { ...act, number, previousHash, hash: digest(canonical(act, number, previousHash)) };
}

/** The first place at which a chain's acts, in order of number, do not form the chain that was written; null when they do. */
export function chainFault(
  acts: readonly ChainedAct[],
  before: Pick<ChainedAct, 'number' | 'hash'> | null,
  digest: Digest,
): ChainFault | null {
  let last = before;
  for (const act of acts) {
    const number = (last?.number ?? 0) + 1;
    if (act.number !== number) return { number, words: `Act ${number} is missing.` };
    if (act.previousHash !== (last?.hash ?? ''))
      return { number, words: `Act ${number} does not follow the act before it.` };
    if (act.hash !== digest(canonical(act, number, act.previousHash)))
      return { number, words: `Act ${number} was changed after it was written.` };
    last = act;
  }
  return null;
}

/**
 * What is wrong with the end of a chain: acts taken away at its end leave a chain that holds, and only what was noted of its end
 * beside it tells. `there` is the act that stands where the chain was noted to end. The note may lag behind (it is written after
 * the act), so acts after it are no fault.
 */
export function endFault(
  there: Pick<ChainedAct, 'hash'> | null,
  end: Pick<ChainedAct, 'number' | 'hash'> | null,
): ChainFault | null {
  if (!end) return null;
  const { number } = end;
  if (!there) return { number, words: `Act ${number} is missing.` };
  return there.hash === end.hash ? null : { number, words: `Act ${number} was changed after it was written.` };
}

/** An act as one text that is the same wherever it is computed: members by name, whatever order they were stored in. */
function canonical(
  { courseId, subjectId, act, by, byName, at, reason, detail }: AuditAct,
  number: number,
  previousHash: string,
): string {
  return JSON.stringify([number, previousHash, courseId, subjectId, act, by, byName, at, reason, sorted(detail)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]);
}
