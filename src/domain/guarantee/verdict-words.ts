// Verdicts, reasons and changes in one plain sentence to the student and one to staff.
import { LAST_DAY } from '../day.ts';
import { lowerFirst } from '../phrases.ts';
import { dayOfInstant } from '../zone.ts';
import { nameWords } from './anchor.ts';
import type { Verdict } from './evaluate.ts';
import { type Words, momentInWords, reasonWords, ruleOf } from './reason-words.ts';
import type { VerdictName } from './standing.ts';

/** What a verdict says. */
export function verdictWords(verdict: Verdict): Words {
  const reason = reasonWords(verdict);
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
  const stays = change.to.verdict === verdict.verdict ? STAYS[verdict.verdict] : undefined;
  const becomes = stays ?? CHANGES[change.to.verdict];
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
  pending: { student: '', staff: '' },
  available: { student: '', staff: '' },
  blocked: { student: '', staff: '' },
  reserved: { student: '', staff: '' },
  consumed: { student: '', staff: '' },
  expired: { student: '', staff: '' },
  void: { student: '', staff: 'Not usable. ' },
  infeasible: { student: '', staff: '' },
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

/** The verdict stays, but what is listed, or why staff must look, becomes another. */
const STAYS: Partial<Readonly<Record<VerdictName, string>>> = {
  eligible: 'what you can claim changes',
  approve: 'what you get changes',
  needs_review: 'staff must look at your case for another reason',
  ineligible: 'another reason ends the guarantee for you too',
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

/** "Attend every class. You attend by ..." becomes "attend every class". */
function firstSentence(text: string): string {
  return lowerFirst(text.replace(/\.( .*)?$/s, ''));
}
