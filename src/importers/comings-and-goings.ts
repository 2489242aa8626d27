// A log of comings and goings in a language nobody here knows: its words for leaving are those that never stand first of anybody.

import { plainName } from '../domain/evidence/people-match.ts';
import type { Columns } from './report-columns.ts';
import type { TableLine } from './table-lines.ts';

/** A log has a word for joining, one for leaving, and perhaps others for having been there before or until the end. */
const mostWords = 4;

/**
 * Chosen columns that name only a moment, with the column that says which way somebody went; null where no column does: it holds a
 * few words, and another one in each two lines of a person that follow each other.
 */
export function asLog(columns: Columns, lines: readonly TableLine[]): Columns | null {
  const { at } = columns;
  const who = at.name >= 0 ? at.name : at.email;
  if (at.join < 0 || at.leave >= 0 || at.duration >= 0) return null;
  const width = lines[0]?.cells.length ?? 0;
  for (let action = 0; action < width; action += 1) {
    if (action === who || action === at.email || action === at.join) continue;
    const leaving = leavingWords(lines, who, action);
    if (leaving) return { ...columns, at: { ...at, join: -1, time: at.join, action }, leaving };
  }
  return null;
}

function leavingWords(lines: readonly TableLine[], who: number, action: number): ReadonlySet<string> | null {
  const last = new Map<string, string>();
  const [firsts, all] = [new Set<string>(), new Set<string>()];
  for (const { cells } of lines) {
    const [name, word] = [plainName(cells[who] ?? ''), (cells[action] ?? '').toLowerCase()];
    const before = last.get(name);
    if (word === '' || word === before) return null;
    if (before === undefined) firsts.add(word);
    all.add(word);
    last.set(name, word);
  }
  const leaving = new Set([...all].filter((word) => !firsts.has(word)));
  return all.size <= mostWords && leaving.size > 0 ? leaving : null;
}
