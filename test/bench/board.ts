// The eligibility board under measurement: opened by an instructor, alone and while a class saves.

import type { Visitor } from './classroom.ts';
import type { HttpClient } from './http-client.ts';
import { latencies, rounded, type Latencies } from './latencies.ts';

export const boardStudents = 2000;
const opensAlone = 7;
/** How often it is opened while saves are sustained. */
export const boardEveryMs = 2000;

/** Figures of some openings; `alone` and `first` in milliseconds. */
export interface BoardOpenings {
  readonly first: number;
  readonly alone: Latencies;
  readonly students: number;
}

/** Opens the board once; the time until its last byte, as whoever opened it knows it. */
export async function openBoard(
  client: HttpClient,
  { base, cookie }: Visitor,
): Promise<{ ms: number; students: number }> {
  const from = performance.now();
  const page = await client.send(`${base}/eligibility`, { method: 'GET', cookie });
  const ms = performance.now() - from;
  const students = Number(/aria-current="true">All <b>(\d+)<\/b>/.exec(page.text)?.[1]);
  if (page.status !== 200 || !(students > 0)) throw new Error(`the board was answered with ${page.status}`);
  return { ms, students };
}

/** Opens it several times while nothing else goes on; the first time its students have not been read before. */
export async function openAlone(client: HttpClient, visitor: Visitor): Promise<BoardOpenings> {
  const first = await openBoard(client, visitor);
  const alone = latencies();
  for (let turn = 0; turn < opensAlone; turn += 1) alone.add((await openBoard(client, visitor)).ms);
  return { first: first.ms, alone, students: first.students };
}

/** The figures of all openings. */
export function boardFigures({ first, alone, students }: BoardOpenings, busy: Latencies): Record<string, number> {
  return {
    'board.students': students,
    'board.openMs': rounded(alone.percentile(50)),
    'board.openWorstMs': rounded(Math.max(first, alone.percentile(100))),
    'board.openFirstMs': rounded(first),
    'board.openWhileSavingMs': rounded(busy.percentile(50)),
    'board.openWhileSavingWorstMs': rounded(busy.percentile(100)),
  };
}
