// The forms of evidence as they are sent: fields of text, turned into the one shape in which entries are recorded.

import { z } from 'zod';
import type { EntryGiven, EntryKind } from '../../../domain/evidence/entry.ts';

/** What a form of evidence sends. */
export const entryBody = z.object({
  kind: z.enum(['date', 'value', 'progress', 'baseline', 'coursework', 'priorAttempts', 'questionBank', 'module']),
  /** The fact, the list or the module that the form is about; "" where the kind says it all. */
  name: z.string().max(100).default(''),
  act: z.enum(['save', 'preview', 'clear']).catch('save'),
});
export type EntryBody = z.output<typeof entryBody>;

type Fields = Readonly<Record<string, unknown>>;

/** The entry that a form means. What is typed wrongly stays wrong, so that whoever reads the entry says how to cure it. */
export function entryOfForm({ kind, name, act }: EntryBody, fields: Fields): EntryGiven {
  const isCleared = act === 'clear';
  const reason = text(fields, 'reason');
  const on = text(fields, 'on');
  const number = (field: string) => (isCleared ? null : numberOf(text(fields, field)));
  switch (kind) {
    case 'date':
      return { kind, name, on: isCleared ? null : on, reason };
    case 'module':
      return { kind, module: name, on: isCleared ? null : on, grade: number('grade'), reason };
    case 'value': {
      const from = text(fields, 'from');
      const before = text(fields, 'before');
      return {
        kind,
        name,
        value: isCleared ? null : plainValue(text(fields, 'value')),
        from: from === '' ? null : from,
        before: before === '' ? null : plainValue(before),
        reason,
      };
    }
    case 'progress':
      return { kind, list: name === '' ? null : name, on, pct: number('pct'), reason };
    case 'baseline':
      return {
        kind,
        of: text(fields, 'of') === 'diagnostic' ? 'diagnostic' : 'official',
        on,
        score: isCleared ? null : (numberOf(text(fields, 'score')) ?? Number.NaN),
        reason,
      };
    case 'coursework':
      return {
        kind,
        done: number('done'),
        total: number('total'),
        grade: number('grade'),
        late: number('late'),
        outageLogged: isCleared || text(fields, 'outageLogged') === '' ? null : true,
        reason,
      };
    case 'priorAttempts':
      return { kind, count: isCleared ? null : (numberOf(text(fields, 'count')) ?? Number.NaN), reason };
    case 'questionBank':
      return {
        kind,
        on,
        answered: number('answered'),
        correctPct: number('correctPct'),
        clearedPct: number('clearedPct'),
        hours: number('hours'),
        reason,
      };
  }
}

/** The fields of a form of each kind, beside the reason, in the order in which they stand. */
export const fieldsOfKind: Readonly<Record<EntryKind, readonly string[]>> = {
  date: ['on'],
  value: ['value', 'from', 'before'],
  progress: ['on', 'pct'],
  baseline: ['of', 'on', 'score'],
  coursework: ['done', 'total', 'grade', 'late', 'outageLogged'],
  priorAttempts: ['count'],
  questionBank: ['on', 'answered', 'correctPct', 'clearedPct', 'hours'],
  module: ['on', 'grade'],
};

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** A number as typed, with a comma too; null for nothing, NaN for what is none. */
function numberOf(typed: string): number | null {
  if (typed === '') return null;
  return /^-?\d+([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
}

/** "true" and "false" are what selects send for yes and no; `#12` is the number 12. */
function plainValue(typed: string): string | number | boolean {
  if (typed === 'true') return true;
  if (typed === 'false') return false;
  return /^#-?\d+(\.\d+)?$/.test(typed) ? Number(typed.slice(1)) : typed;
}

/** A stored value as a select or a text field carries it; the inverse of what is read above. */
export function valueField(value: string | number | boolean): string {
  return typeof value === 'number' ? `#${value}` : String(value);
}
