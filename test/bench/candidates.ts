// Candidates of the bench: each sits a mock exam, saves answers as its exam room would, and remembers what was acknowledged.

import { z } from 'zod';
import { orderNumber } from '../../src/domain/exam/attempt.ts';
import type { Visitor } from './classroom.ts';
import type { HttpClient } from './http-client.ts';

/** An answer that the server has acknowledged: its order number and the option. */
export interface Acknowledged {
  readonly q: number;
  readonly option: string;
}

export interface Candidate {
  readonly attemptId: string;
  /** The newest acknowledged answer of each slot. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  /** Changes one answer and saves it; resolves when it is acknowledged. */
  save(): Promise<void>;
}

const slotCount = 100;
const options = ['a', 'b', 'c', 'd'];
const reply = z.object({ slots: z.record(z.string(), z.enum(['taken', 'newer'])) });

/** Draws the paper ahead of the clock, as the page before the start does. */
export async function prepare(client: HttpClient, { base, cookie, csrf }: Visitor): Promise<void> {
  const prepared = await client.send(`${base}/exam/prepare`, { method: 'POST', cookie, csrf, json: {} });
  if (prepared.status !== 200) throw new Error(`preparing was answered with ${prepared.status}: ${prepared.text}`);
}

/** Presses Start; answers the candidate in the exam. */
export async function start(client: HttpClient, visitor: Visitor): Promise<Candidate> {
  const { base, cookie, csrf } = visitor;
  const started = await client.send(`${base}/attempts`, { method: 'POST', cookie, form: { csrf } });
  const attemptId = /\/attempts\/([^/?]+)$/.exec(started.location)?.[1];
  if (started.status !== 303 || !attemptId) throw new Error(`starting was answered with ${started.status}`);
  return candidate(client, visitor, attemptId);
}

function candidate(client: HttpClient, { base, cookie, csrf }: Visitor, attemptId: string): Candidate {
  const url = `${base}/attempts/${attemptId}/answers`;
  const acknowledged = new Map<string, Acknowledged>();
  let edits = 0;

  async function save(): Promise<void> {
    edits += 1;
    const slot = `s${((edits - 1) % slotCount) + 1}`;
    const answer = { q: orderNumber(1, edits), option: options[edits % options.length]! };
    const slots = { [slot]: { q: answer.q, v: [answer.option], spentMs: 1000 * edits } };
    const answered = await client.send(url, { method: 'PUT', cookie, csrf, json: { slots } });
    if (answered.status !== 200) throw new Error(`a save was answered with ${answered.status}: ${answered.text}`);
    if (!reply.parse(JSON.parse(answered.text)).slots[slot]) throw new Error(`a save left ${slot} unmentioned`);
    // Two saves of one candidate may overtake each other on their ways back.
    if ((acknowledged.get(slot)?.q ?? -1) < answer.q) acknowledged.set(slot, answer);
  }

  return { attemptId, acknowledged, save };
}
