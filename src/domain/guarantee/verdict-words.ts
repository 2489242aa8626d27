// Verdicts, reasons and changes in one plain sentence to the student and one to staff.
import { LAST_DAY, dayInWords } from '../day.ts';
import { momentWords } from '../time.ts';
import { dayOfInstant, isStartOfDay } from '../zone.ts';
import { type Calendar, lastMomentWords } from './amount.ts';
import { nameWords, ordinal } from './anchor.ts';
import type { Verdict } from './evaluate.ts';
import type { FoundRule } from './judged.ts';
import { lowerFirst } from './rules/names.ts';
import type { Standing, VerdictName } from './standing.ts';

/** A sentence (or two short ones) for each reader. */
export interface Words {
  readonly student: string;
  readonly staff: string;
}

/** What a verdict says. */
export function verdictWords(verdict: Verdict): Words {
  const reason = reasonWords(verdict, verdict);
  // A voucher that cannot be used says so itself: it is not the guarantee that ended.
  const isVoucher = verdict.expires !== undefined;
  const opening = isVoucher && verdict.verdict === 'ineligible' ? OPENINGS.void : OPENINGS[verdict.verdict];
  return { student: `${opening.student}${reason.student}`, staff: `${opening.staff}${reason.staff}` };
}

/** What time alone will change; undefined if nothing. */
export function changeWords(verdict: Verdict): Words | undefined {
  const { change, calendar } = verdict;
  if (!change || dayOfInstant(change.at, calendar.zone) > LAST_DAY) return undefined;
  const when = momentInWords(change.at, calendar);
  const becomes = CHANGES[change.to.verdict];
  const rule = ruleOf(verdict, change.to.reason);
  const about = rule ? firstSentence(rule.rule.terms(calendar)) : REASON_NAMES[change.to.reason];
  const why = about === undefined ? '' : ` (${about})`;
  return {
    student: `If nothing else happens, ${becomes} on ${when}${why}.`,
    staff: `By time alone on ${when}: ${nameWords(change.to.verdict)}${why}.`,
  };
}

const OPENINGS: Readonly<Record<VerdictName, Words>> = {
  on_track: { student: 'You are on track. ', staff: 'On track. ' },
  eligible: { student: '', staff: 'Eligible. ' },
  approve: { student: '', staff: 'Approve. ' },
  needs_review: { student: '', staff: 'Needs review. ' },
  ineligible: { student: 'The guarantee has ended for you. ', staff: 'Ineligible. ' },
  not_applicable: { student: '', staff: 'Closed. ' },
  pending: { student: '', staff: 'Pending. ' },
  available: { student: '', staff: 'Available. ' },
  blocked: { student: '', staff: 'Blocked. ' },
  reserved: { student: '', staff: 'Reserved. ' },
  consumed: { student: '', staff: 'Consumed. ' },
  expired: { student: '', staff: 'Expired. ' },
  void: { student: '', staff: 'Not usable. ' },
  infeasible: { student: '', staff: 'Infeasible. ' },
};

const CHANGES: Readonly<Record<VerdictName, string>> = {
  on_track: 'you are on track again',
  eligible: 'you can claim',
  approve: 'your claim can be approved',
  needs_review: 'staff must look at your case',
  ineligible: 'the guarantee ends for you',
  not_applicable: 'the guarantee is closed',
  pending: 'your retake is waiting to be issued',
  available: 'you can use your retake',
  blocked: 'your retake has to wait',
  reserved: 'your retake is booked',
  consumed: 'your retake is used',
  expired: 'your retake expires',
  void: 'your retake is no longer valid',
  infeasible: 'your retake can no longer be used in time',
};

const REASON_NAMES: Readonly<Record<string, string>> = {
  all_met: 'every requirement met',
  claim_window: 'the time to claim is over',
  claim_anchor: 'the time to claim has not begun',
  evidence: 'papers for the claim',
  expired: 'last day over',
  exam_retired: 'the exam retires',
  wait_past_expiry: 'the wait outlasts the voucher',
  waiting_period: 'waiting period',
  ok: 'ready to use',
};

function reasonWords(verdict: Verdict, { reason }: Standing): Words {
  const rule = ruleOf(verdict, reason);
  if (rule) return rule.rule.tell(rule.evidence, rule.judgement);
  return (
    ownWords(verdict) ?? stageWords(verdict) ?? { student: `${nameWords(reason)}.`, staff: `${nameWords(reason)}.` }
  );
}

