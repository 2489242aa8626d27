// One student's file: where they stand, what each rule rests on, everything recorded, what was done, and how it stood on another day.

import { dayInWords, dayText } from '../../../domain/day.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import { verdictJson } from '../../../domain/guarantee/verdict-json.ts';
import { dayWords, momentWords } from '../../../domain/time.ts';
import type { StudentRecord } from '../../../services/guarantee/student-record.ts';
import { attendanceMarks } from '../../attendance-marks.ts';
import { chips } from '../../chips.ts';
import { changeView } from '../../deadlines.ts';
import { findingFacts } from '../../finding-facts.ts';
import { findingLine } from '../../finding-lines.ts';
import type { Page } from '../../page.ts';
import { standingChip, verdictWord } from '../../standing-chips.ts';
import { termsParts } from '../../terms-text.ts';
import type { Reader } from '../table-moments.ts';
import { eventView } from '../event-words.ts';
import { joinedAccount } from './joined-account.ts';
import { recordSections, type RecordLinks } from './record-sections.ts';

export interface StudentFileAsked {
  readonly mayWaive: boolean;
  readonly mayRecord: boolean;
  readonly mayGrantRetakes: boolean;
  readonly mayGrantTerms: boolean;
  readonly mayJoin: boolean;
  readonly asOf: { readonly typed: string; readonly error: string };
  readonly done: string;
}

/** So many acts are listed, the newest first. */
const actsListed = 200;

const doneWords: Readonly<Record<string, string>> = {
  joined: 'The accounts are joined. Facts, claims and retakes of both are read together from now on.',
  undone: 'The join is undone. Each account has again exactly what is recorded of it.',
  terms: 'The other version is theirs now. They can read it, with your reason.',
};

/** Everything `student-file.hbs` prints. */
export function studentFileView(record: StudentRecord, page: Page, asked: StudentFileAsked, reader: Reader) {
  const { person, judgment } = record;
  const path = `${page.base}/students/${person.id}`;
  const links = linksOf(path, page.base, record, asked);
  return {
    page,
    crumb: { href: `${page.base}/eligibility`, label: 'Eligibility' },
    title: person.name,
    notice: doneWords[asked.done] ?? '',
    chip: standingChip(judgment),
    ...answerOf(record, reader),
    about: aboutOf(record, reader.zone),
    acts: actsOf(links, path, asked, record.joined !== null),
    joined: record.joined
      ? joinedAccount(record.joined, `${page.base}/students`, asked.mayJoin ? `${path}/join` : '', reader)
      : (false as const),
    missing: [...record.missing.dates, ...record.missing.courseDates].map(({ label }) => label),
    missingValues: record.missing.values.map(({ label }) => label),
    evidenceHref: links.evidence,
    faults: judgment.kind === 'unjudged' ? judgment.faults : [],
    findings: findingsOf(record, reader, asked.mayWaive ? page.base : null),
    marks: attendanceMarks(
      record.classes,
      judgment.file,
      judgment.kind === 'judged' ? judgment.verdict : null,
      record.now,
    ),
    sections: recordSections(record, links, reader),
    terms: termsOf(record, path, asked, reader.zone),
    replay: replayView(record, path, asked, reader),
    history: record.events
      .slice(-actsListed)
      .toReversed()
      .map((event) => eventView(event, reader)),
    raw: judgment.kind === 'judged' ? JSON.stringify(judgment.rawFacts, null, 2) : '',
  };
}

function linksOf(
  path: string,
  base: string,
  { person: { id: personId }, joined }: StudentRecord,
  asked: StudentFileAsked,
): RecordLinks {
  const if_ = (may: boolean, href: string): string => (may ? href : '');
  return {
    evidence: if_(asked.mayRecord, `${path}/evidence`),
    waive: if_(asked.mayWaive, `${path}/waive`),
    pause: if_(asked.mayWaive, `${path}/pause`),
    // What was recorded of the other account of a join may lie in another course, where these pages do not reach.
    attempts: if_(joined === null, `${base}/attempts`),
    official: if_(joined === null && asked.mayGrantRetakes, `${base}/official-results/${personId}`),
    claims: if_(asked.mayGrantRetakes, `${base}/claims`),
    retakes: `${base}/retakes-ledger`,
    grantRetake: if_(asked.mayGrantRetakes, `${base}/retakes-ledger/grant?person=${personId}`),
  };
}

