// Everything recorded of a student, section by section: what, its value, who recorded it and when.

import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import type { Origin } from '../../../domain/evidence/recorded.ts';
import type { OfficialSitting } from '../../../domain/evidence/student-file.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { standingWords } from '../../../domain/retakes/words.ts';
import { kindWords } from '../../../domain/retakes/kind.ts';
import { countWords, dayWords, momentWords } from '../../../domain/time.ts';
import type { StudentRecord } from '../../../services/guarantee/student-record.ts';
import { dayTextWords } from '../../day-words.ts';
import { sourceWords } from '../../origin-words.ts';
import { waiverWords } from '../../finding-facts.ts';
import type { Reader } from '../table-moments.ts';
import { recordedWords } from '../../../domain/acts/told.ts';
import { claimCell } from './board-glances.ts';

/** One line of a section. */
export interface RecordLine {
  readonly label: string;
  readonly words: string;
  /** Who recorded it, and when; "" where nobody has to be named. */
  readonly origin: string;
  readonly href: string;
}

/** Exactly the names that a section of `student-file.hbs` prints. */
export interface RecordSection {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly RecordLine[];
  /** What stands there while nothing is recorded. */
  readonly none: string;
  readonly link: { readonly href: string; readonly label: string } | false;
}

/** Where staff record things; "" where the reader may not. */
export interface RecordLinks {
  readonly evidence: string;
  readonly waive: string;
  readonly pause: string;
  /** Attempts of exams, and results of the official exam, of this course's own account. */
  readonly attempts: string;
  readonly official: string;
  readonly claims: string;
  readonly retakes: string;
  readonly grantRetake: string;
}