/** The words of the reasons that the language itself names. */
function ownWords(verdict: Verdict): Words | undefined {
  const { calendar, claimBy, remedies, expires, usableFrom, lastUsableDay, change } = verdict;
  const by = claimBy === undefined ? '' : ` by ${lastMomentWords(calendar, claimBy)}`;
  const what = remediesWords(remedies);
  const until = expires === undefined ? '' : ` ${dayInWords(expires)}`;
  const lastUse = lastUsableDay === undefined ? '' : lastMomentWords(calendar, lastUsableDay);
  const from = usableFrom === undefined ? '' : dayInWords(usableFrom);
  const evidenceBy = change ? ` before ${momentInWords(change.at, calendar)}` : '';
  switch (verdict.reason) {
    case 'all_met':
      return verdict.verdict === 'approve'
        ? both(`Your claim meets every condition: ${what}.`, `Every condition is met: ${what}.`)
        : both(`You have met every requirement: you can claim${by}. You can get: ${what}.`, `May claim${by}: ${what}.`);
    case 'claim_anchor':
      return both(
        'You have met every requirement so far; the time to claim has not begun.',
        'Every requirement met; the claim window has not begun.',
      );
    case 'claim_window':
      return both('The time to claim is over.', 'No claim in time.');
    case 'evidence':
      return verdict.verdict === 'needs_review'
        ? both(
            `Your claim is in time; hand in the papers that are missing${evidenceBy}.`,
            `Papers are missing; they count${evidenceBy}.`,
          )
        : both('The papers for your claim were not handed in in time.', 'Papers missing after their last day.');
    case 'remedy_not_available':
      return both(
        `What you chose is not open to you${remedies?.length ? `; open is: ${what}` : ''}.`,
        `Not open; open is: ${what}.`,
      );
    case 'version':
      return both(
        'The date that settles your terms is missing, staff have been told.',
        'No version of the policy applies: record the date it is pinned on.',
      );
    case 'passed':
      return both('You passed the official exam, so the guarantee is closed.', 'Passed.');
    case 'target_reached':
      return both('Your score rose as promised, so the guarantee is closed.', 'The promised gain was reached.');
    case 'reattendance_expired':
      return both('The repeat of the class had to begin earlier.', 'The repeat did not begin in time.');
    case 'not_issued':
      return both('Your retake has not been issued yet.', 'Not issued yet.');
    case 'void':
    case 'revoked':
    case 'replaced':
      return both(`Your retake is no longer valid: ${verdict.reason}.`, `The voucher was ended: ${verdict.reason}.`);
    case 'non_transferable':
      return both('This retake is in another person’s name.', 'Booked by another person than the holder.');
    case 'late_cancel':
      return both('Your retake is used up: the exam was canceled too late.', 'Canceled too late.');
    case 'expired_before_use':
      return both(
        `The exam began after the last day of your retake,${until}.`,
        `The exam began after the last day,${until}.`,
      );
    case 'no_show':
      return both('Your retake is used up: you did not come to the exam.', 'No-show.');
    case 'used':
      return both('Your retake has been used.', 'Used.');
    case 'expired':
      return both(`Your retake expired on${until}.`, `Expired on${until}.`);
    case 'exam_retired':
      return both('The exam of your retake is no longer offered.', 'The exam is retired.');
    case 'wait_past_expiry':
      return both(
        `You may sit again from ${from}, after the last day of your retake. Staff can extend it.`,
        `Usable from ${from} only, after its last day.`,
      );
    case 'waiting_period':
      return both(`You can use your retake from ${from} to ${lastUse}.`, `Waiting until ${from}.`);
    case 'booked':
      return both('Your retake is booked.', 'Booked.');
    case 'booked_after_expiry':
      return both(
        `Your exam is booked for after the last day of your retake, ${lastUse}: move it.`,
        `Booked for after the last usable day, ${lastUse}.`,
      );
    case 'ok':
      return both(`You can use your retake until ${lastUse}.`, `Usable until ${lastUse}.`);
    default:
      return undefined;
  }
}

/** The words of a ladder's stages: class_1, exam_2, ... */
function stageWords(verdict: Verdict): Words | undefined {
  const match = /^(class|exam|result|attendance|reattend)_(\d+)$/.exec(verdict.reason);
  if (!match || verdict.stage === undefined) return undefined;
  const nth = ordinal(Number(match[2]));
  const { calendar, claimBy, change } = verdict;
  const before = change ? ` before ${momentInWords(change.at, calendar)}` : '';
  const by = claimBy === undefined ? '' : ` by ${lastMomentWords(calendar, claimBy)}`;
  const isLost = verdict.verdict === 'ineligible';
  switch (match[1]) {
    case 'class':
      return both(`Attend all of the ${nth} class.`, `The ${nth} class is not over.`);
    case 'exam':
      return isLost
        ? both(`The exam after the ${nth} class was not sat in time.`, `Exam after class ${match[2]} not in time.`)
        : both(`Sit the exam after the ${nth} class${before}.`, `Exam after class ${match[2]} due${before}.`);
    case 'result':
      return both('The result of your exam is not out yet.', `Result of exam ${match[2]} pending.`);
    case 'attendance':
      return isLost
        ? both(`You did not attend all of the ${nth} class.`, `Class ${match[2]} not attended in full.`)
        : both(
            `Staff must still record whether you attended all of the ${nth} class.`,
            `Record the attendance of class ${match[2]}.`,
          );
    default:
      return both(`You may repeat the class free of charge; it must begin${by}.`, `May repeat the class${by}.`);
  }
}

function ruleOf({ rules }: Verdict, id: string): FoundRule | undefined {
  return rules.find((found) => found.id === id);
}

/** A moment as its day where it is the start of one, else with its time. */
export function momentInWords(instant: number, { zone }: Calendar): string {
  return isStartOfDay(instant, zone) ? dayInWords(dayOfInstant(instant, zone)) : momentWords(instant, zone.name);
}

/** "Attend every class. You attend by ..." becomes "attend every class". */
function firstSentence(text: string): string {
  return lowerFirst(text.replace(/\.( .*)?$/s, ''));
}

function remediesWords(remedies: readonly string[] | undefined): string {
  return remedies && remedies.length > 0 ? remedies.map(nameWords).join(' or ') : 'nothing';
}

function both(student: string, staff: string): Words {
  return { student, staff };
}
