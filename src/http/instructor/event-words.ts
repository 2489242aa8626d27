// What staff did, in words: "Dana Whitfield added 10 minutes. Reason: fire alarm."

import type { AuditEvent } from '../../stores/event-store.ts';
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
    'exam settings changed': 'changed the settings',
    'accommodation set': 'set the extra time',
  };
  return words[act] ?? act;
}
