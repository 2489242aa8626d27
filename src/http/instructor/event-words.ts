// What staff did, in words: "Dana Whitfield added 10 minutes. Reason: fire alarm."

import { examSettingsSchema, type ExamSettings } from '../../domain/exam/exam.ts';
import type { AuditEvent } from '../../stores/event-store.ts';
import { evidenceEventWords } from './guarantee/evidence-events.ts';
import { momentOf, type Moment, type Reader } from './table-moments.ts';

type Noted = Pick<AuditEvent, 'act' | 'at' | 'byName' | 'reason' | 'detail'>;

export interface EventView {
  readonly at: Moment;
  readonly words: string;
  /** "" where none was asked for. */
  readonly reason: string;
}

/** One entry of the trail for its reader. */
export function eventView({ act, at, byName, reason, detail }: Noted, reader: Reader): EventView {
  return { at: momentOf(at, reader), words: `${byName} ${didWhat(act, detail)}.`, reason };
}

function didWhat(act: string, detail: Noted['detail']): string {
  const minutes = typeof detail['minutes'] === 'number' ? `${detail['minutes']} min` : 'time';
  const slot = typeof detail['slot'] === 'string' ? `question ${detail['slot'].slice(1)}` : 'a question';
  const words: Record<string, string> = {
    extended: `added ${minutes}`,
    paused: 'stopped the clock',
    resumed: 'let the clock run again',
    closed: 'closed the attempt',
    reopened: `reopened the attempt for ${minutes}`,
    voided: `voided the attempt${detail['givesTryBack'] === true ? ' and gave the try back' : ''}`,
    'late answer applied': `let the late answer to ${slot} count`,
    'exam created': 'made this exam',
    'exam chosen': 'chose it for an activity',
    'exam settings changed': `changed ${changedWords(detail)}`,
    'accommodation set': 'set the extra time',
    'retake granted': 'granted a retake',
    'retake booked': 'recorded the booking of a retake',
    'retake booking released': 'took the booking of a retake out',
    'retake use recorded': 'recorded the use of a retake',
    'retake use taken back': 'took the use of a retake back',
    'retake code entered': 'entered the code of a retake',
    'retake extended': 'moved the last day of a retake',
    'retake voided': 'made a retake void',
    'retake replaced': 'replaced a retake',
    'refund agreed to': 'agreed to a refund as the second person',
    'refund paid': 'recorded that a refund was paid',
  };
  return words[act] ?? evidenceEventWords(act, detail) ?? act;
}

/** "the title and the window": what a change of settings changed. */
function changedWords(detail: Noted['detail']): string {
  const before = examSettingsSchema.safeParse(detail['before']).data;
  const after = examSettingsSchema.safeParse(detail['after']).data;
  if (!before || !after) return 'the settings';
  const names = Object.keys(settingNames) as (keyof ExamSettings)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const words = changed.map((name) => settingNames[name]);
  if (words.length === 0) return 'nothing';
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const settingNames: Readonly<Record<keyof ExamSettings, string>> = {
  title: 'the title',
  blueprintId: 'the blueprint',
  allowedMinutes: 'the limit',
  graceSeconds: 'the grace',
  window: 'the window',
  attemptsAllowed: 'the attempts allowed',
  cooldownMinutes: 'the break between attempts',
  review: 'the review',
  attemptPolicy: 'what the gradebook gets',
  accessCode: 'the access code',
  countsAs: 'what it counts as',
  passVariant: 'what it takes to pass',
};
