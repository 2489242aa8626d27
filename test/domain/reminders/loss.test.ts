// What is lost when nobody acts, on which days somebody is reminded of it, and how often; by real policies and verdicts.

import { expect } from 'chai';
import { archetype } from '../../../src/domain/guarantee/archetypes.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { evaluate, readFacts, type Verdict } from '../../../src/domain/guarantee/evaluate.ts';
import { daysLeft, dueStep, lastDayOf, lossOf, reminderKey, type Loss } from '../../../src/domain/reminders/loss.ts';
import { alsoDue, leftWords, reminderMail, reminderTitle } from '../../../src/domain/reminders/reminder-words.ts';
import { letterText, subjectLine } from '../../../src/domain/reminders/letter.ts';
import { dayInWords } from '../../../src/domain/day.ts';
import scenarios from '../guarantee/scenarios.json' with { type: 'json' };

const at = (text: string): number => Date.parse(text);

function verdictOf(id: string, asOf?: string): Verdict {
  const scenario = (scenarios as unknown as Scenario[]).find((one) => one.id === id)!;
  const policy = compilePolicy(archetype(scenario.policyArchetype));
  if (!policy.ok) throw new Error('not a policy');
  const facts = readFacts(scenario.facts, policy.value);
  if (!facts.ok) throw new Error('no facts');
  return evaluate(policy.value, facts.value, at(asOf ?? scenario.asOf));
}

interface Scenario {
  readonly id: string;
  readonly policyArchetype: string;
  readonly facts: unknown;
  readonly asOf: string;
  readonly expected: { readonly changesTo?: string };
}

describe('what is lost when nobody acts', () => {
  it('a makeup that is not done', () => {
    const loss = lossOf(verdictOf('A1-17'))!;
    expect(loss).to.include({ kind: 'guarantee', ref: 'attendance' });
    expect(dayInWords(lastDayOf(loss))).to.equal('Wed 25 Nov 2026');
    expect(reminderTitle(loss)).to.equal('Make up the class of Wed 18 Nov 2026 by Wed 25 Nov 2026, 23:59 Chicago time');
  });

  it('the time to claim', () => {
    const loss = lossOf(verdictOf('A1-01'))!;
    expect(loss.kind).to.equal('claim window');
    expect(reminderTitle(loss)).to.equal('By Mon 21 Dec 2026: file your claim');
  });

  it('papers for a claim', () => {
    const loss = lossOf(verdictOf('A1-25'))!;
    expect(loss.kind).to.equal('papers');
    expect(reminderTitle(loss)).to.equal('By Mon 21 Dec 2026: hand in the papers for your claim');
  });

  it('everything that turns ineligible by time alone, and nothing else; with a title that names its day', () => {
    for (const { id, expected } of scenarios as unknown as Scenario[]) {
      const verdict = verdictOf(id);
      const loss = lossOf(verdict);
      if (expected.changesTo === 'ineligible') expect(loss, id).not.to.equal(null);
      if (verdict.verdict === 'ineligible') expect(loss, id).to.equal(null);
      if (!loss) continue;
      expect(reminderTitle(loss), id).to.match(/\d{4}/);
      expect(reminderTitle(loss), id).not.to.match(/undefined|null|\.$/);
      expect(subjectLine(reminderTitle(loss)).length).to.be.at.most(111);
    }
  });
});

describe('the days on which somebody is reminded', () => {
  const loss = lossOf(verdictOf('A1-17'))!;
  const steps: [string, number, number | null][] = [
    ['2026-11-10T12:00:00-06:00', 15, null],
    ['2026-11-11T00:00:00-06:00', 14, 14],
    ['2026-11-17T12:00:00-06:00', 8, 14],
    ['2026-11-18T12:00:00-06:00', 7, 7],
    ['2026-11-22T12:00:00-06:00', 3, 3],
    ['2026-11-23T12:00:00-06:00', 2, 3],
    ['2026-11-24T23:59:00-06:00', 1, 1],
    ['2026-11-25T23:59:59-06:00', 0, 1],
    ['2026-11-26T00:00:00-06:00', -1, null],
  ];
  for (const [now, left, step] of steps)
    it(`${now}: ${left} days left, reminder ${step ?? 'none'}`, () => {
      expect(daysLeft(loss, at(now))).to.equal(left);
      expect(dueStep(loss, at(now))).to.equal(step);
    });

  it('are at most four for one date, and begin again only when the date moves', () => {
    const whose = { courseId: 'c', personId: 'p' };
    const keysOf = (of: Loss): Set<string> => {
      const keys = new Set<string>();
      for (let now = of.at - 40 * 86_400_000; now < of.at + 86_400_000; now += 3_600_000) {
        const step = dueStep(of, now);
        if (step !== null) keys.add(reminderKey(whose, of, step));
      }
      return keys;
    };
    const keys = keysOf(loss);
    const moved = keysOf({ ...loss, at: loss.at + 86_400_000 });
    expect(keys.size).to.equal(4);
    expect([...moved].filter((key) => keys.has(key))).to.deep.equal([]);
    expect(keysOf({ ...loss, at: loss.at })).to.deep.equal(keys);
  });
});

describe('the mail', () => {
  it('says what and by when first, then where one stands, what happens otherwise, and what else is due', () => {
    const verdict = verdictOf('A1-05', '2026-11-21T12:00:00-06:00');
    const loss = lossOf(verdict)!;
    const now = at('2026-11-21T12:00:00-06:00');
    const mail = reminderMail(loss, { givenName: 'Ana', courseTitle: 'CPC' }, alsoDue(verdict, loss.ref, now), now);
    expect(mail.subject).to.equal('Opt in to the guarantee by Sun 22 Nov 2026, 23:59 Chicago time');
    expect(mail.paragraphs.slice(0, 2)).to.deep.equal([
      'Opt in to the guarantee by Sun 22 Nov 2026, 23:59 Chicago time. The last day is tomorrow.',
      'You are on track.',
    ]);
    expect(mail.paragraphs.join(' ')).to.contain(
      'If nothing else happens, the guarantee ends for you on Mon 23 Nov 2026',
    );
    const text = letterText({ ...mail, from: 'School', action: false, foot: 'Why.', stopUrl: '' });
    expect(text.startsWith('Hello Ana,\n\nOpt in to the guarantee')).to.equal(true);
    expect(leftWords(loss, now + 86_400_000)).to.equal('today');
  });
});
