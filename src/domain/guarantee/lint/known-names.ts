// The names that the language knows: members of every part of a policy, date facts, and the survey's names for our rules.

/** The words of a text, as a list. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const WORDS_FOR_PEOPLE = ['note', 'notes', 'title', 'label', 'why'];

/** The members of the policy itself. */
export const POLICY_KEYS = [
  ...words('id version effectiveFrom kind timeZone cutoff holidays plannedDates pinOn versions scoreBased requires'),
  ...words('claim remedies ladder entitlement assumes modelledOn provider product'),
  ...WORDS_FOR_PEOPLE,
];

/** The members of the parts that have a fixed shape. */
export const PART_KEYS: Readonly<Record<string, readonly string[]>> = {
  claim: [
    ...words('window evidence evidenceGrace satisfiedBy decidedBy decideIn fourEyes replyIn payIn payTo channel'),
    ...words('acknowledge voidIf'),
    ...WORDS_FOR_PEOPLE,
  ],
  window: ['anchor', 'amount'],
  pausable: ['maxDays'],
  require: ['all', 'missMax', 'pct', 'maxAbsentMinutes'],
  makeup: ['max', 'within', 'excusedWithin', 'excusedDoesNotCount', 'modes'],
  ladder: ['examWithin', 'reattendWithin', 'refundAfterFails', 'refundClaimWithin'],
  entitlement: ['validFor', 'waits', 'waitExclusive', 'maxIn12Months', 'cancelNoticeHours'],
  assumes: ['courseLength', 'bookingTime', 'resultDelay', 'retakeWait'],
  table: ['pctPerPoint'],
};

/** The members of a remedy: those that decide, and those that only speak. */
export const REMEDY_KEYS = [
  ...words('type exclusiveWith noActivityAfter onlyIfGainAtMost table afterFails onlyWhen amount currency'),
  ...words('percent cap validFor when scope count max hours price unit basis excludes minus plus items'),
  ...words('condition approvedBy method payIn payBy'),
  ...WORDS_FOR_PEOPLE,
];

/** The members of each combinator. */
export const FORM_KEYS: Readonly<Record<string, readonly string[]>> = {
  all: ['all'],
  any: ['any'],
  nOf: ['nOf', 'of'],
  not: ['not'],
  onlyWhen: ['onlyWhen', 'apply'],
  variant: ['variant', 'cases', 'else'],
  perSection: ['perSection', 'need'],
  perRound: ['perRound', 'need'],
  group: ['group', 'need'],
};

/** The parameters of each rule. */
export const RULE_KEYS: Readonly<Record<string, readonly string[]>> = {
  opt_in: ['fact', 'window', 'pausable'],
  course_complete: ['fact', 'window', 'pausable'],
  exam_taken: ['attempt', 'window', 'pausable'],
  on_or_before: ['fact', 'anchor', 'amount'],
  flag: ['fact', 'equals', 'curable', 'decidedBy'],
  coursework: ['pct', 'gradeMin', 'lateMax'],
  attendance: ['sessions', 'require', 'minPresencePct', 'excused', 'makeup'],
  progress: ['pct', 'of', 'before', 'lookback', 'attempt'],
  mock: ['kind', 'mode', 'count', 'minScore', 'maxAttempts', 'before', 'lookback', 'attempt'],
  exam_after_readiness: ['kind', 'count', 'minScore', 'within', 'attempt'],
  administration: ['attempt'],
  min_lead: ['fact', 'amount', 'attempt'],
  reported: ['attempt'],
  version: ['attempt', 'allowed'],
  attempt_number: [],
  outcome: ['attempt', 'nearMiss'],
  baseline: ['kinds', 'maxAge', 'min', 'max'],
  gain: ['target', 'score', 'kinds', 'maxAge', 'attempt'],
  rate_limit: ['per', 'lifetime'],
  qbank: ['count', 'accuracyMin', 'clearedPct', 'hoursMin', 'before', 'lookback', 'attempt'],
  participation: ['of', 'count', 'minPresencePct', 'before', 'lookback', 'attempt'],
  no_activity_after: ['anchor'],
};

/** What any requirement may also say. */
export const NODE_KEYS = ['id', ...WORDS_FOR_PEOPLE];

/** Date facts that courses commonly keep. A policy may name others; a near miss of one of these is likely a slip. */
export const DATE_FACTS = words(`
  enrolledOn purchasedOn paidOn paidInFullOn optInOn firstLogin packageFrom courseStart
  courseEnd courseEndPlanned completedOn certificateDate accessEndsOn examRetiresOn
  examReportedOn graduatedOn lastActivityOn
`);

/** Other names under which rules are spoken of, and what they are called here. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  exam_outcome: 'outcome',
  score_gain: 'gain',
  content_progress: 'progress',
  reported_schedule: 'reported',
  claim_limit: 'rate_limit',
  exam_version_changed: 'version',
  retake_sequence: 'exam_taken',
  paid_in_full: 'on_or_before',
  enrolled_product: 'flag',
  first_time_customer: 'flag',
  commercial_exclusion: 'flag',
  readiness_approval: 'flag',
  jurisdiction: 'flag',
  named_user: 'flag',
  identity_match: 'flag',
  prerequisite: 'flag',
  conduct: 'flag',
  study_pattern: 'min_lead',
};