/** The sections of the file, in the order of a course. */
export function recordSections(record: StudentRecord, links: RecordLinks, reader: Reader): RecordSection[] {
  const { judgment, plan } = record;
  const { file } = judgment;
  const { zone } = reader;
  const origin = (of: Origin): string => `${sourceWords(of)}, ${dayWords(of.at, zone)}`;
  const line = (label: string, words: string, of: Origin | null, href = ''): RecordLine => ({
    label,
    words,
    origin: of ? origin(of) : '',
    href,
  });
  const link = (href: string, label: string): RecordSection['link'] => (href === '' ? false : { href, label });
  const toEvidence = link(links.evidence, 'Record or correct');
  const unknownModule = record.joined ? 'A module of the other course' : 'A module that is gone';
  const titleOf = new Map(plan.modules.map(({ id, title }) => [id, title]));
  return [
    {
      id: 'dates',
      title: 'Dates and facts',
      none: 'No date is recorded yet.',
      link: toEvidence,
      lines: [
        ...Object.entries(file.dates).map(([name, of]) => line(factLabel(name), day(of.value), of)),
        ...Object.entries(file.suggestions)
          .filter(([name]) => !Object.hasOwn(file.dates, name))
          .map(([name, of]) => line(factLabel(name), `perhaps ${day(of.value)}; it counts once staff confirm it`, of)),
        ...Object.entries(file.values).map(([name, of]) => line(factLabel(name), recordedWords(of.value), of)),
        ...(file.priorAttempts
          ? [line('Attempts before the course', String(file.priorAttempts.value), file.priorAttempts)]
          : []),
      ],
    },
    {
      id: 'completion',
      title: 'Completion',
      none: 'No module, coursework or progress is recorded yet.',
      link: toEvidence,
      lines: [
        ...Object.entries(file.modules).map(([id, of]) =>
          line(titleOf.get(id) ?? unknownModule, moduleWords(of.value), of),
        ),
        ...(file.coursework ? [line('Coursework', recordedWords(file.coursework.value), file.coursework)] : []),
        ...Object.values(file.progress).map((of) => line(of.value.list ?? 'Progress', recordedWords(of.value), of)),
        ...Object.values(file.qbank).map((of) => line('Question bank', recordedWords(of.value), of)),
      ],
    },
    {
      id: 'mocks',
      title: 'Mock exams',
      none: 'No mock exam has been scored yet.',
      link: false,
      lines: Object.entries(file.mocks)
        .toSorted(([, a], [, b]) => b.at - a.at)
        .map(([id, { title, at, score, kind, isValid }]) => ({
          label: title,
          words: `${score === null ? 'not scored' : `${score.toFixed(2)} %`}, counts as ${kind}${isValid ? '' : ': void, counts for nothing'}`,
          origin: `scored by Resit, ${momentWords(at, zone)}`,
          href: links.attempts === '' ? '' : `${links.attempts}/${id}/file`,
        })),
    },
    {
      id: 'official',
      title: 'Official exam',
      none: 'No booking or sitting is recorded yet.',
      link: false,
      lines: Object.values(file.sittings)
        .toSorted((a, b) => a.on.localeCompare(b.on))
        .map((sitting) =>
          line(
            day(sitting.on),
            sittingWords(sitting, zone),
            sitting,
            links.official === '' ? '' : `${links.official}/${sitting.id}`,
          ),
        ),
    },
    {
      id: 'baselines',
      title: 'Scores from before the course',
      none: 'None is recorded.',
      link: toEvidence,
      lines: Object.values(file.baselines).map((of) =>
        line(
          of.value.kind === 'official' ? 'Official score' : 'Diagnostic',
          `${of.value.score} on ${day(of.value.on)}`,
          of,
        ),
      ),
    },
    {
      id: 'waivers',
      title: 'Waivers and extensions',
      none: 'Nothing is waived or extended.',
      link: link(links.waive, 'Waive or extend'),
      lines: Object.values(file.waivers).map((waiver) => ({
        label: upperFirst(nameWords(waiver.rule)),
        words: waiverWords(waiver, zone),
        origin:
          waiver.revokedAt === null ? '' : `taken back by ${waiver.revokedByName ?? 'staff'}: ${waiver.revokedWhy}`,
        href: '',
      })),
    },
    {
      id: 'pauses',
      title: 'Leave',
      none: 'No leave was asked for.',
      link: link(links.pause, 'Give or decide leave'),
      lines: Object.values(file.pauses).map((pause) =>
        line(`${day(pause.from)} to ${day(pause.to)}`, `${pause.status}: ${pause.reason}`, pause),
      ),
    },
    {
      id: 'claims',
      title: 'Claims',
      none: 'No claim was filed.',
      link: false,
      lines: claimLines(record, links),
    },
    {
      id: 'retakes',
      title: 'Retakes',
      none: 'No retake was granted.',
      link: link(links.grantRetake, 'Grant a retake'),
      lines: record.retakes.map(({ entitlement, standing }) => ({
        label: kindWords(entitlement.kind),
        words: standingWords(entitlement, standing).staff,
        origin: `granted ${day(entitlement.issuedOn)}`,
        // One that was granted in another course, to the account joined with this one, has its page there.
        href: links.retakes === '' || entitlement.courseId !== plan.id ? '' : `${links.retakes}/${entitlement.id}`,
      })),
    },
  ];
}

const day = dayTextWords;

function moduleWords({ on, grade }: { readonly on: string; readonly grade: number | null }): string {
  return `done ${day(on)}${grade === null ? '' : `, grade ${grade}`}`;
}

const results: Readonly<Record<OfficialSitting['result'], string>> = {
  booked: 'booked',
  pass: 'passed',
  fail: 'not passed',
  pending: 'result pending',
  no_show: 'did not come',
  cancelled: 'canceled',
};

function sittingWords(
  { result, score, resultReleasedOn, verified, place, fileIds }: OfficialSitting,
  zone: string,
): string {
  const parts = [
    results[result],
    score === null ? '' : `score ${score}`,
    resultReleasedOn === null ? '' : `released ${day(resultReleasedOn)}`,
    place,
    fileIds.length === 0 ? '' : countWords(fileIds.length, 'paper'),
    verified
      ? `verified by ${verified.byName}, ${dayWords(verified.at, zone)}`
      : result === 'booked'
        ? ''
        : 'not verified yet: counts as pending',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function claimLines({ claims, now }: StudentRecord, links: RecordLinks): RecordLine[] {
  return claims.map((claim) => {
    const { chip, due, distance } = claimCell(claim, now);
    return {
      label: claim.id,
      words: due === '' ? chip.word : `${chip.word}, ${due}, ${distance}`,
      origin: `filed ${dayWords(claim.receivedAt ?? claim.createdAt, claim.zone)}`,
      href: links.claims === '' || claim.isElsewhere ? '' : `${links.claims}/${claim.id}`,
    };
  });
}
