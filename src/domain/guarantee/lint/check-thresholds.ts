// Thresholds: numbers with which a rule is always met, can never be met, or says less than it seems to.
import { asObject, joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Bag, type Outline, numberIn, textIn } from './outline.ts';
import { spanOf } from './span.ts';

type Check = (raw: Bag, path: string) => LintFinding[];

/** What each rule's numbers are checked for. */
const CHECKS: Readonly<Record<string, Check>> = {
  mock: mockNumbers,
  exam_after_readiness: (raw, path) => [...scoreOutOfReach(raw, path), ...noScore(raw, path)],
  attendance: attendanceNumbers,
  coursework: courseworkNumbers,
  progress: (raw, path) => neverAsked(raw, 'pct', path),
  gain: gainNumbers,
  opt_in: (raw, path) => negativePause(raw, path),
};

/** Numbers that make a rule empty or impossible. */
export function emptyOrImpossible({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => (Object.hasOwn(CHECKS, rule) ? CHECKS[rule]!(raw, path) : []));
}

function mockNumbers(raw: Bag, path: string): LintFinding[] {
  const count = numberIn(raw, 'count') ?? 1;
  const maxAttempts = numberIn(raw, 'maxAttempts');
  const mode = textIn(raw, 'mode');
  const found = scoreOutOfReach(raw, path);
  if (maxAttempts !== undefined && maxAttempts < count) {
    const fault = `${count} mock exams are asked for, but only the first ${maxAttempts} count: nobody can meet this.`;
    found.push(error(joinPath(path, ['maxAttempts']), fault, `Let at least ${count} count.`));
  }
  if (mode === 'taken' && numberIn(raw, 'minScore') !== undefined) {
    const fault = '"taken" does not look at scores: this score is asked of nobody.';
    found.push(warning(joinPath(path, ['minScore']), fault, 'Use "best" to ask for it, or leave it out.'));
  }
  return mode === 'taken' || mode === undefined ? found : [...found, ...noScore(raw, path)];
}

function scoreOutOfReach(raw: Bag, path: string): LintFinding[] {
  const minScore = numberIn(raw, 'minScore');
  if (minScore === undefined || minScore <= 100) return [];
  const fault = `A score of ${minScore} is asked for, but scores of mock exams are percentages: nobody reaches it.`;
  return [error(joinPath(path, ['minScore']), fault, 'Give a percentage from 0 to 100.')];
}

function noScore(raw: Bag, path: string): LintFinding[] {
  if (memberOf(raw, 'minScore') === 'pass') return [];
  const minScore = numberIn(raw, 'minScore');
  if (minScore !== undefined && minScore > 0) return [];
  const fault = 'No score is asked for: every mock exam with any score counts.';
  return [warning(joinPath(path, ['minScore']), fault, 'Give "minScore", or ask for mock exams "taken".')];
}

function attendanceNumbers(raw: Bag, path: string): LintFinding[] {
  const require = asObject(memberOf(raw, 'require')) ?? {};
  const makeup = asObject(memberOf(raw, 'makeup'));
  const found = neverAsked(require, 'pct', joinPath(path, ['require']));
  if (numberIn(raw, 'minPresencePct') === 0) {
    const fault = 'Who was there for 0 % of a session counts as present: nobody can miss one.';
    found.push(warning(joinPath(path, ['minPresencePct']), fault, 'Give a percentage above 0.'));
  }
  if (makeup && numberIn(require, 'maxAbsentMinutes') !== undefined) {
    const fault = 'Minutes absent count whether a session is made up or not: the makeups change nothing.';
    found.push(
      warning(joinPath(path, ['makeup']), fault, 'Leave them out, or limit missed sessions instead of minutes.'),
    );
  }
  return makeup ? [...found, ...makeupNumbers(makeup, joinPath(path, ['makeup']))] : found;
}

function makeupNumbers(makeup: Bag, path: string): LintFinding[] {
  const [within, excused] = [spanOf(makeup['within']), spanOf(makeup['excusedWithin'])];
  const found: LintFinding[] = [];
  if (numberIn(makeup, 'max') === 0) {
    found.push(warning(joinPath(path, ['max']), 'No makeup is ever allowed.', 'Leave "makeup" out, or allow some.'));
  }
  if (within && within.amount.count < 0) {
    const fault = 'A makeup would have to come before the session that was missed.';
    found.push(error(joinPath(path, ['within']), fault, 'Give 0 or more.'));
  }
  if (within && excused && excused.most < within.least) {
    const fault = 'Excused students get less time for a makeup than others.';
    found.push(warning(joinPath(path, ['excusedWithin']), fault, 'Give them at least as much, or leave it out.'));
  }
  if (makeup['excusedDoesNotCount'] === true && numberIn(makeup, 'max') === undefined) {
    const fault = 'There is no limit of makeups, so it makes no difference whether excused ones use it up.';
    found.push(warning(joinPath(path, ['excusedDoesNotCount']), fault, 'Give "max", or leave this out.'));
  }
  return found;
}

function courseworkNumbers(raw: Bag, path: string): LintFinding[] {
  const gradeMin = numberIn(raw, 'gradeMin');
  const lateMax = numberIn(raw, 'lateMax');
  const found = gradeMin === undefined && lateMax === undefined ? neverAsked(raw, 'pct', path) : [];
  if (lateMax !== undefined && lateMax < 0) {
    found.push(error(joinPath(path, ['lateMax']), 'Fewer than no late work is asked for.', 'Give 0 or more.'));
  }
  if (gradeMin !== undefined && gradeMin > 100) {
    const fault = `A grade of ${gradeMin} is asked for; grades are mostly percentages.`;
    found.push(warning(joinPath(path, ['gradeMin']), fault, 'Check the scale of the grades.'));
  }
  return found;
}

function neverAsked(raw: Bag, key: string, path: string): LintFinding[] {
  if (numberIn(raw, key) !== 0) return [];
  return [warning(joinPath(path, [key]), '0 % is asked for: everybody meets this.', 'Give a percentage above 0.')];
}

function gainNumbers(raw: Bag, path: string): LintFinding[] {
  const target = numberIn(raw, 'target');
  if (target === undefined || target > 0) return [];
  const fault = `The promise is kept by a gain of ${target}: only students whose score fell could claim.`;
  return [warning(joinPath(path, ['target']), fault, 'Give the smallest gain that you promise, for example 1.')];
}

function negativePause(raw: Bag, path: string): LintFinding[] {
  const pausable = asObject(memberOf(raw, 'pausable'));
  if (numberIn(pausable ?? {}, 'maxDays') !== 0) return [];
  return [warning(joinPath(path, ['pausable', 'maxDays']), 'Pauses move this by 0 days.', 'Leave "pausable" out.')];
}