function actsOf(links: RecordLinks, path: string, { mayGrantTerms, mayJoin }: StudentFileAsked, isJoined: boolean) {
  return [
    { href: links.evidence, label: 'Record evidence' },
    { href: links.waive, label: 'Waive or extend' },
    { href: links.pause, label: 'Leave' },
    { href: mayGrantTerms ? `${path}/terms` : '', label: 'Other terms' },
    // A join that holds says in the page's head how to undo it.
    { href: mayJoin && !isJoined ? `${path}/join` : '', label: 'Join accounts' },
  ].filter(({ href }) => href !== '');
}

function answerOf({ judgment }: StudentRecord, reader: Reader) {
  if (judgment.kind === 'judged') {
    const { json, verdict } = judgment;
    const changesAt =
      verdict.change && json.changesOn ? changeView(verdict.change.at, verdict.calendar.zone, reader) : false;
    return { answer: json.staffWords, change: json.changeWords === undefined ? '' : staffChange(judgment), changesAt };
  }
  const answer =
    judgment.kind === 'unjudged'
      ? 'The facts need another look before anything can be said.'
      : 'No guarantee is given in this course yet.';
  return { answer, change: '', changesAt: false as const };
}

function staffChange({ verdict }: Extract<StudentRecord['judgment'], { kind: 'judged' }>): string {
  const to = verdict.change?.to.verdict;
  return to === undefined ? '' : `By time alone “${verdictWord(to)}” on`;
}

/** "ana@school.example · in the LMS: 12345 · terms: version 1". */
function aboutOf({ person, judgment }: StudentRecord, zone: string): string {
  const { terms } = judgment.file;
  const version = terms ? `version ${terms.number} since ${dayWords(terms.at, zone)}` : 'not accepted yet';
  return [person.email ?? '', person.sourcedId === null ? '' : `in the LMS ${person.sourcedId}`, `terms: ${version}`]
    .filter((part) => part !== '')
    .join(', ');
}

function findingsOf({ judgment }: StudentRecord, reader: Reader, base: string | null) {
  if (judgment.kind !== 'judged') return [];
  return judgment.verdict.rules.map((found) => ({
    ...findingLine(found, 'staff', reader),
    facts: findingFacts(found, judgment.file, reader.zone, base),
    marks: false as const,
  }));
}

function termsOf({ judgment }: StudentRecord, path: string, { mayGrantTerms }: StudentFileAsked, zone: string) {
  const { terms, earlierTerms } = judgment.file;
  const inForce = judgment.kind === 'judged' ? judgment.version : null;
  const words = terms
    ? `Version ${terms.number}, ${terms.source === 'staff' ? `granted by ${terms.byName}` : 'accepted by the student'}, ${momentWords(terms.at, zone)}.`
    : inForce
      ? `Not accepted yet. Until then version ${inForce.label}, which is in force today, is judged by.`
      : '';
  return {
    words,
    reason: terms?.reason ?? '',
    parts: termsParts(terms?.text ?? inForce?.text ?? ''),
    earlier: earlierTerms.map(({ number, at, byName }) => `Version ${number}, ${byName}, ${dayWords(at, zone)}`),
    grantHref: mayGrantTerms ? `${path}/terms` : '',
  };
}

function replayView(
  { judgment, replay, now }: StudentRecord,
  path: string,
  { asOf }: StudentFileAsked,
  reader: Reader,
) {
  if (judgment.kind !== 'judged') return false as const;
  const { zone } = judgment.verdict.calendar;
  const typed = replay ? dayText(replay.on) : asOf.typed === '' ? dayText(dayOfInstant(now, zone)) : asOf.typed;
  return {
    action: path,
    typed,
    error: asOf.error,
    result: replay ? replayed(replay, judgment, reader) : (false as const),
  };
}

function replayed(
  { on, verdict }: NonNullable<StudentRecord['replay']>,
  judgment: Extract<StudentRecord['judgment'], { kind: 'judged' }>,
  reader: Reader,
) {
  const json = verdictJson(verdict);
  return {
    chip: standingChip({ ...judgment, verdict, badge: verdict.verdict === 'ineligible' ? 'lost' : 'other' }),
    strong: `At the end of ${dayInWords(on)}:`,
    words: json.staffWords,
    findings: verdict.rules.map((rule) => ({
      chip: resultChips[rule.judgement.result],
      text: findingLine(rule, 'staff', reader).words,
    })),
  };
}

const resultChips = {
  met: chips.met,
  not_yet: chips.notYet,
  failed: chips.failed,
  unknown: chips.needsReview,
} as const;
