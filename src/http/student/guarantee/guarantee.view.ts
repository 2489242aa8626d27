// "My guarantee": where the student stands, what to do next, every rule with what it rests on, the dates drawn, dry runs, leave, the terms.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { Pause } from '../../../domain/evidence/student-file.ts';
import { dayWords, momentWords, zoneName } from '../../../domain/time.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { JudgedByFile } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { chips, type Chip } from '../../chips.ts';
import { paperHref } from '../../finding-facts.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { termsChanges, termsParts } from '../../terms-text.ts';
import { answerOf, hasPausableRules } from './guarantee-answer.ts';
import { besideView } from './guarantee-beside.ts';
import { missingWords } from './missing-words.ts';
import { nextStepOf } from './next-step.ts';
import { isWhole, ruleGroups } from './rule-groups.ts';
import type { GuaranteeLinks } from './rule-links.ts';
import { timelineOf } from './timeline.ts';
import { timelinePoints } from './timeline-points.ts';
import { whatIfView, type SitOnAsked } from './what-if.ts';

export interface GuaranteeAsked {
  readonly sitOn: SitOnAsked;
  readonly done: string;
  readonly links: GuaranteeLinks;
  /** Names the press of a button, so that pressing twice counts once. */
  readonly actId: string;
  /** Whether the visitor may accept and ask: not the LMS's test student. */
  readonly mayAct: boolean;
  readonly zone: string;
  /** What was refused: which form, what was entered, and what is wrong with it. */
  readonly refused: {
    readonly form: 'accept' | 'pause';
    readonly entries: Readonly<Record<string, string>>;
    readonly faults: readonly Fault[];
  } | null;
}

const doneWords: Readonly<Record<string, string>> = {
  accepted: 'You have accepted the terms. They are yours from now on.',
  pause: 'You have asked for leave. Staff decide; you see their answer here.',
};

/** Everything `guarantee.hbs` prints. */
export function guaranteeView(mine: MyGuarantee, page: Page, asked: GuaranteeAsked) {
  const { judgment, offered } = mine;
  const isNone = judgment.kind === 'no guarantee';
  const judged = judgment.kind === 'judged' ? judgment : null;
  const next = nextStepOf(mine, asked.links, asked.zone);
  return {
    page,
    crumb: false as const,
    title: 'My guarantee',
    notice: doneWords[asked.done] ?? '',
    summary: errorSummary(asked.refused?.faults ?? []),
    isTest: !asked.mayAct,
    isNone,
    lead: isNone ? (false as const) : { ...answerOf(mine, asked.zone), next, isAlone: next === false },
    missing: missingWords(mine),
    accept: acceptView(mine, page, asked),
    timeline: (judged && timelineFor(judged, mine, asked.zone)) ?? (false as const),
    groups: judged ? ruleGroups(judged, mine, { zone: asked.zone, base: page.base, links: asked.links }) : [],
    lostNothing: judged !== null && isWhole(judged),
    whatIf: whatIfView(mine, `${page.base}/guarantee`, asked.sitOn, asked.zone),
    leave: judged ? leaveView(judged, page, asked) : (false as const),
    terms: termsView(mine, page, asked.zone),
    beside: isNone ? (false as const) : besideView(mine, asked.links, asked.zone),
    joined: joinedWords(mine, asked.zone),
    foot: offered || judged ? `Worked out ${momentWords(mine.now, asked.zone)}.` : '',
  };
}

function acceptView({ judgment, offered }: MyGuarantee, page: Page, { mayAct, refused }: GuaranteeAsked) {
  if (judgment.file.terms !== null || !offered || !mayAct) return false as const;
  const faults = refused?.form === 'accept' ? refused.faults : [];
  return {
    action: `${page.base}/guarantee/accept`,
    csrf: page.csrf,
    policyId: offered.policyId,
    number: offered.number,
    version: versionWords(offered),
    parts: termsParts(offered.text),
    error: faults.find(({ path }) => path === 'read')?.message ?? '',
  };
}

function timelineFor(judged: JudgedByFile, { plan, classes, now }: MyGuarantee, readerZone: string) {
  const { zone } = judged.verdict.calendar;
  const held = classes
    .filter(({ isCancelled, list }) => !isCancelled && list === 'sessions')
    .map(({ on }) => readDay(on)!);
  return timelineOf({
    points: timelinePoints(judged, plan, { zone: readerZone, now }),
    classes: held.length < 2 ? null : { from: Math.min(...held), to: Math.max(...held) },
    today: dayOfInstant(now, zone),
    zoneWords: zoneName(zone.name),
  });
}

