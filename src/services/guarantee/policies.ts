// Policies: begun, drafted by several people without loss, checked, and published as versions that never change.

import { dayInWords, dayText, readDay } from '../../domain/day.ts';
import { lintPolicy, type LintFinding } from '../../domain/guarantee/lint/lint-policy.ts';
import type { Visitor } from '../../domain/person.ts';
import {
  sealed,
  versionIdOf,
  type PolicyRecord,
  type PublishedVersion,
  type RemovedCard,
} from '../../domain/policies/policy-record.ts';
import {
  draftOf,
  stamped,
  storedPolicy,
  unstamped,
  writtenPolicy,
  type RawPolicy,
} from '../../domain/policies/raw-policy.ts';
import { blankPolicy, startingPointOf } from '../../domain/policies/starting-points.ts';
import { plainTextOf } from '../../domain/policies/student-text.ts';
import { inTheWay } from '../../domain/policies/warnings.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant, findZone } from '../../domain/zone.ts';
import type { PolicyStore } from '../../stores/guarantee/policy-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { PoliciesInForce } from './policies-in-force.ts';

/** A policy as lists show it. */
export interface PolicyInList {
  readonly policy: PolicyRecord;
  readonly newest: PublishedVersion | null;
  /** Faults that keep its draft from being published. */
  readonly errors: number;
  readonly warnings: number;
}

/** A published policy that a course can use. */
export interface PolicyChoice {
  readonly policyId: string;
  readonly name: string;
  /** The newest version, which need not be in force yet. */
  readonly number: number;
  readonly label: string;
  /** `YYYY-MM-DD` */
  readonly effectiveFrom: string;
}

/** What became of a draft that was sent: saved, or overtaken by somebody else's and kept aside. */
export type Saved =
  | { readonly kind: 'saved'; readonly policy: PolicyRecord }
  | { readonly kind: 'overtaken'; readonly policy: PolicyRecord; readonly asideId: string };

/** What a draft is changed to. */
export interface DraftSent {
  /** The revision it was made from. */
  readonly rev: number;
  readonly policy: RawPolicy;
  readonly name?: string;
  readonly removed?: readonly RemovedCard[];
}

/** How a draft is published. */
export interface Publishing {
  readonly rev: number;
  /** `YYYY-MM-DD`, today or later in the policy's zone. */
  readonly effectiveFrom: string;
  readonly label: string;
  readonly note: string;
  /** Keys of the warnings that somebody has read and means. */
  readonly acknowledged: readonly string[];
}

/** How many students have accepted a version, or were granted it. */
export interface AcceptedTermsCount {
  countTerms(organizationId: string, policyId: string, number: number): Promise<number>;
}

interface Needs {
  readonly policies: PolicyStore;
  readonly inForce: PoliciesInForce;
  readonly files: AcceptedTermsCount;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId' | 'digest'>;
}

export type Policies = ReturnType<typeof policiesService>;

