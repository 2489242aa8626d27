// The rules of a guarantee as its student reads them: to do, waiting for staff, after the exam, done, lost, not needed; each with what it rests on.

import { momentInWords } from '../../../domain/guarantee/reason-words.ts';
import type { AskedRule } from '../../../domain/guarantee/asked-rules.ts';
import type { JudgedRule } from '../../../domain/guarantee/judged.ts';
import type { JudgedByFile } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { lowerFirst } from '../../../domain/phrases.ts';
import { attendanceMarks } from '../../attendance-marks.ts';
import { chips, type Chip } from '../../chips.ts';
import { findingFacts } from '../../finding-facts.ts';
import { findingLine, titleOfRule, type FindingLine } from '../../finding-lines.ts';
import type { Reader } from '../../moments.ts';
import { openWork } from './open-work.ts';
import { linksOfRule, noExamWords, type GuaranteeLinks } from './rule-links.ts';

/** The groups that are not empty. Who has lost the guarantee asks first by what. */
export function ruleGroups(
  judged: JudgedByFile,
  { classes, exams, now }: MyGuarantee,
  { zone, base, links }: { readonly zone: string; readonly base: string; readonly links: GuaranteeLinks },
) {
  const work = openWork(judged.verdict);
  const group = (id: string, title: string, note: string, asked: readonly AskedRule[]) => ({
    id,
    title: `${title} (${asked.length})`,
    note,
    findings: asked.map((one) => ({
      ...ownLine(one, judged, { zone, now }),
      facts: findingFacts(one.found, judged.file, zone, base),
      marks:
        one.found.rule.rule === 'attendance'
          ? attendanceMarks(classes, judged.file, judged.verdict, now)
          : (false as const),
      ways: waysWords(one),
      changes: isClosed(judged) ? '' : changeWords(one),
      hint: id === 'todo' ? noExamWords(one.found, links, exams) : '',
      links: id === 'todo' || id === 'waiting' ? linksOfRule(one.found, links, exams) : [],
    })),
  });
  const isOver = isClosed(judged);
  const isLost = judged.verdict.verdict === 'ineligible';
  const lost = group('lost', isOver ? 'No longer asked' : 'Lost', '', work.lost);
  const open = [
    isOver || isLost
      ? group('todo', 'Still open', 'It does not matter for the guarantee now', work.todo)
      : group('todo', 'To do', 'Nearest date first', work.todo),
    group('waiting', 'Waiting for staff', 'Not held against you', work.waiting),
    group('later', 'After the exam', 'Nothing to do for it now', work.later),
  ];
  const done = group('done', 'Done', '', work.done);
  const spare = group('spare', 'Not needed', 'Another way counts, or it is not asked of you', work.spare);
  const groups = isLost ? [lost, done, ...open, spare] : [...open, done, lost, spare];
  return groups.filter(({ findings }) => findings.length > 0);
}

/** Whether nothing of the guarantee is lost. */
export function isWhole(judged: JudgedByFile): boolean {
  return openWork(judged.verdict).lost.length === 0 && judged.verdict.rules.length > 0;
}

function isClosed({ verdict }: JudgedByFile): boolean {
  return verdict.verdict === 'not_applicable';
}

/** The sentence that already stands in the title, or in the title and the date beside it. */
const saidByDate: ReadonlySet<string> = new Set(['opt_in', 'course_complete', 'exam_taken', 'on_or_before']);

/** The line of a rule without what it would say twice; somebody who passed has not failed at not passing. */
function ownLine(asked: AskedRule, judged: JudgedByFile, reader: Reader): FindingLine {
  const line = findingLine(asked.found, 'student', reader);
  const { result } = asked;
  const isSaid = (words: string): boolean => words.toLowerCase().includes(line.title.toLowerCase());
  const saysDay = line.by !== false && result !== 'met' && line.need.startsWith('by ');
  const isRepeated =
    (result !== 'failed' && isSaid(line.words)) ||
    (result === 'not_yet' && line.by !== false && saidByDate.has(asked.found.rule.rule));
  return {
    ...line,
    title: asked.isTurned ? turnedTitle(asked.found.rule, line.title) : line.title,
    chip: chipOf(asked, line.chip, judged),
    // The chip says "not yet".
    have: line.have === 'not yet' ? '' : line.have,
    need: saysDay || isSaid(line.need) ? '' : line.need,
    by: result === 'met' || asked.part === 'spare' ? false : line.by,
    words: isRepeated || (asked.isTurned && result !== 'unknown') ? '' : line.words,
  };
}

/** A rule that must not hold, in the policy's own opposite where it has one. */
function turnedTitle({ opposite }: JudgedRule['rule'], title: string): string {
  return opposite?.replace(/\.$/, '') ?? `This must not be so: ${lowerFirst(title)}`;
}

function chipOf({ result, part, isTurned }: AskedRule, own: Chip, judged: JudgedByFile): Chip {
  if (part === 'spare') return { ...chips.notApplicable, word: 'Not needed' };
  if (result === 'failed' && isClosed(judged)) return chips.notApplicable;
  if (!isTurned) return own;
  return result === 'met' ? chips.met : result === 'failed' ? chips.failed : own;
}

const resultWords: Readonly<Record<AskedRule['result'], string>> = {
  met: 'met',
  not_yet: '“not yet” again',
  failed: 'lost',
  unknown: 'a matter for staff',
};

/** "If nothing else happens, this is “not yet” again on Thu 3 Dec 2026.", where no last day beside the rule says it; else "". */
function changeWords({ found: { judgement, evidence }, isTurned, part }: AskedRule): string {
  const next = judgement.changes.find(({ result }) => result !== judgement.result);
  const isSaid = judgement.lastDay !== undefined || judgement.readyUntil !== undefined;
  if (!next || isSaid || isTurned || part !== 'asked') return '';
  return `If nothing else happens, this is ${resultWords[next.result]} on ${momentInWords(next.at, evidence.calendar)}.`;
}

/** At most so many other ways are named in a sentence. */
const waysNamed = 3;

/** "One of these is enough: this, or: attend every class." and "2 of these 3 ..."; "" where there is no choice. */
export function waysWords({ ways }: AskedRule): string {
  if (!ways) return '';
  const left = ways.need - ways.met;
  const named = ways.others.slice(0, waysNamed).map((rules) => rules.map(titleWords).join(', and '));
  const more = ways.others.length - named.length;
  const list = `${named.join('; or ')}${more > 0 ? `; or one of ${more} more` : ''}`;
  return left === 1
    ? `Or do this instead: ${list}.`
    : `You need ${left} of ${ways.others.length + 1}: this, or ${list}.`;
}

function titleWords(found: JudgedRule): string {
  return lowerFirst(titleOfRule(found));
}
