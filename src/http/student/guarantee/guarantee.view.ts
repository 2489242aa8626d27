// "My guarantee": where the student stands, what to do next, every rule with what it rests on, the dates drawn, dry runs, leave, the terms.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { Pause } from '../../../domain/evidence/student-file.ts';
import { dayWords, momentWords, zoneName } from '../../../domain/time.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { JudgedByFile } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { attendanceMarks } from '../../attendance-marks.ts';
import { chips, type Chip } from '../../chips.ts';
import { findingFacts, paperHref } from '../../finding-facts.ts';
import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import { findingLine, type FindingLine } from '../../finding-lines.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Reader } from '../../moments.ts';
import type { Page } from '../../page.ts';
import { termsChanges, termsParts } from '../../terms-text.ts';
import { answerOf, hasPausableRules, nextStepOf, openRules, type GuaranteeLinks } from './guarantee-answer.ts';
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
    groups: judged ? groupsOf(judged, mine, asked.zone, page.base) : [],
    lostNothing: judged !== null && judged.verdict.rules.every(({ judgement }) => judgement.result !== 'failed'),
    whatIf: whatIfView(mine, `${page.base}/guarantee`, asked.sitOn, asked.zone),
    leave: judged ? leaveView(judged, page, asked) : (false as const),
    terms: termsView(mine, page, asked.zone),
    links: linksView(asked.links),
    foot: offered || judged ? `Worked out ${momentWords(mine.now, asked.zone)}.` : '',
  };
}

/** What staff still have to record; nobody loses anything by it. */
function missingWords({ missing, judgment }: MyGuarantee): string[] {
  if (judgment.kind === 'no guarantee') return [];
  const dates = missing.dates.map(({ label }) => `Your date “${label.toLowerCase()}” is missing`);
  const courseDates = missing.courseDates.map(({ label }) => `The course’s date “${label.toLowerCase()}” is missing`);
  return [...dates, ...courseDates].map((words) => `${words}; staff have been told. It is never held against you.`);
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

function groupsOf(judged: JudgedByFile, { classes, now }: MyGuarantee, zone: string, base: string) {
  const { rules } = judged.verdict;
  const of = (result: 'met' | 'failed') => rules.filter(({ judgement }) => judgement.result === result);
  const group = (id: string, title: string, note: string, found: typeof rules) => ({
    id,
    title: `${title} (${found.length})`,
    note,
    findings: found.map((one) => {
      const isAttendance = one.rule.rule === 'attendance';
      return {
        ...ownLine(one, judged, { zone, now }),
        facts: findingFacts(one, judged.file, zone, base),
        marks: isAttendance ? attendanceMarks(classes, judged.file, now) : (false as const),
      };
    }),
  });
  const lost = group('lost', isClosed(judged) ? 'No longer asked' : 'Lost', '', of('failed'));
  const todo = group('todo', 'To do', 'Nearest date first', openRules(rules));
  const done = group('done', 'Done', '', of('met'));
  // Who has lost the guarantee asks first by what.
  const groups = judged.verdict.verdict === 'ineligible' ? [lost, done, todo] : [todo, done, lost];
  return groups.filter(({ findings }) => findings.length > 0);
}

function isClosed({ verdict }: JudgedByFile): boolean {
  return verdict.verdict === 'not_applicable';
}

/** The line of a rule without what it would say twice; somebody who passed has not failed at not passing. */
function ownLine(found: FoundRule, judged: JudgedByFile, reader: Reader): FindingLine {
  const line = findingLine(found, 'student', reader);
  const { result } = found.judgement;
  const isSaid = (words: string): boolean => words.toLowerCase().includes(line.title.toLowerCase());
  const saysDay = line.by !== false && result !== 'met' && line.need.startsWith('by ');
  return {
    ...line,
    chip: result === 'failed' && isClosed(judged) ? chips.notApplicable : line.chip,
    need: saysDay || isSaid(line.need) ? '' : line.need,
    by: result === 'met' ? false : line.by,
    words: result === 'not_yet' && isSaid(line.words) ? '' : line.words,
  };
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

function linksView(links: GuaranteeLinks) {
  const all = [
    { href: links.claim, label: 'My claims' },
    { href: links.retakes, label: 'My retakes' },
    { href: links.attendance, label: 'My classes' },
    { href: links.officialExam, label: 'My official exam' },
  ];
  return all.filter(({ href }) => href !== '');
}
