// What was done about a student's guarantee, in words for staff: who, what, and why.

import { dayInWords, readDay } from '../../../domain/day.ts';
import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import { valueWords } from '../../../domain/guarantee/rules/names.ts';
import type { AuditEvent } from '../../../stores/event-store.ts';
import { eventView, type EventView } from '../event-words.ts';
import type { Reader } from '../table-moments.ts';

type Detail = AuditEvent['detail'];

/** One act of the trail for its reader. */
export function actView(
  event: Pick<AuditEvent, 'act' | 'at' | 'byName' | 'reason' | 'detail'>,
  reader: Reader,
): EventView {
  const words = didWhat(event.act, event.detail);
  const view = eventView(event, reader);
  return words === undefined ? view : { ...view, words: `${event.byName} ${words}.` };
}

function didWhat(act: string, detail: Detail): string | undefined {
  const text = (name: string): string => wordsOf(detail[name]);
  const rule = `“${text('rule')}”`;
  const days = `from ${text('from')} to ${text('to')}`;
  const words: Readonly<Record<string, string>> = {
    'terms accepted': `accepted the terms, version ${text('label')}`,
    'kinder version granted': `gave this student version ${text('label')} of the terms`,
    'evidence recorded': `recorded ${fieldWords(detail)}: ${text('after')}`,
    'evidence changed': `changed ${fieldWords(detail)} from ${text('before')} to ${text('after')}`,
    'evidence cleared': `took back ${fieldWords(detail)}, which was ${text('before')}`,
    'rule waived': `waived the rule ${rule}`,
    'deadline extended': `gave more time for the rule ${rule}, until ${text('until')}`,
    'waiver revoked': `took back what was given for the rule ${rule}`,
    'pause asked for': `asked for leave ${days}`,
    'pause granted': `gave leave ${days}`,
    'pause approved': `approved leave ${days}`,
    'pause refused': `refused leave ${days}`,
    'pause revoked': `took back leave ${days}`,
  };
  return words[act] ?? (act.startsWith('claim: ') ? `${act.slice(7)} (claim)` : undefined);
}

const rooms: Readonly<Record<string, string>> = {
  coursework: 'the coursework',
  priorAttempts: 'attempts before the course',
  modules: 'a module',
  progress: 'progress',
  qbank: 'work in the question bank',
  baselines: 'a score from before the course',
};

/** "the date “enrolled on”", "progress". */
function fieldWords({ room, key }: Detail): string {
  const name = typeof key === 'string' ? factLabel(key).toLowerCase() : '';
  if (room === 'dates') return `the date “${name}”`;
  if (room === 'values') return `the fact “${name}”`;
  return rooms[String(room)] ?? 'an entry';
}

/** A recorded value in words, whatever its shape. */
export function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') {
    const day = readDay(value);
    return day === null ? value : dayInWords(day);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return valueWords(value);
  if (typeof value !== 'object') return '';
  if ('value' in value) return wordsOf(value.value);
  const parts = Object.entries(value).filter(([, part]) => part !== null && typeof part !== 'object');
  return parts.map(([name, part]) => `${name} ${wordsOf(part)}`).join(', ');
}
