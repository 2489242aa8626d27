// Whom a line of a meeting's report is about: by e-mail, then by the exact name, then by the name without accents, order and suffixes; never a guess.

import { plainName } from './people-match.ts';

/** Somebody whom a report may name. */
export interface Attendable {
  readonly id: string;
  readonly name: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
}

export type AttendeeMatch =
  | { readonly kind: 'one'; readonly personId: string; readonly by: 'email' | 'name' }
  /** Several fit, or only a part of the name does: a person must say who it is. */
  | { readonly kind: 'unsure'; readonly candidates: readonly string[] };

/** At most so many are offered. */
const mostCandidates = 8;

/** A finder over the people of a course; its tables are made once. */
export function attendeeMatcher(
  people: readonly Attendable[],
): (said: { readonly name: string; readonly email: string }) => AttendeeMatch {
  const byEmail = tableOf(people, ({ email }) => (email ? [email.trim().toLowerCase()] : []));
  const byExact = tableOf(people, (person) => waysOf(person).map(exactly));
  const byPlain = tableOf(people, (person) => waysOf(person).map(plainName));
  const byWord = tableOf(people, ({ name }) => wordsOf(name));
  return ({ name, email }) => {
    const ofEmail = email === '' ? [] : (byEmail.get(email.toLowerCase()) ?? []);
    if (ofEmail.length === 1) return { kind: 'one', personId: ofEmail[0]!, by: 'email' };
    const ways = namesIn(name);
    for (const [table, key] of [
      [byExact, exactly],
      [byPlain, plainName],
    ] as const) {
      const found = new Set(ways.flatMap((way) => table.get(key(way)) ?? []));
      if (found.size === 1) return { kind: 'one', personId: [...found][0]!, by: 'name' };
      if (found.size > 1) return { kind: 'unsure', candidates: [...found].slice(0, mostCandidates) };
    }
    const near = new Set([...ofEmail, ...ways.flatMap(wordsOf).flatMap((word) => byWord.get(word) ?? [])]);
    return { kind: 'unsure', candidates: [...near].slice(0, mostCandidates) };
  };
}

/**
 * The names that a display name may hold: itself without "(Guest)" and the like, what stands in brackets ("Ana A. (Ana Álvarez)"),
 * and each with "Last, First" turned.
 */
export function namesIn(text: string): string[] {
  const bare = text.replace(
    /[([](guest|gast|invité|invitado|external|extern|unverified|host|co-host|me|they\/them|she\/her|he\/him)[)\]]/giu,
    ' ',
  );
  const outside = bare.replace(/[([].*?[)\]]/gu, ' ');
  const inside = [...bare.matchAll(/[([](.*?)[)\]]/gu)].map(([, name = '']) => name);
  const all = [outside, ...inside].map((name) => name.replace(/\s+/g, ' ').trim()).filter((name) => name !== '');
  return [...new Set(all.flatMap((name) => [name, ...turned(name)]))];
}

function turned(name: string): string[] {
  const [last = '', first = '', ...more] = name.split(',').map((part) => part.trim());
  return last !== '' && first !== '' && more.length === 0 ? [`${first} ${last}`] : [];
}

/** The ways in which a person's name is written. */
function waysOf({ name, givenName, familyName }: Attendable): string[] {
  return givenName && familyName ? [name, `${givenName} ${familyName}`, `${familyName} ${givenName}`] : [name];
}

function exactly(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Words of a name that tell people apart, such as a family name. */
function wordsOf(name: string): string[] {
  return plainName(name)
    .split(' ')
    .filter((word) => word.length > 2);
}

function tableOf(
  people: readonly Attendable[],
  keysOf: (person: Attendable) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const person of people)
    for (const key of new Set(keysOf(person))) {
      const known = table.get(key);
      if (known) known.push(person.id);
      else if (key !== '') table.set(key, [person.id]);
    }
  return table;
}
