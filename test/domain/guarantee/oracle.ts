// An independent evaluator, naive on purpose: written from the words of the language's section 8 alone, it looks for the
// moment of change by trying one moment after another. Tests compare the program with it on random cases.
import {
  type Amount,
  type Clock,
  type Day,
  addAmount,
  dayOf,
  instantText,
  momentText,
  nextDay,
  readInstant,
  startOfDay,
  tooLate,
} from './oracle-calendar.ts';
import { entitlementStanding, entitlementInstants } from './oracle-entitlement.ts';
import { ladderStanding } from './oracle-ladder.ts';
import { gainKnown, readyUntil, resultOfRule, thousandths } from './oracle-rules.ts';
import {
  type RawFacts,
  type RawNode,
  type RawPolicy,
  type Result,
  type World,
  anchorDay,
  extended,
  isReleased,
  listUntilToday,
  worldAt,
} from './oracle-world.ts';

/** Where a student stands, with days and instants as texts. */
export interface Standing {
  readonly verdict: string;
  readonly reason: string;
  readonly claimBy?: Day | undefined;
  readonly remedies?: readonly string[] | undefined;
  readonly refundPct?: number | undefined;
  readonly readyUntil?: string | undefined;
  readonly stage?: number | undefined;
  readonly expires?: Day | undefined;
  readonly usableFrom?: Day | undefined;
  readonly lastUsableDay?: Day | undefined;
}

const DAY_MS = 86_400_000;

/** The whole answer. */
export interface Answer extends Standing {
  readonly changesOn?: string | undefined;
  readonly changesTo?: string | undefined;
  readonly changeReason?: string | undefined;
  /** The result of every rule by its id. */
  readonly findings: Readonly<Record<string, Result>>;
}

/** Judges facts by a policy at an instant; looks for a change so many days ahead. Input that is not valid may throw. */
export function oracle(rawPolicy: RawPolicy, facts: RawFacts, asOfText: string, daysAhead: number): Answer {
  const pinnedOn = rawPolicy['versions'] ? ((rawPolicy['pinOn'] as string | undefined) ?? 'enrolledOn') : undefined;
  const policy = pinnedOn === undefined ? rawPolicy : versionFor(rawPolicy, facts, pinnedOn);
  if (!policy) {
    const stage = rawPolicy['kind'] === 'ladder' ? { stage: 1 } : {};
    return { verdict: 'needs_review', reason: 'version', ...stage, findings: {} };
  }
  const clock: Clock = {
    zone: policy['timeZone'] as string,
    cutoff: (policy['cutoff'] as string | undefined) ?? undefined,
    holidays: (policy['holidays'] as Day[] | undefined) ?? [],
  };
  const asOf = readInstant(asOfText, clock.zone);
  const world = worldAt(facts, clock, asOf, pinnedOn);
  const standingAt = (at: number) => standing(policy, world, at);
  const now = standingAt(asOf);
  const rules = policy['requires'] ? rulesOf(policy['requires'] as RawNode) : [];
  const findings = Object.fromEntries(rules.map((rule) => [rule.id!, resultOfRule(rule, world, asOf)]));
  return { ...now, ...changeAfter(now, world, standingAt, daysAhead), findings };
}

/** The latest version in effect on the pinned day; its keys replace the policy's own. */
function versionFor(policy: RawPolicy, facts: RawFacts, pinnedOn: string): RawPolicy | undefined {
  const day = (facts[pinnedOn] ?? undefined) as Day | undefined;
  const versions = (policy['versions'] as { effectiveFrom: Day }[]).filter(
    ({ effectiveFrom }) => day !== undefined && effectiveFrom <= day,
  );
  const latest = versions.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)).at(-1);
  return latest && { ...policy, ...latest };
}

function standing(policy: RawPolicy, world: World, at: number): Standing {
  if (policy['kind'] === 'ladder') return ladderStanding(policy, world, at);
  if (policy['kind'] === 'entitlement') return entitlementStanding(policy, world, at);
  return guaranteeStanding(policy, world, at);
}

