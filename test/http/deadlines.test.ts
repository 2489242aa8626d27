// Last days as pages print them: the clock that decides first, the reader's beside it where it shows something else.

import { expect } from 'chai';
import { readDay } from '../../src/domain/day.ts';
import { findZone } from '../../src/domain/zone.ts';
import { changeView, deadlineView } from '../../src/http/deadlines.ts';
import { besideWords } from '../../src/http/moments.ts';

const chicago = findZone('America/Chicago')!;
const now = Date.parse('2026-11-23T12:00:00Z');
const day = readDay('2026-11-25')!;
const wordsFor = (zone: string, cutoff: number | null = null): string =>
  deadlineView(day, { zone: chicago, cutoff }, { zone, now }).words;

describe('last days on pages', () => {
  it('stand alone for a reader whose clock shows the same', () => {
    expect(wordsFor('America/Chicago')).to.equal('Wed 25 Nov 2026, 23:59 Chicago time, in 2 days');
    expect(wordsFor('America/Winnipeg')).to.equal('Wed 25 Nov 2026, 23:59 Chicago time, in 2 days');
  });

  it('show the reader’s own clock beside the one that decides', () => {
    expect(wordsFor('Europe/Berlin')).to.equal(
      'Wed 25 Nov 2026, 23:59 Chicago time, in 2 days (Thu 26 Nov 2026, 06:59 Berlin time)',
    );
    expect(wordsFor('Pacific/Honolulu', 17 * 3_600_000)).to.equal(
      'Wed 25 Nov 2026, 17:00 Chicago time, in 2 days (Wed 25 Nov 2026, 13:00 Honolulu time)',
    );
  });

  it('say of a change at the start of a day what the reader’s clock shows then', () => {
    const at = Date.parse('2026-11-26T06:00:00Z');
    expect(changeView(at, chicago, { zone: 'Pacific/Honolulu', now }).words).to.equal(
      'Thu 26 Nov 2026, in 3 days (Wed 25 Nov 2026, 20:00 Honolulu time)',
    );
    expect(besideWords(at, 'America/Chicago', 'America/Chicago')).to.equal('');
  });
});