export function policiesService({ policies, inForce, files, audit, surroundings }: Needs) {
  async function get(visitor: Visitor, policyId: string): Promise<PolicyRecord> {
    demand(visitor, 'publish policies');
    return found(await policies.find(policyId, visitor.organizationId), 'policy');
  }

  const author = (visitor: Visitor) => ({
    savedBy: visitor.personId,
    savedByName: visitor.name,
    savedAt: surroundings.now(),
  });

  const asideOf = (visitor: Visitor, json: string) => ({
    id: surroundings.newId(),
    json,
    by: visitor.personId,
    byName: visitor.name,
    at: surroundings.now(),
    why: 'overtaken' as const,
  });

  /** The draft as it is kept when another takes its place. */
  const replaced = ({ draft, savedBy, savedByName, savedAt }: PolicyRecord) => ({
    id: surroundings.newId(),
    json: draft,
    by: savedBy,
    byName: savedByName,
    at: savedAt,
    why: 'replaced' as const,
  });

  /** Today (`YYYY-MM-DD`) where the policy counts its days, else where the reader is. */
  function todayOf(visitor: Visitor, policy: RawPolicy): string {
    const { timeZone } = policy;
    const zone = (typeof timeZone === 'string' ? findZone(timeZone) : null) ?? findZone(visitor.zone)!;
    return dayText(dayOfInstant(surroundings.now(), zone));
  }

  /** The findings on a policy as it would be published from today on; a version that it lacks is given when it is published. */
  function check(visitor: Visitor, policy: RawPolicy, effectiveFrom?: string): readonly LintFinding[] {
    return lintPolicy(stamped(policy, 'next', effectiveFrom ?? todayOf(visitor, policy)));
  }

  async function publishOnce(
    version: Omit<PublishedVersion, 'id' | 'number' | 'label' | 'hash' | 'json'>,
    label: string,
    policy: RawPolicy,
  ) {
    const { organizationId, policyId, draftRev, effectiveFrom } = version;
    for (;;) {
      const number = ((await policies.newest(organizationId, policyId))?.number ?? 0) + 1;
      const named = label === '' ? String(number) : label;
      const json = writtenPolicy(stamped(policy, named, effectiveFrom));
      const plain = { ...version, id: versionIdOf(policyId, number), number, label: named, json };
      const whole = { ...plain, hash: surroundings.digest(sealed(plain)) };
      if (await policies.publish(whole)) return { version: whole, isNew: true };
      const made = await policies.versionOfDraft(organizationId, policyId, draftRev);
      if (made) return { version: made, isNew: false };
    }
  }

  return {
    get,
    check,
    todayOf,

    /** Every policy of the organization, those put away last. */
    async list(visitor: Visitor): Promise<PolicyInList[]> {
      demand(visitor, 'publish policies');
      const all = await policies.ofOrganization(visitor.organizationId);
      return Promise.all(
        all.map(async (policy) => {
          const findings = check(visitor, draftOf(policy));
          const errors = findings.filter(({ severity }) => severity === 'error').length;
          const newest = await policies.newest(visitor.organizationId, policy.id);
          return { policy, newest, errors, warnings: findings.length - errors };
        }),
      );
    },

    /** The policies that a course can use: published and not put away. */
    async choices(organizationId: string): Promise<PolicyChoice[]> {
      const all = (await policies.ofOrganization(organizationId)).filter(({ archivedAt }) => archivedAt === null);
      const newest = await Promise.all(all.map(({ id }) => policies.newest(organizationId, id)));
      return all.flatMap(({ id, name }, index) => {
        const version = newest[index];
        if (!version) return [];
        const { number, label, effectiveFrom } = version;
        return [{ policyId: id, name, number, label, effectiveFrom }];
      });
    },

    /** Begins a policy from a starting point (an id of `blankSheets` or `startingPoints`), or from a policy that was brought along. */
    async create(visitor: Visitor, name: string, from: { readonly start: string } | { readonly policy: RawPolicy }) {
      demand(visitor, 'publish policies');
      const source = 'start' in from ? from.start : 'import';
      const policy =
        'policy' in from
          ? from.policy
          : (blankPolicy(from.start, visitor.zone) ?? found(startingPointOf(from.start), 'starting point').policy);
      const now = surroundings.now();
      const record: PolicyRecord = {
        id: surroundings.newId(),
        organizationId: visitor.organizationId,
        name,
        source,
        draft: JSON.stringify(policy),
        draftRev: 1,
        ...author(visitor),
        createdAt: now,
        removed: [],
        setAside: [],
        archivedAt: null,
      };
      await policies.insert(record);
      await audit.noteInOrganization(visitor, {
        act: 'policy begun',
        subjectId: record.id,
        reason: '',
        detail: { name, source },
      });
      return record;
    },

    /** Saves a draft. If somebody else saved since `rev`, theirs stands and this one is kept aside. */
    async save(visitor: Visitor, policyId: string, sent: DraftSent): Promise<Saved> {
      const policy = await get(visitor, policyId);
      const draft = JSON.stringify(sent.policy);
      const change = {
        draft,
        ...author(visitor),
        ...(sent.name === undefined ? {} : { name: sent.name }),
        ...(sent.removed === undefined ? {} : { removed: [...sent.removed] }),
      };
      const saved = await policies.changeDraft({ ...policy, draftRev: sent.rev }, change);
      if (saved) return { kind: 'saved', policy: saved };
      const newest = await get(visitor, policyId);
      // Both meant the same: nothing has to be kept twice.
      if (newest.draft === draft && (sent.name ?? newest.name) === newest.name)
        return { kind: 'saved', policy: newest };
      const aside = asideOf(visitor, draft);
      const kept = found(await policies.keepAside(policyId, visitor.organizationId, aside), 'policy');
      return { kind: 'overtaken', policy: kept, asideId: aside.id };
    },

    /** Makes a draft that was kept aside the draft; the one that stood there is kept aside instead. */
    async takeAside(visitor: Visitor, policyId: string, rev: number, asideId: string): Promise<Saved> {
      const policy = await get(visitor, policyId);
      const mine = found(
        policy.setAside.find(({ id }) => id === asideId),
        'kept draft',
      );
      const saved = await policies.changeDraft(
        { ...policy, draftRev: rev },
        { draft: mine.json, ...author(visitor) },
        replaced(policy),
      );
      if (!saved) return { kind: 'overtaken', policy: await get(visitor, policyId), asideId };
      return { kind: 'saved', policy: (await policies.dropAside(policyId, visitor.organizationId, asideId)) ?? saved };
    },

    /**
     * Begins the draft anew from a published version. What stood there is kept aside, unless it is published itself.
     * @throws Refusal not-found for a version that there is not; already-done when somebody changed the draft since `rev`
     */
    async goBackTo(visitor: Visitor, policyId: string, rev: number, number: number): Promise<PolicyRecord> {
      const policy = await get(visitor, policyId);
      const version = found(await policies.version(visitor.organizationId, policyId, number), 'version');
      const isPublished = (await policies.versionOfDraft(visitor.organizationId, policyId, rev)) !== null;
      const draft = JSON.stringify(unstamped(storedPolicy(version.json)));
      const change = { draft, ...author(visitor), removed: [] };
      const saved = await policies.changeDraft(
        { ...policy, draftRev: rev },
        change,
        isPublished || policy.draft === draft ? null : replaced(policy),
      );
      if (!saved)
        throw new Refusal(
          'already-done',
          `${(await get(visitor, policyId)).savedByName} changed the draft meanwhile. Look at it first; nothing was replaced.`,
        );
      const detail = { number, label: version.label };
      await audit.noteInOrganization(visitor, { act: 'policy taken back', subjectId: policyId, reason: '', detail });
      return saved;
    },

    /** Throws a kept draft away. */
    async dropAside(visitor: Visitor, policyId: string, asideId: string): Promise<void> {
      const policy = await get(visitor, policyId);
      found(
        policy.setAside.find(({ id }) => id === asideId),
        'kept draft',
      );
      await policies.dropAside(policyId, visitor.organizationId, asideId);
    },

    /**
     * Publishes the draft as the next version. Publishing one revision again gives the version that it gave before.
     * @throws Refusal invalid with errors, with warnings nobody acknowledged, and for a day before today; already-done when
     * the draft was changed meanwhile
     */
    async publish(visitor: Visitor, policyId: string, publishing: Publishing): Promise<PublishedVersion> {
      const policy = await get(visitor, policyId);
      const { rev, effectiveFrom, label, note, acknowledged } = publishing;
      const made = await policies.versionOfDraft(visitor.organizationId, policyId, rev);
      if (made) return asAsked(made, publishing);
      if (policy.draftRev !== rev)
        throw new Refusal(
          'already-done',
          `${policy.savedByName} changed the draft meanwhile. Look at it again, then publish.`,
        );
      const raw = draftOf(policy);
      refuseEarlierDay(effectiveFrom, todayOf(visitor, raw));
      refuseFindings(check(visitor, raw, effectiveFrom), acknowledged);
      const text = plainTextOf(stamped(raw, label, effectiveFrom));
      if (text === null) throw new Refusal('invalid', 'This policy cannot be read yet. Put its faults right first.');
      const { version, isNew } = await publishOnce(
        {
          organizationId: visitor.organizationId,
          policyId,
          effectiveFrom,
          draftRev: rev,
          text,
          note,
          publishedAt: surroundings.now(),
          by: visitor.personId,
          byName: visitor.name,
        },
        label,
        raw,
      );
      inForce.forgetDays();
      if (isNew) {
        const { number, hash } = version;
        const detail = { number, label: version.label, effectiveFrom, hash, acknowledged };
        await audit.noteInOrganization(visitor, { act: 'policy published', subjectId: policyId, reason: note, detail });
      }
      return asAsked(version, publishing);
    },

    /** Every version of a policy, newest first. */
    async versions(visitor: Visitor, policyId: string): Promise<PublishedVersion[]> {
      await get(visitor, policyId);
      return policies.versions(visitor.organizationId, policyId);
    },

    /** One version of a policy. @throws Refusal not-found */
    async versionOf(visitor: Visitor, policyId: string, number: number): Promise<PublishedVersion> {
      await get(visitor, policyId);
      return found(await policies.version(visitor.organizationId, policyId, number), 'version');
    },

    /** How many students keep a version, because they accepted it or were granted it. */
    async keptBy(visitor: Visitor, policyId: string, number: number): Promise<number> {
      demand(visitor, 'publish policies');
      return files.countTerms(visitor.organizationId, policyId, number);
    },

    /** Puts a policy away, or back. Courses that use it, and students who accepted it, keep it. */
    async archive(visitor: Visitor, policyId: string, isArchived: boolean, reason: string): Promise<void> {
      await get(visitor, policyId);
      await policies.setArchived(policyId, visitor.organizationId, isArchived ? surroundings.now() : null);
      const act = isArchived ? 'policy put away' : 'policy brought back';
      await audit.noteInOrganization(visitor, { act, subjectId: policyId, reason, detail: {} });
    },

    /**
     * The version that a student may be granted instead of theirs: one of the policy that holds in the course.
     * @throws Refusal not-allowed without the right, not-found for another policy's version or none
     */
    async mayGrant(visitor: Visitor, coursePolicyId: string | null, policyId: string, number: number) {
      demand(visitor, 'grant kinder version');
      const isOfCourse = coursePolicyId !== null && policyId === coursePolicyId;
      const version = isOfCourse ? await inForce.version(visitor.organizationId, policyId, number) : null;
      return found(version, 'version');
    },

    /** The versions that staff may grant a student of a course, newest first. */
    async grantable(visitor: Visitor, coursePolicyId: string | null): Promise<PublishedVersion[]> {
      demand(visitor, 'grant kinder version');
      return coursePolicyId === null ? [] : policies.versions(visitor.organizationId, coursePolicyId);
    },
  };
}

