// The claim as sentences of the terms: by when and how, with which papers, who decides by when, and when it is paid.
import { listWords } from '../phrases.ts';
import { amountWords, dayAmountSchema } from './amount.ts';
import { nameWords, windowWords } from './anchor.ts';
import type { ClaimTerms } from './claim.ts';

const COUNTS = {
  received: 'when we receive it',
  sent: 'when you send it',
  postmarked: 'the date of its postmark',
} as const;

const CHANNELS: Readonly<Record<string, string>> = {
  form: 'with our form',
  dashboard: 'on your dashboard',
  support: 'through our support',
};

/** What a student reads of claims. */
export function claimText(terms: ClaimTerms): string[] {
  return [deadlineText(terms), papersText(terms), ...handlingText(terms)].filter((text) => text !== '');
}

function deadlineText({ window, satisfiedBy, written: { channel } }: ClaimTerms): string {
  const how = typeof channel === 'string' ? ` ${CHANNELS[channel] ?? `by ${nameWords(channel)}`}` : '';
  return window
    ? `Claim${how} ${windowWords(window)}; what counts is ${COUNTS[satisfiedBy]}.`
    : `You can claim${how} at any time; there is no last day.`;
}

function papersText({ window, evidence, evidenceGrace }: ClaimTerms): string {
  if (evidence.length === 0) return '';
  const grace =
    evidenceGrace && evidenceGrace.count > 0
      ? `, or within ${amountWords(evidenceGrace)} of your claim if that is later`
      : '';
  return `Hand in ${listWords(evidence.map(nameWords))} ${window ? 'by the same day' : 'with your claim'}${grace}.`;
}

function handlingText({ decideIn, isFourEyes, written }: ClaimTerms): string[] {
  const { decidedBy, replyIn, payIn, payTo, acknowledge, voidIf } = written;
  const by = typeof decidedBy === 'string' ? ` by ${decidedBy}` : '';
  const within = decideIn ? ` within ${amountWords(decideIn)}` : '';
  const [reply, pay] = [replyIn, payIn].map((amount) => dayAmountSchema.safeParse(amount));
  const to = typeof payTo === 'string' ? ` to ${payTo}` : '';
  return [
    acknowledge === true ? 'We confirm that your claim has arrived.' : '',
    reply?.success ? `We answer within ${amountWords(reply.data)}.` : '',
    by === '' && within === '' ? '' : `Your claim is decided${by}${within}.`,
    isFourEyes ? 'Two people decide.' : '',
    pay?.success ? `What is due is paid${to} within ${amountWords(pay.data)} of the decision.` : '',
    to !== '' && !pay?.success ? `What is due is paid${to}.` : '',
    typeof voidIf === 'string' ? `The guarantee is void if ${voidIf}.` : '',
  ];
}
