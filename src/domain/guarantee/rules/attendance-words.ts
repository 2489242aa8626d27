// The sentences of attendance rules.
import { upperFirst } from '../../phrases.ts';
import { dayInWords } from '../../day.ts';
import { countWords } from '../../time.ts';
import { amountWords, lastMomentWords } from '../amount.ts';
import { nameWords } from '../anchor.ts';
import type { Evidence } from '../evidence.ts';
import type { Session } from '../facts.ts';
import type { Result, Telling } from '../rule.ts';
import type { AttendanceCount, Curable } from './attendance-count.ts';
import type { AttendanceRule, Makeup } from './attendance-rule.ts';

/** What an attendance rule says of its count. */
export function attendanceTelling(
  rule: AttendanceRule,
  count: AttendanceCount,
  evidence: Evidence,
  result: Result,
): Telling {
  const need = requirementWords(rule);
  const have = haveWords(rule, count);
  return { need, have, ...sentences(rule, count, evidence, result, need, have) };
}

function sentences(
  rule: AttendanceRule,
  count: AttendanceCount,
  evidence: Evidence,
  result: Result,
  need: string,
  have: string,
): Pick<Telling, 'student' | 'staff'> {
  const things = thing(rule, 2);
  const next = nextToMakeUp(count);
  switch (result) {
    case 'met':
      return { student: `You have kept this: ${need}.`, staff: `Kept: ${need}; ${have}.` };
    case 'not_yet':
      if (next) {
        const by = next.lastDay === undefined ? '' : ` by ${lastMomentWords(evidence.calendar, next.lastDay)}`;
        const what = `the ${thing(rule, 1)} of ${dayInWords(next.session.on)}`;
        return { student: `Make up ${what}${by}.`, staff: `Must make up ${what}${by}; ${have}.` };
      }
      return { student: `Go on like this: ${need}; ${have} so far.`, staff: `Open: ${need}; ${have} so far.` };
    case 'unknown': {
      if (!count.isStored)
        return { student: `Staff must still enter the ${things}.`, staff: `No ${things} are stored.` };
      const days = listWords(count.unrecorded);
      return {
        student: `Staff must still record whether you were there on ${days}.`,
        staff: `Attendance is not recorded for ${days}.`,
      };
    }
    case 'failed':
      return {
        student: `This was asked: ${need}; ${missedWords(rule, count)}.`,
        staff: `Not kept: ${need}; ${missedWords(rule, count)}.`,
      };
  }
}

/** The makeup that is due first, of those that the remaining makeups allow, in session order. */
function nextToMakeUp(count: AttendanceCount): Curable | undefined {
  let left = count.makeupsLeft;
  const allowed = count.curable.filter(({ usesUp }) => {
    if (!usesUp) return true;
    left -= 1;
    return left >= 0;
  });
  const last = (each: Curable) => each.lastDay ?? Infinity;
  return allowed.reduce<Curable | undefined>(
    (first, each) => (first && last(first) <= last(each) ? first : each),
    undefined,
  );
}

function haveWords({ require }: AttendanceRule, count: AttendanceCount): string {
  if (!count.isStored) return 'nothing recorded';
  if (require.kind === 'maxAbsentMinutes') return `${countWords(count.minutesAbsent, 'minute')} absent`;
  const missed = count.missed.length + count.curable.length;
  const past = count.total - count.planned;
  const attended = `${past - missed - count.unrecorded.length} of ${past} attended`;
  const toMakeUp = count.curable.length === 0 ? '' : `, ${count.curable.length} to make up`;
  return `${attended}${toMakeUp}${count.unrecorded.length === 0 ? '' : `, ${count.unrecorded.length} not recorded`}`;
}

function missedWords({ require }: AttendanceRule, count: AttendanceCount): string {
  if (require.kind === 'maxAbsentMinutes') return `${countWords(count.minutesAbsent, 'minute')} absent`;
  const missed = [...count.missed, ...count.curable.map(({ session }) => session)];
  return `missed: ${listWords(missed)}`;
}

/** At most three days by name: "Wed 18 Nov 2026, Wed 25 Nov 2026 and 2 more". */
function listWords(sessions: readonly Session[]): string {
  const named = sessions.slice(0, 3).map(({ on }) => dayInWords(on));
  const more = sessions.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function requirementWords(rule: AttendanceRule): string {
  const { require } = rule;
  if (require.kind === 'pct') return `attend ${require.least} % of all ${thing(rule, 2)}`;
  if (require.kind === 'maxAbsentMinutes') return `be absent for at most ${countWords(require.most, 'minute')} in all`;
  if (require.most === 0) return `attend every ${thing(rule, 1)}`;
  return `miss at most ${require.most} ${thing(rule, require.most)}`;
}

/** The rule as a sentence of the terms. */
export function attendanceTerms(rule: AttendanceRule): string {
  const need = requirementWords(rule);
  const presence =
    rule.minPresencePct === 100
      ? 'You attend by being there for all of it, on time'
      : `You attend by being there for ${rule.minPresencePct} % of its minutes, on time`;
  const excused =
    rule.excused === 'countsAsPresent'
      ? ' An excused absence counts as present.'
      : rule.excused === 'removed'
        ? ' An excused absence is left out of the count.'
        : '';
  return `${upperFirst(need)}. ${presence}.${excused}${rule.makeup ? ` ${makeupTerms(rule.makeup, thing(rule, 1))}` : ''}`;
}

function makeupTerms({ max, within, excusedWithin, excusedDoesNotCount, modes }: Makeup, what: string): string {
  const howMany = max === undefined ? 'What you miss' : `Up to ${max} of those you miss`;
  const until = within ? ` within ${amountWords(within)} of the ${what}` : '';
  const how = modes ? ` (${modes.map(nameWords).join(' or ')})` : '';
  const excused = excusedWithin ? ` If you were excused, you have ${amountWords(excusedWithin)} for it.` : '';
  const free = excusedDoesNotCount && max !== undefined ? ' Making up an excused one does not use up that number.' : '';
  return `${howMany} can be made up${until}${how}.${excused}${free}`;
}

function thing({ sessions }: AttendanceRule, count: number): string {
  if (sessions === 'sessions') return count === 1 ? 'class' : 'classes';
  const name = nameWords(sessions);
  return count === 1 && name.endsWith('s') ? name.slice(0, -1) : name;
}
