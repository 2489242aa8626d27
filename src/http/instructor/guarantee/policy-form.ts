// What the editor's form brings: the policy it was made from, what was changed in it, and the button that was pressed.

import { z } from 'zod';
import { caseFault, newCaseName, patched, type Entries } from '../../../domain/policies/entries.ts';
import type { RemovedCard } from '../../../domain/policies/policy-record.ts';
import { readPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { addTerms, makeOwn } from '../../../domain/policies/inner-terms.ts';
import {
  addCase,
  addRemedy,
  groupCard,
  joinCard,
  moveCard,
  ungroupCard,
  type Rearranged,
} from '../../../domain/policies/rearrange.ts';
import { removeCard, restoreCard, withChangeKept } from '../../../domain/policies/removing.ts';
import { backToForce, bringBack } from '../../../domain/policies/since.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';

const nameWords = 'Give the policy a name of at most 120 characters; staff see it in lists.';

/** The members of the form beside the cards' own inputs. */
export const editorBody = z.looseObject({
  rev: z.coerce.number().int().min(1),
  base: z.string(),
  name: z.string().trim().min(1, nameWords).max(120, nameWords),
  act: z.string().max(400).default('check'),
});
export type EditorBody = z.infer<typeof editorBody>;

/** The form, understood. */
export interface EditorReading {
  /** The policy that the form was made from. */
  readonly base: RawPolicy;
  /** The same with everything typed in it, before the button. */
  readonly policy: RawPolicy;
  readonly entries: Entries;
  /** JSON that cannot be read: nothing can be saved until it is put right. */
  readonly faults: readonly Fault[];
}

/** Reads the form. @throws Refusal invalid when what it was made from did not come back whole */
export function readEditor(body: EditorBody): EditorReading {
  const base = readPolicy(body.base);
  if (!base.ok) throw new Refusal('invalid', 'The form did not arrive whole. Open the policy again.');
  const typed = Object.entries(body).filter(([name]) => name.includes('~'));
  const entries = Object.fromEntries(typed.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const { policy, faults } = patched(base.policy, entries);
  return { base: base.policy, policy, entries, faults };
}

/** What a button makes of the policy, and the card to go on with. */
export interface Done {
  readonly policy: RawPolicy;
  readonly at: string;
  /** Undefined where the act takes nothing out and puts nothing back. */
  readonly removed?: readonly RemovedCard[];
}

/** What an act looks at beside the policy. */
export interface ActGround {
  readonly entries: Entries;
  readonly removed: readonly RemovedCard[];
  /** The newest published version; null where nothing is published. */
  readonly inForce: RawPolicy | null;
  /** `YYYY-MM-DD` where the policy counts its days. */
  readonly today: string;
}

/**
 * Does what a button of the editor says ("up requires.all[2]"); anything else changes nothing.
 * @throws Refusal invalid for a value that cannot be added
 */
export function actOn(policy: RawPolicy, act: string, { entries, removed, inForce, today }: ActGround): Done {
  const [verb = ''] = act.split(' ', 1);
  const place = act.slice(verb.length + 1);
  const done = ({ policy: after, path }: Rearranged): Done => ({ policy: after, at: path });
  switch (verb) {
    case 'up':
    case 'down':
      return done(moveCard(policy, place, verb));
    case 'group':
      return done(groupCard(policy, place));
    case 'join':
      return done(joinCard(policy, place));
    case 'ungroup':
      return done(ungroupCard(policy, place));
    case 'add-case':
      return done(addCase(policy, place, caseToAdd(place, entries)));
    case 'add-else':
      return done(addCase(policy, place, ''));
    case 'add-remedy':
      return done(addRemedy(policy, place || 'remedies'));
    case 'add-terms':
      return done(addTerms(policy, today));
    case 'own':
      return done(makeOwn(policy, place));
    case 'back':
      if (!inForce) return { policy, at: '' };
      return { ...done(backToForce(policy, inForce, place)), removed: withChangeKept(policy, place, removed) };
    case 'bring':
      return inForce ? done(bringBack(policy, inForce, place)) : { policy, at: '' };
    case 'remove': {
      const { removed: kept, ...rest } = removeCard(policy, place, removed);
      return { ...done(rest), removed: kept };
    }
    case 'restore': {
      const { removed: left, ...rest } = restoreCard(policy, Number(place), removed);
      return { ...done(rest), removed: left };
    }
    default:
      return { policy, at: '' };
  }
}

function caseToAdd(path: string, entries: Entries): string {
  const name = newCaseName({ path });
  const value = (entries[name] ?? '').trim();
  const message = caseFault(value, []);
  if (message !== '') throw new Refusal('invalid', message, [{ path: name, message }]);
  return value;
}
