// The settings of an exam, from form to rules and back.

import { expect } from 'chai';
import fc from 'fast-check';
import { examSettingsSchema, type ExamSettings } from '../../../src/domain/exam/exam.ts';
import {
  entriesOf,
  instantOfInput,
  localInput,
  settingsOf,
  type SettingsEntries,
} from '../../../src/http/instructor/settings-form.ts';
import { anExam, zone } from './a-class.ts';

const stored = anExam().settings;

function faultsOf(entered: Partial<SettingsEntries>, from: ExamSettings = stored): Record<string, string> {
  const reading = settingsOf({ ...entriesOf(from, zone), ...entered }, from, zone);
  return reading.kind === 'faults'
    ? Object.fromEntries(reading.faults.map(({ path, message }) => [path, message]))
    : {};
}

function meant(entered: Partial<SettingsEntries>, from: ExamSettings = stored): ExamSettings {
  const reading = settingsOf({ ...entriesOf(from, zone), ...entered }, from, zone);
  if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults));
  return reading.settings;
}

describe('exam settings as a form', () => {
  it('give back what they were made from, to the millisecond', () => {
    const settings = fc.record({
      ...Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, fc.constant(value)])),
      allowedMinutes: fc.integer({ min: 1, max: 1440 }),
      cooldownMinutes: fc.integer({ min: 0, max: 525_600 }),
      attemptsAllowed: fc.option(fc.integer({ min: 1, max: 50 })),
      review: fc.constantFrom('score', 'missed', 'full'),
      window: fc
        .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 60_000, max: 1e10 }))
        .map(([opensAt, length]) => ({ opensAt, closesAt: opensAt + length, policy: 'endBy' })),
    });
    fc.assert(
      fc.property(settings, (made) => {
        const from = examSettingsSchema.parse(made);
        expect(meant({}, from)).to.deep.equal(from);
      }),
    );
  });

  it('read moments on the reader’s clock', () => {
    expect(meant({ closesAt: '2026-11-29T23:59' }).window.closesAt).to.equal(Date.UTC(2026, 10, 30, 5, 59));
    expect(localInput(Date.UTC(2026, 6, 1, 4, 30), zone)).to.equal('2026-06-30T23:30');
  });

  it('leave an untouched moment in the hour that a clock runs twice where it was', () => {
    const second = Date.UTC(2026, 10, 1, 7, 30);
    const from = { ...stored, window: { ...stored.window, closesAt: second } };
    expect(localInput(second, zone)).to.equal('2026-11-01T01:30');
    expect(instantOfInput('2026-11-01T01:30', zone)).to.equal(second - 3_600_000);
    expect(meant({ title: 'Renamed' }, from).window.closesAt).to.equal(second);
  });

  it('take empty fields as no limit, no code, no end', () => {
    const settings = meant({ attemptsAllowed: '', accessCode: '  ', closesAt: '' });
    expect(settings).to.include({ attemptsAllowed: null, accessCode: null });
    expect(settings.window.closesAt).to.equal(null);
  });

  it('count the break in the unit chosen', () => {
    expect(meant({ cooldown: '2', cooldownUnit: 'days' }).cooldownMinutes).to.equal(2880);
    expect(entriesOf({ ...stored, cooldownMinutes: 180 }, zone)).to.include({ cooldown: '3', cooldownUnit: 'hours' });
  });

  const wrong: readonly [string, Partial<SettingsEntries>, keyof SettingsEntries][] = [
    ['no title', { title: '   ' }, 'title'],
    ['a long title', { title: 'x'.repeat(121) }, 'title'],
    ['a limit in words', { allowedMinutes: 'four hours' }, 'allowedMinutes'],
    ['no limit', { allowedMinutes: '' }, 'allowedMinutes'],
    ['a limit of nothing', { allowedMinutes: '0' }, 'allowedMinutes'],
    ['a limit beyond a day', { allowedMinutes: '1441' }, 'allowedMinutes'],
    ['half a minute', { allowedMinutes: '1.5' }, 'allowedMinutes'],
    ['a long grace', { graceSeconds: '601' }, 'graceSeconds'],
    ['a negative number of attempts', { attemptsAllowed: '-1' }, 'attemptsAllowed'],
    ['a break of more than a year', { cooldown: '366', cooldownUnit: 'days' }, 'cooldown'],
    ['a day that does not exist', { opensAt: '2026-02-30T10:00' }, 'opensAt'],
    ['half a moment', { closesAt: '2026-11-29' }, 'closesAt'],
    ['an end before the beginning', { opensAt: '2026-11-29T10:00', closesAt: '2026-11-29T09:00' }, 'closesAt'],
    ['an end for everybody that is not given', { windowPolicy: 'endBy', closesAt: '' }, 'closesAt'],
    ['a review after an end that is not given', { review: 'full-after-close', closesAt: '' }, 'closesAt'],
    ['a long code', { accessCode: 'x'.repeat(65) }, 'accessCode'],
    ['a review nobody offers', { review: 'everything' }, 'review'],
  ];
  for (const [name, entered, path] of wrong)
    it(`find fault with ${name}, once, at its field`, () =>
      expect(Object.keys(faultsOf(entered))).to.deep.equal([path]));

  it('find all faults at once', () => {
    expect(Object.keys(faultsOf({ title: '', allowedMinutes: 'x', cooldown: 'y' }))).to.have.length(3);
  });
});
