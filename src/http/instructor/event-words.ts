// The audit trail for its readers: "Dana Whitfield added 10 min. Reason: fire alarm."

import { actWords } from '../../domain/acts/act-words.ts';
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
  return { at: momentOf(at, reader), words: `${byName} ${actWords(act, detail, reader.zone)}.`, reason };
}
