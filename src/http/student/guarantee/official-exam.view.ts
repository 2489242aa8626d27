// My official exam: what is booked and what came out, what staff have checked, and what saving something would mean for the guarantee.

import {
  isStudentsToChange,
  isToCheck,
  sittingResults,
  sittingsInOrder,
} from '../../../domain/claims/official-sitting.ts';
import { takenWords, uploadWords, type Upload } from '../../../domain/claims/upload.ts';
import { dayInWords, dayText, readDay } from '../../../domain/day.ts';
import type { OfficialSitting } from '../../../domain/evidence/student-file.ts';
import { distanceWords, momentWords } from '../../../domain/time.ts';
import { dayOfInstant, findZone, startOfDay } from '../../../domain/zone.ts';
import type { Judgment } from '../../../services/guarantee/eligibility.ts';
import type { OfficialExam, SittingPreview } from '../../../services/guarantee/official-exam.ts';
import { chips, type Chip } from '../../chips.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { sittingFields } from '../../sitting-form.ts';
import { standingChip } from '../../standing-chips.ts';
import type { RefusedForm } from './claim.view.ts';

export interface OfficialExamAsked {
  readonly mine: OfficialExam;
  readonly files: ReadonlyMap<string, Upload>;
  readonly done: string;
  readonly refused: RefusedForm | null;
  readonly preview: SittingPreview | null;
  readonly zone: string;
}

const doneWords: Readonly<Record<string, string>> = {
  booked: 'Your exam date is kept.',
  reported: 'Kept. Staff check it, then it counts.',
  dropped: 'The booking is gone.',
  paper: 'The report is added.',
};

/** Everything `student/guarantee/official-exam.hbs` prints. */
export function officialExamView(asked: OfficialExamAsked, page: Page) {
  const { mine, refused } = asked;
  const sittings = sittingsInOrder(mine.file);
  return {
    page,
    crumb: { href: `${page.base}/guarantee`, label: 'My guarantee' },
    title: 'My official exam',
    notice: doneWords[asked.done] ?? '',
    summary: errorSummary(
      (refused?.faults ?? []).map((fault) => ({ ...fault, path: `${refused!.form}-${fault.path}` })),
    ),
    ...answerOf(mine, sittings),
    claimHref: `${page.base}/claim`,
    sittings: sittings.map((sitting) => sittingPart(asked, sitting, page)),
    booking: formPart(asked, 'booking', null, page),
    report: formPart(asked, 'report', null, page),
  };
}

/** The first sentence: what is next. */
function answerOf({ plan, now, judgment }: OfficialExam, sittings: readonly OfficialSitting[]) {
  const zone = plan.zone ?? 'UTC';
  const today = dayText(dayOfInstant(now, findZone(zone)!));
  const next = sittings.findLast(({ result, on }) => result === 'booked' && on >= today);
  const over = sittings.find(({ result, on }) => result === 'booked' && on < today);
  const record = judgment.kind === 'judged' ? judgment.json.words : '';
  const exam = plan.examName;
  if (over)
    return {
      answer: `How did the ${exam} of ${dayWordsOf(over.on)} go?`,
      reason: 'Report it below, whatever came out. Staff check it, then it counts for your guarantee.',
      isOver: true,
    };
  if (next)
    return { answer: `Your ${exam} is booked for ${whenWords(next, zone, now)}.`, reason: record, isOver: false };
  if (sittings.length > 0)
    return {
      answer: `${dayWordsOf(sittings[0]!.on)}: ${sittingResults[sittings[0]!.result].toLowerCase()}.`,
      reason: sittings.some(isToCheck)
        ? `Staff have still to check what you reported; then it counts. ${record}`
        : record,
      isOver: false,
    };
  return {
    answer: `Tell us when you sit the ${exam}.`,
    reason: 'Your guarantee may depend on the day. Before you save anything you see what it would mean.',
    isOver: false,
  };
}

function dayWordsOf(day: string): string {
  return dayInWords(readDay(day)!);
}

/** "Sat 19 Dec 2026, 09:00 Chicago time, in 26 days". */
function whenWords({ on, startAt }: OfficialSitting, zone: string, now: number): string {
  if (startAt !== null) return `${momentWords(startAt, zone)}, ${distanceWords(startAt, now, zone)}`;
  const start = startOfDay(readDay(on)!, findZone(zone)!);
  const isToday = dayOfInstant(now, findZone(zone)!) === readDay(on);
  return `${dayWordsOf(on)}, ${isToday ? 'today' : distanceWords(start, now, zone)}`;
}

/** The state of a sitting: what staff have not checked does not count yet. */
export function sittingChip({ result, verified }: OfficialSitting): Chip {
  if (result === 'booked') return { ...chips.notYet, word: 'Booked' };
  if (result === 'pending') return { ...chips.waiting, word: 'No result yet' };
  if (verified === null) return { ...chips.needsReview, word: 'To be checked' };
  if (result === 'pass') return chips.passed;
  if (result === 'fail') return chips.notPassed;
  return { ...chips.notApplicable, word: sittingResults[result] };
}