const pauseChips: Readonly<Record<Pause['status'], Chip>> = {
  asked: { ...chips.waiting, word: 'Asked' },
  approved: { ...chips.met, word: 'Approved' },
  refused: { ...chips.failed, word: 'Refused' },
  revoked: { ...chips.voided, word: 'Revoked' },
};

/** Leave that was asked for or given, and the form while it can still move a date. */
function leaveView(judged: JudgedByFile, page: Page, { actId, mayAct, refused, zone }: GuaranteeAsked) {
  const { file, verdict, version } = judged;
  const moves =
    hasPausableRules(version.compiled) && !['approve', 'not_applicable', 'eligible'].includes(verdict.verdict);
  if (!moves && Object.keys(file.pauses).length === 0) return false as const;
  const isRefused = refused?.form === 'pause';
  const faults = isRefused ? refused.faults : [];
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, value: isRefused ? (refused.entries[words.name] ?? '') : '', isRequired: true }, faults);
  return {
    pauses: Object.values(file.pauses)
      .toSorted((a, b) => a.from.localeCompare(b.from))
      .map((pause) => ({
        chip: pauseChips[pause.status],
        days: `${dayInWords(readDay(pause.from)!)} to ${dayInWords(readDay(pause.to)!)}`,
        words: pauseWords(pause, zone),
        paper: paperHref(pause.fileId, page.base),
      })),
    isOpen: moves,
    form:
      mayAct && moves
        ? {
            action: `${page.base}/guarantee/pause`,
            csrf: page.csrf,
            actId: isRefused ? (refused.entries['actId'] ?? actId) : actId,
            isOpen: isRefused,
            fields: [
              field({ name: 'from', label: 'First day away', type: 'date', size: 'mid' }),
              field({ name: 'to', label: 'Last day away', type: 'date', size: 'mid' }),
              field({
                name: 'reason',
                label: 'Reason',
                help: 'Staff of this course read it. You need not say what an illness was.',
                isTextarea: true,
              }),
            ],
          }
        : (false as const),
  };
}

function pauseWords({ reason, decided, byName, source, at }: Pause, zone: string): string {
  const who = source === 'staff' ? `given by ${byName}` : 'asked by you';
  const answer = decided && decided.why !== '' ? ` ${decided.byName}: ${decided.why}` : '';
  return `${reason} (${who}, ${dayWords(at, zone)}).${answer}`;
}

function termsView({ judgment, offered }: MyGuarantee, page: Page, zone: string) {
  const { terms } = judgment.file;
  if (!terms) return false as const;
  const label = judgment.kind === 'judged' ? judgment.version.label : String(terms.number);
  const isGranted = terms.source === 'staff';
  const how = isGranted ? `granted by ${terms.byName}` : 'accepted';
  const isOlder = offered !== null && (offered.policyId !== terms.policyId || offered.number !== terms.number);
  return {
    summary: `Version ${label} of the terms, ${how} ${momentWords(terms.at, zone)}.`,
    reason: terms.reason,
    parts: termsParts(terms.text),
    downloadHref: `${page.base}/guarantee/terms.txt`,
    newer: isOlder
      ? {
          words: `Newer terms exist: ${versionWords(offered)}. They do not change yours.`,
          changes: termsChanges(terms.text, offered.text),
        }
      : (false as const),
    earlier: judgment.file.earlierTerms.map(({ number, at }) => `Version ${number}, from ${dayWords(at, zone)}`),
  };
}

function versionWords({ label, effectiveFrom }: { readonly label: string; readonly effectiveFrom: string }): string {
  const day = readDay(effectiveFrom);
  return `version ${label}${day === null ? '' : `, in force from ${dayInWords(day)}`}`;
}

/** What staff did who joined two accounts of this person; "" where nobody did. */
function joinedWords({ joined }: MyGuarantee, zone: string): string {
  if (!joined) return '';
  const other = joined.courseTitle === null ? 'another account of yours' : `your account in “${joined.courseTitle}”`;
  return `${joined.byName} joined this account with ${other} on ${dayWords(joined.at, zone)}. What is recorded in either of them counts here: dates, classes, modules, mock exams and official exams. If the other account is not yours, tell staff: they can undo it.`;
}
