// What services need of the world outside: the time, fresh ids, dice and a digest; given by wiring, so that tests move them by hand.

import { Refusal } from '../domain/refusal.ts';
import { mayDo, type Act, type Visitor } from '../domain/person.ts';

export interface Surroundings {
  /** Epoch milliseconds. */
  now(): number;
  /** An id nobody can guess. */
  newId(): string;
  randomBytes(count: number): Uint8Array;
  /** SHA-256 of a text, hex. */
  digest(text: string): string;
  /** What only this installation can compute of a text (keyed by its session secret), hex. */
  proof(text: string): string;
  /** Gives way to whatever else is waiting, in the middle of long work. */
  breathe(): Promise<void>;
}

/** Refuses unless the visitor's role carries the right. @throws Refusal not-allowed */
export function demand(visitor: Visitor, act: Act): void {
  if (!mayDo(visitor, act)) throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
}

/** The value, or a refusal that tells nothing about whose it might be. @throws Refusal not-found */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Refusal('not-found', `There is no such ${what} here.`);
  return value;
}