/** What is recorded of a sitting, as lines. */
export function sittingFacts(sitting: OfficialSitting, zone: string): { label: string; words: string }[] {
  const { on, startAt, place, result, score, resultReleasedOn, verified, byName, at } = sitting;
  const facts = [
    { label: 'When', words: startAt === null ? dayWordsOf(on) : momentWords(startAt, zone) },
    { label: 'Where', words: place },
    { label: 'How it went', words: result === 'booked' ? '' : sittingResults[result] },
    { label: 'Score', words: score === null ? '' : String(score) },
    { label: 'Result out', words: resultReleasedOn === null ? '' : dayWordsOf(resultReleasedOn) },
    { label: 'Entered', words: `${byName}, ${momentWords(at, zone)}` },
    { label: 'Checked', words: verified === null ? '' : `${verified.byName}, ${momentWords(verified.at, zone)}` },
  ];
  return facts.filter(({ words }) => words !== '');
}

/** The uploaded reports of a sitting. */
export function sittingFiles({ fileIds }: OfficialSitting, files: ReadonlyMap<string, Upload>, base: string) {
  return fileIds.flatMap((id) => {
    const upload = files.get(id);
    if (!upload) return [];
    const href = `${base}/uploads/${id}`;
    return [
      {
        name: upload.name,
        words: uploadWords(upload),
        href,
        downloadHref: `${href}?download=1`,
        isImage: /^image\/(png|jpeg|webp)$/.test(upload.type),
      },
    ];
  });
}

function sittingPart(asked: OfficialExamAsked, sitting: OfficialSitting, page: Page) {
  const isTheirs = isStudentsToChange(sitting);
  const isBooked = sitting.result === 'booked';
  const form = `upload-${sitting.id}`;
  const isRefused = asked.refused?.form === form;
  return {
    id: sitting.id,
    title: dayWordsOf(sitting.on),
    chip: sittingChip(sitting),
    facts: sittingFacts(sitting, asked.zone),
    files: sittingFiles(sitting, asked.files, page.base),
    change: isTheirs && isBooked ? formPart(asked, 'booking', sitting, page) : (false as const),
    report: isTheirs ? formPart(asked, 'report', sitting, page) : (false as const),
    dropAction: isTheirs && isBooked ? `${page.base}/official-exam/${sitting.id}/drop` : '',
    csrf: page.csrf,
    checkedWords: isTheirs ? '' : 'Staff have checked this. If something is wrong with it, ask them to correct it.',
    upload: isBooked
      ? (false as const)
      : {
          id: `field-upload-${sitting.id}-file`,
          action: `${page.base}/uploads`,
          csrf: page.csrf,
          for: 'sitting',
          of: sitting.id,
          item: '',
          person: asked.mine.file.personId,
          label: sitting.fileIds.length === 0 ? 'Add the score report' : 'Add another page',
          help: takenWords,
          error: isRefused ? (asked.refused!.faults[0]?.message ?? '') : '',
          isMain: sitting.fileIds.length === 0,
        },
  };
}

function formPart(asked: OfficialExamAsked, kind: 'booking' | 'report', sitting: OfficialSitting | null, page: Page) {
  const form = `${kind}-${sitting?.id ?? 'new'}`;
  const isMine = asked.refused?.form === form;
  const { mine } = asked;
  const zone = mine.plan.zone ?? asked.zone;
  return {
    form,
    title: titleOf(kind, sitting),
    action: sitting ? `${page.base}/official-exam/${sitting.id}` : `${page.base}/official-exam`,
    csrf: page.csrf,
    isBooking: kind === 'booking',
    isOpen: isMine,
    fields: sittingFields({
      form,
      sitting,
      isBooking: kind === 'booking',
      entries: isMine ? asked.refused!.entries : null,
      faults: isMine ? asked.refused!.faults : [],
      zone,
      reader: 'student',
    }),
    meaning: isMine && asked.preview ? meaningOf(asked.preview, kind === 'booking') : (false as const),
  };
}

function titleOf(kind: 'booking' | 'report', sitting: OfficialSitting | null): string {
  if (kind === 'booking') return sitting ? 'Change the date' : 'I have booked it';
  if (!sitting) return 'I have sat it, and it is not listed here';
  return sitting.result === 'booked' ? 'Report how it went' : 'Change what I reported';
}

/** What saving would mean, by the same evaluator that judges. */
function meaningOf({ before, after }: SittingPreview, isBooking: boolean) {
  const words = (judgment: Judgment): string =>
    judgment.kind === 'judged' ? judgment.json.words : 'Staff must look at your record first.';
  return {
    answer: isBooking ? 'With this date:' : 'Once staff have checked this:',
    before: standingChip(before),
    after: standingChip(after),
    words: words(after),
  };
}
