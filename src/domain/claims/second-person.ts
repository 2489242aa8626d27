// Four eyes: which approvals need a second person, and who may be that person.

import type { Remedy } from '../guarantee/remedy.ts';
import { kindOf } from '../retakes/kind.ts';

/** Why a second person has to confirm an approval, as a sentence; null where one person is enough. */
export function whySecondPerson(
  isFourEyes: boolean,
  remedies: readonly Pick<Remedy, 'type' | 'written'>[],
): string | null {
  if (isFourEyes) return 'This policy asks for a second person.';
  if (remedies.some(({ type }) => type.endsWith('_refund'))) return 'A refund needs a second person.';
  const named = remedies.find(({ written }) => typeof written['approvedBy'] === 'string');
  if (named)
    return `The policy wants this approved by ${String(named.written['approvedBy'])}, so a second person confirms it.`;
  // Cash and gift cards are money too, whatever they are called.
  return remedies.some(({ type }) => kindOf(type).use === 'money') ? 'A payment needs a second person.' : null;
}
