// The cards beside the rules: how days count, the claim, each remedy, and the bodies of ladders and vouchers.

import { asObject } from '../guarantee/reading.ts';
import { field, type CardSpec, type Choice } from './field.ts';

const rare = { isRare: true } as const;

/** How days are counted, beside the zone; what terms inside a policy can say anew. */
const countingFields = [
  field('cutoff', 'text', 'Last days end at', { help: 'Such as 17:00. Empty: at midnight.' }),
  field('holidays', 'days', 'Holidays', { help: 'One a line, such as 2026-12-25. They are no business days.' }),
  field('scoreBased', 'yesNo', 'It promises a score or a gain: a pass does not end it', rare),
  field('plannedDates', 'list', 'Other dates known before their day', { ...rare, help: 'Names with commas.' }),
] as const;

/** The policy itself: its calendar, and whatever it says besides. */
export const policySpec: CardSpec = {
  title: 'How days count',
  about: 'Every deadline is a day in this time zone, and the whole day counts.',
  frame: 'requires claim remedies assumes ladder entitlement versions kind version effectiveFrom'.split(' '),
  fields: [
    field('timeZone', 'text', 'Time zone', { help: 'Such as America/Chicago.' }),
    ...countingFields,
    field('pinOn', 'choice', 'Which terms a student has is settled by the day of', {
      choices: [
        { value: '', label: 'enrolling' },
        { value: 'enrolledOn', label: 'enrolling (said so)' },
        { value: 'purchasedOn', label: 'buying' },
        { value: 'optInOn', label: 'accepting the guarantee' },
        { value: 'courseStart', label: 'the start of the course' },
      ],
      help: 'Counts only where the policy keeps several terms inside.',
      isRare: true,
    }),
    field('provider', 'text', 'Provider', rare),
    field('product', 'text', 'Product', rare),
    field('note', 'longText', 'Note for staff', rare),
  ],
};

/** Terms that a policy keeps inside. An empty field leaves it as the policy has it. */
export const termsSpec: CardSpec = {
  title: 'Terms from a day on',
  about: 'Who enrolls on this day or later has these terms, until later ones begin. What stands empty is as for all.',
  frame: [],
  fields: [
    field('effectiveFrom', 'text', 'In force from', {
      help: 'Such as 2026-12-01. Each terms have a day of their own.',
    }),
    field('version', 'text', 'Called', { help: 'Such as 2026-12: it tells later which terms a student has.' }),
    field('timeZone', 'text', 'Time zone', rare),
    ...countingFields.map((each) => ({ ...each, isRare: true })),
    field('note', 'longText', 'Note for staff', rare),
  ],
};

/** What the checks compare with. */
export const assumesSpec: CardSpec = {
  title: 'What the checks should know',
  about: 'Your course and your exam in figures. They decide nothing; the checks below compare deadlines with them.',
  frame: [],
  fields: [
    field('courseLength', 'amount', 'The course takes'),
    field('bookingTime', 'amount', 'An exam date is found within'),
    field('resultDelay', 'amount', 'A result is out after'),
    field('retakeWait', 'amount', 'Between two sittings the exam body asks for'),
  ],
};

export const claimSpec: CardSpec = {
  title: 'Claim',
  about: 'By when a student asks for what you promised, and with what.',
  frame: [],
  fields: [
    field('window.amount', 'amount', 'Within'),
    field('window.anchor', 'anchor', 'counted from', { help: 'Both empty: a claim has no last day.' }),
    field('satisfiedBy', 'choice', 'A claim is in time by the day it was', {
      choices: [
        { value: '', label: 'received' },
        { value: 'received', label: 'received (said so)' },
        { value: 'sent', label: 'sent' },
        { value: 'postmarked', label: 'postmarked' },
      ],
    }),
    field('evidence', 'list', 'Papers', { help: 'With commas, such as official_report_1.' }),
    field('evidenceGrace', 'amount', 'Papers may follow within', { help: 'After the claim. Empty: with the claim.' }),
    field('decidedBy', 'text', 'Who decides'),
    field('decideIn', 'amount', 'Decided within', { ...rare, help: 'Empty: 10 business days.' }),
    field('fourEyes', 'yesNo', 'Two people decide: whoever approves a refund is not who proposed it', rare),
    field('channel', 'text', 'How it is sent', { ...rare, help: 'Such as form, email or post.' }),
    field('acknowledge', 'yesNo', 'Its arrival is acknowledged', rare),
    field('replyIn', 'amount', 'Answered within', rare),
    field('payIn', 'amount', 'Paid within', rare),
    field('payTo', 'text', 'Paid to', rare),
    field('voidIf', 'text', 'Void if', rare),
  ],
};

const remedyTypes: readonly Choice[] = [
  { value: 'exam_fee_refund', label: 'exam fee back' },
  { value: 'tuition_refund', label: 'tuition back' },
  { value: 'retake_voucher', label: 'retake voucher' },
  { value: 'free_reattendance', label: 'the course again' },
  { value: 'access_extension', label: 'longer access' },
  { value: 'access_until_pass', label: 'access until the pass' },
  { value: 'extra_mocks', label: 'more mock exams' },
  { value: 'tutoring_hours', label: 'tutoring' },
];