/** Tries every start of a day, every cut-off and every instant of a booking until the standing differs. */
function changeAfter(now: Standing, world: World, standingAt: (at: number) => Standing, daysAhead: number) {
  const { clock, asOf } = world;
  const moments = new Set(entitlementInstants(world));
  // A cut-off that its zone skips moves on into the next day: yesterday's may still lie ahead.
  let day = addAmount(world.today, { days: -1 }, []);
  for (let left = daysAhead + 3; left > 0; left -= 1) {
    moments.add(startOfDay(day, clock.zone));
    moments.add(tooLate(day, clock));
    day = nextDay(day);
  }
  const later = [...moments].filter((at) => at > asOf && at < asOf + daysAhead * DAY_MS);
  for (const at of later.sort((a, b) => a - b)) {
    const then = standingAt(at);
    if (!differs(now, then)) continue;
    return { changesOn: momentText(at, clock.zone), changesTo: then.verdict, changeReason: then.reason };
  }
  return {};
}

function differs(a: Standing, b: Standing): boolean {
  if (a.verdict !== b.verdict) return true;
  if (JSON.stringify(a.remedies) !== JSON.stringify(b.remedies)) return true;
  return a.verdict === 'needs_review' && a.reason !== b.reason;
}

interface Tree {
  readonly result: Result;
  readonly rule: RawNode | undefined;
  readonly children: readonly Tree[];
}

function judge(node: RawNode, world: World, at: number): Tree {
  if (node.rule !== undefined) return { result: resultOfRule(node, world, at), rule: node, children: [] };
  const parts = node.all ?? node.any ?? node.of!;
  const need = node.all ? parts.length : node.any ? 1 : node.nOf!;
  const children = parts.map((part) => judge(part, world, at));
  return { result: folded(need, children), rule: undefined, children };
}

function folded(need: number, children: readonly Tree[]): Result {
  const [met, unknown, notYet] = [count(children, 'met'), count(children, 'unknown'), count(children, 'not_yet')];
  if (met >= need) return 'met';
  if (met + unknown + notYet < need) return 'failed';
  return met + unknown >= need && met + notYet < need ? 'unknown' : 'not_yet';
}

function count(children: readonly Tree[], wanted: Result): number {
  return children.filter(({ result }) => result === wanted).length;
}

function reasonOf(tree: Tree): string {
  if (tree.rule) return tree.rule.id!;
  return reasonOf(tree.children.find(({ result }) => result === tree.result)!);
}

function failedLeaves(tree: Tree): RawNode[] {
  if (tree.result !== 'failed') return [];
  return tree.rule ? [tree.rule] : tree.children.flatMap(failedLeaves);
}

function rulesOf(node: RawNode): RawNode[] {
  if (node.rule !== undefined) return [node];
  return (node.all ?? node.any ?? node.of!).flatMap(rulesOf);
}

function guaranteeStanding(policy: RawPolicy, world: World, at: number): Standing {
  const isPassed = world.attempts.some((attempt) => attempt.result === 'pass' && isReleased(world, attempt, at));
  if (isPassed && policy['scoreBased'] !== true) return { verdict: 'not_applicable', reason: 'passed' };
  const tree = judge(policy['requires'] as RawNode, world, at);
  switch (tree.result) {
    case 'failed':
      return failedLeaves(tree).every(({ rule }) => rule === 'gain')
        ? { verdict: 'not_applicable', reason: 'target_reached' }
        : { verdict: 'ineligible', reason: reasonOf(tree) };
    case 'unknown':
      return { verdict: 'needs_review', reason: reasonOf(tree) };
    case 'not_yet': {
      const running = rulesOf(policy['requires'] as RawNode).flatMap((rule) => readyUntil(rule, world, at) ?? []);
      const until = running.length === 0 ? undefined : instantText(Math.min(...running), world.clock.zone);
      return { verdict: 'on_track', reason: reasonOf(tree), readyUntil: until };
    }
    case 'met':
      return claimStanding(policy, world, at);
  }
}

interface RawClaim {
  readonly receivedAt: string;
  readonly evidence?: readonly string[];
  readonly laterEvidence?: readonly { item: string; on: Day }[];
  readonly choice?: string;
}

interface RawTerms {
  readonly window?: { anchor: string; amount: Amount };
  readonly evidence?: readonly string[];
  readonly evidenceGrace?: Amount;
}

