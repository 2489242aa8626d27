// The refusal that work ends in: a test that expects one fails when nothing, or something else, is thrown.

import { Refusal } from '../../src/domain/refusal.ts';

/** The refusal of something that is to be refused. What is thrown besides is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