/** The card of one remedy. Its amount is money, or a length of time where the policy writes one. */
export function remedySpec(raw: unknown): CardSpec {
  const amount = asObject(asObject(raw)?.['amount']);
  return {
    title: 'Remedy',
    about: 'What the student gets.',
    frame: [],
    fields: [
      field('type', 'choice', 'What', { choices: remedyTypes }),
      amount
        ? field('amount', 'amount', 'How long')
        : field('amount', 'number', 'Amount', { help: 'Money or a number; empty: none.' }),
      field('currency', 'text', 'Currency', { help: 'Such as USD.' }),
      field('percent', 'number', 'Share', { unit: '%' }),
      field('cap', 'number', 'At most', rare),
      field('validFor', 'amount', 'Can be used within', { help: 'After it is issued.' }),
      field('exclusiveWith', 'list', 'Not together with', { help: 'Other remedies by name, with commas.' }),
      field('approvedBy', 'text', 'Approved by', { help: 'Who signs a refund off.' }),
      field('items', 'list', 'It holds', rare),
      field('excludes', 'list', 'Without', rare),
      field('minus', 'list', 'Less', rare),
      field('plus', 'text', 'Plus', rare),
      field('scope', 'text', 'For the', rare),
      field('basis', 'text', 'Reckoned by', rare),
      field('condition', 'text', 'If', rare),
      field('when', 'text', 'When', rare),
      field('method', 'text', 'How it is paid', rare),
      field('payIn', 'amount', 'Paid within', rare),
      field('payBy', 'text', 'Paid by', { ...rare, help: 'A day, such as 2026-12-31.' }),
      field('hours', 'number', 'Hours', rare),
      field('count', 'number', 'How many', { ...rare, help: 'Attempts at a mock, or sittings. Empty: one.' }),
      field('max', 'number', 'So often at most', { ...rare, unit: 'times' }),
      field('price', 'number', 'For the price of', rare),
      field('unit', 'text', 'a', { ...rare, help: 'What the price is for: week, class.' }),
      field('waits', 'numbers', 'Days to wait after the 1st, 2nd ... fail', {
        ...rare,
        help: 'For a voucher, with commas, such as 30, 60, 90. What could never be used is refused before it is granted.',
      }),
      field('maxIn12Months', 'number', 'At most', { ...rare, unit: 'sittings in 12 months' }),
      field('cancelNoticeHours', 'number', 'Cancelled at least', { ...rare, unit: 'hours before' }),
      field('noActivityAfter', 'anchor', 'Only if the course is not used after', {
        ...rare,
        help: 'Whoever goes on using it chooses another remedy.',
      }),
      field('afterFails', 'number', 'Only after exactly', {
        ...rare,
        unit: 'fails',
        help: 'Sittings whose fail is out: another remedy for each makes a ladder.',
      }),
      field('onlyIfGainAtMost', 'number', 'Only if the gain is at most', {
        ...rare,
        unit: 'points',
        help: 'Above the starting score; a rule of the policy measures it.',
      }),
      field('table.pctPerPoint', 'number', 'Less for each point gained', {
        ...rare,
        unit: '%',
        help: 'The refund begins at 100 % and shrinks by this.',
      }),
      field('onlyWhen.fact', 'text', 'Only if the fact', { ...rare, help: 'As it is recorded, such as plan.' }),
      field('onlyWhen.equals', 'value', 'is', { ...rare, help: 'yes, no, a number or a word.' }),
    ],
  };
}

export const ladderSpec: CardSpec = {
  title: 'Class, exam, class again, refund',
  about: 'Each round has a class and an exam; after so many fails the tuition is paid back.',
  frame: [],
  fields: [
    field('examWithin', 'amount', 'Exam within', { help: 'After the end of the class.' }),
    field('reattendWithin', 'amount', 'The class again within', { help: 'After that exam.' }),
    field('refundAfterFails', 'number', 'Tuition back after', { unit: 'fails' }),
    field('refundClaimWithin', 'amount', 'claimed within', { help: 'After the last exam.' }),
  ],
};

export const entitlementSpec: CardSpec = {
  title: 'The life of a voucher',
  about: 'How long it can be used, and what the exam body asks for.',
  frame: [],
  fields: [
    field('validFor', 'amount', 'Can be used within', { help: 'Empty: the voucher says so itself.' }),
    field('waits', 'numbers', 'Days to wait after the 1st, 2nd ... fail', { help: 'With commas, such as 30, 60, 90.' }),
    field('waitExclusive', 'number', 'Days added to each wait', {
      help: '1: the days between must be free. Empty: 1.',
    }),
    field('maxIn12Months', 'number', 'At most', { unit: 'sittings in 12 months' }),
    field('cancelNoticeHours', 'number', 'Cancelled at least', { unit: 'hours before' }),
  ],
};