function claimStanding(policy: RawPolicy, world: World, at: number): Standing {
  const { window, evidence, evidenceGrace } = (policy['claim'] ?? {}) as RawTerms;
  const { clock, facts, asOf, today } = world;
  const anchor = window && anchorDay(world, window.anchor, at);
  if (window && anchor === undefined) return { verdict: 'on_track', reason: 'claim_anchor' };
  const written = window && addAmount(anchor!, window.amount, clock.holidays);
  const deadline = written && extended(world, 'claim_window', written);
  const end = deadline === undefined ? Infinity : tooLate(deadline, clock);
  const raw = (facts['claim'] ?? undefined) as RawClaim | undefined;
  const receivedAt = raw && readInstant(raw.receivedAt, clock.zone);
  const claim = receivedAt !== undefined && receivedAt <= asOf ? raw : undefined;
  const { open, gain } = openRemedies(policy, world, claim ? dayOf(receivedAt!, clock.zone) : today, at);
  if (!claim) {
    if (at >= end) return { verdict: 'ineligible', reason: 'claim_window' };
    if (open.length === 0) return { verdict: 'ineligible', reason: 'remedy_not_available', ...listed(open, gain) };
    return { verdict: 'eligible', reason: 'all_met', claimBy: deadline, ...listed(open, gain) };
  }
  if (receivedAt! >= end) return { verdict: 'ineligible', reason: 'claim_window' };
  const filedOn = dayOf(receivedAt!, clock.zone);
  const graceDay = addAmount(filedOn, evidenceGrace ?? { days: 0 }, clock.holidays);
  const lastEvidenceDay = extended(world, 'evidence', [graceDay, deadline ?? graceDay].sort()[1]!);
  const isThere = (item: string) =>
    (claim.evidence ?? []).includes(item) ||
    (claim.laterEvidence ?? []).some(
      (later) => later.item === item && later.on <= today && later.on <= lastEvidenceDay,
    );
  if (!(evidence ?? []).every(isThere)) {
    return { verdict: at < tooLate(lastEvidenceDay, clock) ? 'needs_review' : 'ineligible', reason: 'evidence' };
  }
  const chosen = claim.choice === undefined ? open : open.filter(({ type }) => type === claim.choice);
  if (chosen.length === 0) return { verdict: 'ineligible', reason: 'remedy_not_available', ...listed(open, gain) };
  return { verdict: 'approve', reason: 'all_met', ...listed(chosen, gain) };
}

interface RawRemedy {
  readonly type: string;
  readonly exclusiveWith?: readonly string[];
  readonly noActivityAfter?: string;
  readonly onlyIfGainAtMost?: number;
  readonly table?: { pctPerPoint: number };
}

function openRemedies(policy: RawPolicy, world: World, judgedOn: Day, at: number) {
  const gainRule = rulesOf(policy['requires'] as RawNode).find(({ rule }) => rule === 'gain');
  const gain = gainRule ? gainKnown(gainRule, world, at) : undefined;
  const taken = listUntilToday<{ type: string; on?: Day }>(world, 'remediesTaken', 'on').filter(
    ({ on }) => on === undefined || on <= judgedOn,
  );
  const activity = listUntilToday<{ on: Day }>(world, 'activity', 'on').filter(({ on }) => on <= judgedOn);
  const open = ((policy['remedies'] ?? []) as RawRemedy[]).filter((remedy) => {
    if (taken.some(({ type }) => remedy.exclusiveWith?.includes(type))) return false;
    // Remedies stay as judged, so the anchor is looked up at the instant of judging.
    const from = remedy.noActivityAfter && anchorDay(world, remedy.noActivityAfter, world.asOf);
    if (from !== undefined && activity.some(({ on }) => on > from)) return false;
    if (remedy.onlyIfGainAtMost === undefined) return true;
    return gain !== undefined && gain <= thousandths(remedy.onlyIfGainAtMost);
  });
  return { open, gain };
}

function listed(remedies: readonly RawRemedy[], gain: number | undefined): Pick<Standing, 'remedies' | 'refundPct'> {
  const table = remedies.find((remedy) => remedy.table)?.table;
  const types = remedies.map(({ type }) => type);
  if (!table || gain === undefined) return { remedies: types };
  const exact = (100_000_000 - thousandths(table.pctPerPoint) * gain) / 1_000_000;
  return { remedies: types, refundPct: Math.min(100, Math.max(0, exact)) };
}
