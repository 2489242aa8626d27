// Whom a line of a report is about: by address, by exact name, by the name without accents, order and suffixes; and never a guess.

import { expect } from 'chai';
import { attendeeMatcher, namesIn } from '../../../src/domain/evidence/attendee-match.ts';

const person = (id: string, name: string, email: string | null = null) => {
  const [givenName = '', ...family] = name.split(' ');
  return { id, name, givenName, familyName: family.join(' '), email };
};
const find = attendeeMatcher([
  person('ana', 'Ana Álvarez', 'Ana@Students.example'),
  person('ben', 'Ben Okafor'),
  person('jose', 'José Herrera', 'jose@students.example'),
  person('jose2', 'Jose Herrera'),
  person('li', 'Li Wei'),
  person('lan', 'Nguyễn Thị Lan'),
]);
const of = (name: string, email = ''): string => {
  const match = find({ name, email });
  return match.kind === 'one' ? `${match.personId} by ${match.by}` : `unsure: ${match.candidates.join(' ')}`;
};

describe('somebody in a report', () => {
  for (const [name, email, expected] of [
    ['whoever', 'ana@students.example', 'ana by email'],
    ['Ana Álvarez', '', 'ana by name'],
    ['ana alvarez', '', 'ana by name'],
    ['Álvarez, Ana', '', 'ana by name'],
    ['ALVAREZ Ana (Guest)', '', 'ana by name'],
    ['Ana A. (Ana Álvarez)', '', 'ana by name'],
    ['Okafor, Ben (Unverified)', 'private@mail.example', 'ben by name'],
    ['Nguyen Thi Lan', '', 'lan by name'],
    ['Wei Li', '', 'li by name'],
    ['José Herrera', '', 'jose by name'],
    ['Jose Herrera', '', 'jose2 by name'],
    ['HERRERA, JOSÉ', '', 'jose by name'],
    ['Herrera Jose', '', 'jose2 by name'],
    ['Ben O.', '', 'unsure: ben'],
    ['iPhone', '', 'unsure: '],
    ['', '', 'unsure: '],
  ] as const)
    it(`called “${name}” ${email} is ${expected}`, () => expect(of(name, email)).to.equal(expected));

  it('is nobody’s guess where two would fit', () => {
    expect(of('JOSÈ HERRERA')).to.equal('unsure: jose jose2');
  });

  it('may hold two names', () => {
    expect(namesIn('Doe, J. (Jane Doe) (External)')).to.deep.equal(['Doe, J.', 'J. Doe', 'Jane Doe']);
  });
});
