// The state chips: each state has one word, one icon and one color, the same on every page.

export interface Chip {
  /** Sets the color: the `data-state` values of app.css. */
  readonly state: string;
  /** A drawing of icons.svg. */
  readonly icon: string;
  readonly word: string;
}

/** Every chip that pages about exams use. A page that needs another word for a state spreads one: `{ ...chips.met, word: 'Ready' }`. */
export const chips = {
  met: { state: 'met', icon: 'met', word: 'Met' },
  notYet: { state: 'track', icon: 'track', word: 'Not yet' },
  atRisk: { state: 'risk', icon: 'risk', word: 'At risk' },
  failed: { state: 'failed', icon: 'lost', word: 'Failed' },
  needsReview: { state: 'review', icon: 'review', word: 'Needs review' },
  notApplicable: { state: 'na', icon: 'na', word: 'Not applicable' },

  passed: { state: 'passed', icon: 'passed', word: 'Passed' },
  notPassed: { state: 'failed', icon: 'lost', word: 'Not passed' },
  scoring: { state: 'review', icon: 'review', word: 'Being scored' },
  voided: { state: 'void', icon: 'void', word: 'Void' },
  preview: { state: 'na', icon: 'eye', word: 'Preview' },

  open: { state: 'met', icon: 'met', word: 'Open' },
  notOpenYet: { state: 'na', icon: 'clock', word: 'Not open yet' },
  closed: { state: 'na', icon: 'lock', word: 'Closed' },
  writing: { state: 'track', icon: 'edit', word: 'Writing' },
  paused: { state: 'review', icon: 'clock', word: 'Paused' },
  noContact: { state: 'risk', icon: 'offline', word: 'No contact' },

  sent: { state: 'met', icon: 'check', word: 'Sent' },
  waiting: { state: 'review', icon: 'review', word: 'Waiting' },
  notSent: { state: 'na', icon: 'na', word: 'Not sent' },
  receipt: { state: 'track', icon: 'file', word: 'Receipt' },
  right: { state: 'met', icon: 'check', word: 'Right' },
  wrong: { state: 'failed', icon: 'x', word: 'Wrong' },
  unanswered: { state: 'na', icon: 'na', word: 'No answer' },
} as const satisfies Record<string, Chip>;
