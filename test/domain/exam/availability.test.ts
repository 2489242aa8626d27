// Who may sit now, and what everybody else is told.

import { expect } from 'chai';
import { cooldownEndsAt, maySit, type Request } from '../../../src/domain/exam/availability.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;
const open: Request = {
  settings: { window: { opensAt: null, closesAt: null, policy: 'startBy' }, accessCode: null },
  now,
  attemptsLeft: 2,
  nextAt: 0,
  open: null,
  accessCode: null,
  isPreview: false,
};
const within = (opensAt: number | null, closesAt: number | null): Request['settings'] => ({
  window: { opensAt, closesAt, policy: 'endBy' },
  accessCode: null,
});
const kindOf = (more: Partial<Request>): string => maySit({ ...open, ...more }).kind;

describe('whether a person may sit now', () => {
  it('is yes when nothing speaks against it', () => {
    expect(maySit(open)).to.deep.equal({ kind: 'may start', words: 'You can start now.', nextAt: null });
    expect(kindOf({ attemptsLeft: null })).to.equal('may start');
  });

  it('depends on the window, from its first millisecond and not on its last', () => {
    expect(kindOf({ settings: within(now, now + 1) })).to.equal('may start');
    expect(maySit({ ...open, settings: within(now + 1, null) })).to.include({ kind: 'not yet open', nextAt: now + 1 });
    expect(kindOf({ settings: within(null, now) })).to.equal('window closed');
  });

  it('depends on tries left and on the cooldown, and says when the next try may begin', () => {
    expect(kindOf({ attemptsLeft: 0 })).to.equal('no attempts left');
    const words = maySit({ ...open, nextAt: now + hour }, () => 'at noon');
    expect(words).to.deep.equal({
      kind: 'cooling down',
      words: 'You can start your next attempt at noon.',
      nextAt: now + hour,
    });
    expect(kindOf({ nextAt: now })).to.equal('may start');
  });

  it('does not promise a next attempt after the window', () => {
    expect(kindOf({ nextAt: now + hour, settings: within(null, now + hour) })).to.equal('window closed');
  });

  it('asks for the access code last, and forgives case and spaces around it', () => {
    const coded = { ...open, settings: { ...open.settings, accessCode: 'Blue Heron' } };
    expect(maySit(coded).kind).to.equal('code needed');
    expect(maySit({ ...coded, accessCode: '  ' }).kind).to.equal('code needed');
    expect(maySit({ ...coded, accessCode: 'heron' }).kind).to.equal('wrong code');
    expect(maySit({ ...coded, accessCode: ' blue heron ' }).kind).to.equal('may start');
    expect(maySit({ ...coded, attemptsLeft: 0 }).kind).to.equal('no attempts left');
  });

  it('is beside the point while an attempt is open: that one goes on, whatever the window says', () => {
    const going = { ...open, settings: within(null, now - hour), attemptsLeft: 0 };
    expect(maySit({ ...going, open: { id: 'a1', state: 'in_progress' } })).to.include({
      kind: 'open attempt',
      attemptId: 'a1',
    });
    expect(maySit({ ...going, open: { id: 'a1', state: 'paused' } }).words).to.contain('stopped the clock');
    expect(maySit({ ...going, open: { id: 'a1', state: 'prepared' } }).words).to.contain('not started');
  });

  it('is always yes for a preview', () => {
    const nothing = { attemptsLeft: 0, nextAt: now + hour, settings: { ...within(null, now - hour), accessCode: 'x' } };
    expect(kindOf({ ...nothing, isPreview: true })).to.equal('may start');
  });
});

describe('the cooldown', () => {
  it('runs from the end of the attempt, not from the start', () => {
    const end = { by: 'user' as const, at: now, receipt: '', digest: '' };
    expect(cooldownEndsAt({ end }, { cooldownMinutes: 90 })).to.equal(now + 90 * 60_000);
    expect(cooldownEndsAt({ end: null }, { cooldownMinutes: 90 })).to.equal(0);
    expect(cooldownEndsAt(null, { cooldownMinutes: 90 })).to.equal(0);
  });
});
