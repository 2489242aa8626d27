// Whom a row of a table is about: by e-mail, by the LMS's ids, by name; nobody is guessed where two would fit.

/** What is known of somebody in the course. */
export interface KnownPerson {
  readonly id: string;
  readonly sub: string;
  readonly name: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string | null;
  readonly sourcedId: string | null;
}

/** What a row says of somebody; "" is not said. */
export interface SaidPerson {
  readonly email: string;
  readonly userId: string;
  readonly sourcedId: string;
  readonly name: string;
}

export type Match =
  | { readonly kind: 'one'; readonly personId: string; readonly by: 'email' | 'user id' | 'student id' | 'name' }
  | { readonly kind: 'several'; readonly personIds: readonly string[] }
  | { readonly kind: 'nobody' };

/** A finder over the people of a course; each question is answered from tables made once. */
export function peopleMatcher(people: readonly KnownPerson[]): (said: SaidPerson) => Match {
  const byEmail = tableOf(people, ({ email }) => (email ? [email.trim().toLowerCase()] : []));
  const bySub = tableOf(people, ({ sub }) => [sub]);
  const bySourcedId = tableOf(people, ({ sourcedId }) => (sourcedId ? [sourcedId] : []));
  const byName = tableOf(people, namesOf);
  return ({ email, userId, sourcedId, name }) => {
    const ways = [
      ['user id', userId === '' ? [] : bySub.get(userId)],
      ['student id', sourcedId === '' ? [] : bySourcedId.get(sourcedId)],
      ['email', email === '' ? [] : byEmail.get(email.trim().toLowerCase())],
      ['name', name === '' ? [] : byName.get(plainName(name))],
    ] as const;
    // An id that points at one person and an e-mail at another is a slip that only a person can see through.
    const certain = ways.slice(0, 3).flatMap(([, found]) => found ?? []);
    const ids = new Set(certain);
    if (ids.size > 1) return { kind: 'several', personIds: [...ids] };
    for (const [by, found] of ways) {
      if (found?.length === 1) return { kind: 'one', personId: found[0]!, by };
      if (found && found.length > 1) return { kind: 'several', personIds: found };
    }
    return { kind: 'nobody' };
  };
}

function tableOf(
  people: readonly KnownPerson[],
  keysOf: (person: KnownPerson) => readonly string[],
): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const person of people)
    for (const key of new Set(keysOf(person))) {
      const known = table.get(key);
      if (known) known.push(person.id);
      else table.set(key, [person.id]);
    }
  return table;
}

/** The ways in which tables write a name: "Ana Álvarez", "Álvarez, Ana", "Alvarez Ana". */
function namesOf({ name, givenName, familyName }: KnownPerson): string[] {
  const both = givenName && familyName ? [`${givenName} ${familyName}`, `${familyName} ${givenName}`] : [];
  return [name, ...both].map(plainName);
}

/** A name without case, accents, commas and double spaces; "Álvarez, Ana" is "alvarez ana". */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
