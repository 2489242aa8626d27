// Entries that were refused: kept as they were typed, with the faults found in them, so that the page can show both again.

import type { Request } from 'express';
import type { Fault, Refusal } from '../../domain/refusal.ts';

/** What somebody typed, by field, and one fault a field at most. */
export function enteredIn(request: Request, refusal: Refusal): { entries: Record<string, string>; faults: Fault[] } {
  const body: unknown = request.body;
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const entries = Object.fromEntries(fields.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const given = refusal.faults.length > 0 ? refusal.faults : [{ path: 'reason', message: refusal.message }];
  return { entries, faults: firstOfEach(given) };
}

/** The first fault of each field: one thing to put right at a time. */
function firstOfEach(faults: readonly Fault[]): Fault[] {
  const paths = faults.map((fault) => fault.path);
  return faults.filter((fault, at) => paths.indexOf(fault.path) === at);
}