function refuseEarlierDay(effectiveFrom: string, today: string): void {
  if (effectiveFrom >= today) return;
  const message = `Give today (${today}) or a later day: nobody’s terms change for days that are over.`;
  throw new Refusal('invalid', message, [{ path: 'effectiveFrom', message }]);
}

function refuseFindings(findings: readonly LintFinding[], acknowledged: readonly string[]): void {
  const [first] = inTheWay(findings, acknowledged);
  if (!first) return;
  const isError = first.severity === 'error';
  const message = isError
    ? `${first.fault} ${first.cure} Faults must be put right before publishing.`
    : `Read each warning and tick it if you mean it so: ${first.fault}`;
  throw new Refusal('invalid', message, [{ path: isError ? first.path : 'acknowledged', message }]);
}

/**
 * The version that a draft was published as. Pressing twice is one publishing; whoever wanted another day, label or note is told that
 * somebody was first. @throws Refusal already-done
 */
function asAsked(version: PublishedVersion, { effectiveFrom, label, note }: Publishing): PublishedVersion {
  const isSame =
    version.effectiveFrom === effectiveFrom && version.note === note && (label === '' || label === version.label);
  if (isSame) return version;
  const message = `${version.byName} has published this draft already, as version ${version.label} from ${dayInWords(readDay(version.effectiveFrom)!)} on. Look at it; to change it, change the draft and publish again.`;
  throw new Refusal('already-done', message, [{ path: 'effectiveFrom', message }]);
}
