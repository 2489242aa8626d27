// What students and staff read: verdicts, findings, changes, and the terms of a whole policy.
import { expect } from 'chai';
import { archetypeNames } from '../../../src/domain/guarantee/archetypes.ts';
import { readPolicy } from '../../../src/domain/guarantee/judge.ts';
import { plainPolicyText } from '../../../src/domain/guarantee/policy-text.ts';
import { guarantee, verdictOf } from './asking.ts';
import scenarios from './scenarios.json' with { type: 'json' };

function textOf(policy: unknown): string {
  const read = readPolicy(policy);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value.versions.map(({ terms }) => plainPolicyText(terms)).join('\n\n');
}

const attendance = {
  id: 'classes',
  rule: 'attendance',
  require: { all: true },
  makeup: { max: 2, within: { days: 7 } },
};
const missed = {
  sessions: [
    { on: '2026-11-11', present: 60 },
    { on: '2026-11-18', present: 0 },
  ],
};

describe('words', () => {
  it('say what to do, by when, in the policy’s zone', () => {
    const verdict = verdictOf(guarantee(attendance), missed, '2026-11-22');
    expect(verdict.words).to.equal(
      'You are on track. Make up the class of Wed 18 Nov 2026 by Wed 25 Nov 2026, 23:59 Chicago time.',
    );
    expect(verdict.staffWords).to.equal(
      'On track. Must make up the class of Wed 18 Nov 2026 by Wed 25 Nov 2026, 23:59 Chicago time; 1 of 2 attended, 1 to make up.',
    );
    expect(verdict.changeWords).to.equal(
      'If nothing else happens, the guarantee ends for you on Thu 26 Nov 2026 (attend every class).',
    );
    expect(verdict.findings[0]).to.include({
      have: '1 of 2 attended, 1 to make up',
      need: 'attend every class',
      by: '2026-11-25',
    });
  });

  it('say the cut-off where there is one', () => {
    const { words, changeWords } = verdictOf(guarantee(attendance, { cutoff: '17:00' }), missed, '2026-11-22');
    expect(words).to.contain('by Wed 25 Nov 2026, 17:00 Chicago time.');
    expect(changeWords).to.contain('on Wed 25 Nov 2026, 17:00 Chicago time');
  });

  describe('of mock exams count as the rule counts', () => {
    const scored = (...mocks: readonly (readonly [string, number])[]) => ({
      mocks: mocks.map(([at, score]) => ({ at, score })),
    });
    const have = (rule: object, facts: object): string =>
      verdictOf(guarantee({ id: 'ready', rule: 'mock', minScore: 80, ...rule }), facts, '2026-11-22').findings[0]!.have;

    it('those whose time has run off are told apart', () => {
      const rule = { mode: 'consecutive', count: 2, before: 'exam', lookback: { days: 14 } };
      const taken = scored(['2026-10-01', 90], ['2026-10-02', 85], ['2026-11-20', 82]);
      expect(have(rule, taken)).to.equal('1 of 2, best 82, and 2 outside of that time');
      const sat = { ...taken, exams: [{ on: '2026-11-20', result: 'pending' }] };
      expect(have(rule, sat)).to.equal('0 of 2, and 3 outside of that time');
    });

    it('a low score ends a run', () => {
      const taken = scored(['2026-11-01', 90], ['2026-11-02', 85], ['2026-11-03', 60], ['2026-11-04', 81]);
      expect(have({ mode: 'consecutive', count: 3 }, taken)).to.equal('2 of 3, best 90');
      expect(have({ mode: 'each', count: 3 }, taken)).to.equal('1 of 3, best 90');
      expect(have({ mode: 'best', count: 3 }, taken)).to.equal('3 of 3, best 90');
    });

    it('an average is shown, never rounded over the line', () => {
      const taken = scored(['2026-11-01', 79.998], ['2026-11-02', 80]);
      expect(have({ mode: 'average', count: 3 }, taken)).to.equal('2 of 3, average 79.99');
    });

    it('only the first ones where no more count', () => {
      const taken = scored(['2026-11-01', 70], ['2026-11-02', 95]);
      expect(have({ mode: 'best', maxAttempts: 1 }, taken)).to.equal('0 of 1, best 70');
    });

    it('speak of one as of one', () => {
      const need = (mode: string) => {
        const rule = { id: 'ready', rule: 'mock', mode, minScore: 80 };
        return verdictOf(guarantee(rule), {}, '2026-11-22').findings[0]!.need;
      };
      expect(need('each')).to.equal('Score 80 or more on your last mock exam');
      expect(need('consecutive')).to.equal('Score 80 or more on 1 mock exam');
    });
  });

  it('say who waived', () => {
    const waivers = [{ rule: 'classes', action: 'waive', grantedOn: '2026-11-20' }];
    const { findings } = verdictOf(guarantee(attendance), { ...missed, waivers }, '2026-11-22');
    expect(findings[0]).to.include({ result: 'met', words: 'Staff have waived this for you.' });
  });

  it('never show what is unknown as a no', () => {
    const { words } = verdictOf(guarantee({ id: 'paid', rule: 'flag', fact: 'paid', equals: true }), {}, '2026-11-22');
    expect(words).to.equal('Staff must still record this: paid.');
  });

  it('do not say that what has ended ends again', () => {
    const failed = { exams: [{ on: '2026-11-02', result: 'fail' }] };
    const nothing = guarantee({ id: 'fail', rule: 'outcome' }, { remedies: [] });
    const { words, staffWords, changeWords } = verdictOf(nothing, failed, '2026-11-22');
    expect(words).to.equal('The guarantee has ended for you. Nothing that it gives is open to you.');
    expect(staffWords).to.equal('Ineligible. No remedy is open.');
    expect(changeWords).to.equal(
      'If nothing else happens, another reason ends the guarantee for you too on Thu 3 Dec 2026 (the time to claim is over).',
    );
  });

  it('say what is open where something else was chosen', () => {
    const facts = {
      exams: [{ on: '2026-11-02', result: 'fail' }],
      claim: { receivedAt: '2026-11-10', choice: 'voucher' },
    };
    const { words } = verdictOf(guarantee({ id: 'fail', rule: 'outcome' }), facts, '2026-11-22');
    expect(words).to.equal('The guarantee has ended for you. What you chose is not open to you; open is: refund.');
  });

  it('name the day where "by" would read as the means', () => {
    const early = { id: 'paid', rule: 'on_or_before', fact: 'paidOn', anchor: 'enrolledOn' };
    expect(verdictOf(guarantee(early), {}, '2026-11-22').words).to.equal(
      'You are on track. Pay by the day of enrolling.',
    );
    const ahead = { ...early, anchor: 'courseStart' };
    expect(verdictOf(guarantee(ahead), {}, '2026-11-22').words).to.equal(
      'You are on track. Pay by the start of the course.',
    );
  });

  it('are there for every verdict, rule and change of the worked cases: whole sentences, nothing unsaid', () => {
    for (const { id, policyArchetype, facts, asOf } of scenarios) {
      const verdict = verdictOf(policyArchetype, facts, asOf);
      const sentences = [verdict.words, verdict.staffWords, ...verdict.findings.map(({ words }) => words)];
      if (verdict.changesOn !== undefined) sentences.push(verdict.changeWords!);
      for (const sentence of sentences) {
        expect(sentence, id).to.match(/^[A-Z0-9].*[.]$/s);
        expect(sentence, id).to.not.match(/undefined|null|NaN|\[object|_| {2}|\.\./);
      }
    }
  });
});

describe('the terms of a policy', () => {
  it('say every rule, the claim, the remedies and how days count', () => {
    expect(textOf('A5-nursing')).to.equal(`What you do
- You have not sat the official exam before enrolling.
- Pay in full at least 14 days before the planned end of the course.
- Attend every class. You attend by being there for 90 % of its minutes, on time. Up to 2 of those you miss can be made up within 14 days of the class (online).
- Score 75 or more on 1 mock exam before the official exam.
- Sit the official exam within 6 months of graduating.
- Sit the official exam within 2 months of the end of the course.
- You do not pass the official exam.

How you claim
- Claim within 20 days of your 1st exam; what counts is when we receive it.
- Hand in candidate performance report by the same day, or within 30 days of your claim if that is later.

What you get
- If all of this holds, you get one of these, as you choose:
  - Tuition refund; only if you use nothing of the course after your 1st exam; not together with access extension.
  - Access extension (3 months); not together with tuition refund.

What always holds
- Once you have passed the official exam, the guarantee has ended and there is nothing to claim.
- What we owe a record of and have not recorded is never held against you: a person looks at it.

How days count
- The day a period counts from is day 0; its last day counts in full and ends at the end of the day, New York time.
- A month or year later means the same day of the month, or the last day of a shorter month.
- Business days are Monday to Friday.`);
  });

  it('nest combinators as lists', () => {
    const flag = (id: string) => ({ id, rule: 'flag', fact: id, equals: true, label: `Say ${id}` });
    const requires = {
      any: [
        flag('a'),
        { nOf: 1, of: [flag('b'), { not: flag('c') }] },
        { onlyWhen: flag('d'), apply: flag('e') },
        { id: 'v', variant: 'format', cases: { online: flag('f') }, else: flag('g') },
        { id: 's', perSection: flag('h') },
      ],
    };
    expect(textOf(guarantee(requires))).to.contain(`- One of these:
  - Say a.
  - At least 1 of these:
    - Say b.
    - This does not hold:
      - Say c.
  - Only if this holds:
    - Say d.
    - This is asked of you:
      - Say e.
  - Depending on your format:
    - online:
      - Say f.
    - any other value:
      - Say g.
  - In every section:
    - Say h.`);
  });

  it('write money as every page does, whatever way the policy counts it', () => {
    const remedies = [
      { type: 'exam_fee_refund', amount: 1290, currency: 'USD' },
      { type: 'tutoring', amount: 99.5, cap: 3, price: 0.5, currency: 'EUR' },
      { type: 'tuition_refund', amount: 1000, currency: 'JPY' },
      { type: 'gift_card', amount: 3 },
    ];
    const text = textOf({ ...guarantee({ id: 'a', rule: 'flag', fact: 'a', equals: true }), remedies });
    expect(text).to.contain('Exam fee refund (USD 1,290.00)');
    expect(text).to.contain('(EUR 99.50, at most EUR 3.00, for EUR 0.50)');
    expect(text).to.contain('Tuition refund (JPY 1,000)');
    expect(text).to.contain('Gift card (3)');
  });

  const claimOf = (claim: object): string =>
    textOf({ ...guarantee({ id: 'fail', rule: 'outcome' }), claim })
      .split('How you claim\n')[1]!
      .split('\n\n')[0]!;

  it('say how a claim comes in, who decides it by when, and when it is paid', () => {
    const claim = {
      window: { anchor: 'result1', amount: { days: 30 } },
      evidence: ['official_report_1', 'receipt', 'letter'],
      channel: 'email',
      acknowledge: true,
      replyIn: { businessDays: 5 },
      decidedBy: 'the head of the program',
      decideIn: { days: 14 },
      fourEyes: true,
      payIn: { weeks: 2 },
      payTo: 'whoever paid the course',
      voidIf: 'a payment is charged back',
    };
    expect(claimOf(claim)).to
      .equal(`- Claim by email within 30 days of the result of your 1st exam; what counts is when we receive it.
- Hand in official report 1, receipt and letter by the same day.
- We confirm that your claim has arrived.
- We answer within 5 business days.
- Your claim is decided by the head of the program within 14 days.
- Two people decide.
- What is due is paid to whoever paid the course within 2 weeks of the decision.
- The guarantee is void if a payment is charged back.`);
    expect(claimOf({})).to.contain('You can claim at any time; there is no last day.');
  });

  it('end with the pass only where a pass is what is promised', () => {
    const scoreBased = { ...guarantee({ id: 'gain', rule: 'gain', target: 10 }), scoreBased: true };
    expect(textOf(scoreBased)).to.not.contain('Once you have passed');
  });

  it('say whether the student gets one remedy, one of several, or all of them', () => {
    const gets = (...remedies: object[]): string =>
      textOf({ ...guarantee({ id: 'fail', rule: 'outcome' }), remedies })
        .split('What you get\n')[1]!
        .split('\n')[0]!;
    const [refund, repeat] = [{ type: 'refund' }, { type: 'repeat' }];
    expect(gets(refund)).to.equal('- If all of this holds, you get this:');
    expect(gets(refund, repeat)).to.equal('- If all of this holds, you get these, or of them the one that you choose:');
    const [one, other] = [
      { ...refund, exclusiveWith: ['repeat'] },
      { ...repeat, exclusiveWith: ['refund'] },
    ];
    expect(gets(one, other)).to.equal('- If all of this holds, you get one of these, as you choose:');
    expect(gets(one, repeat)).to.contain('you get these, or of them the one');
  });

  it('say of a remedy how often it is given, who approves it, and how and by when it is paid', () => {
    const remedies = [
      { type: 'vouchers', count: 2, max: 1, approvedBy: 'administration', validFor: { months: 12 } },
      { type: 'tuition_refund', percent: 100, max: 3, method: 'check', payIn: { weeks: 4 } },
      { type: 'stipend', payBy: '2026-12-31', afterFails: 2 },
    ];
    const text = textOf({ ...guarantee({ id: 'fail', rule: 'outcome' }), remedies });
    expect(text).to.contain('Vouchers (2, to be used within 12 months); once only; approved by administration.');
    expect(text).to.contain('Tuition refund (100 %); at most 3 times; by check; paid within 4 weeks.');
    expect(text).to.contain('Stipend; after exactly 2 fails; paid by Thu 31 Dec 2026.');
  });

  it('say rules straight that would deny what is denied already, and rules of records in full', () => {
    const words = (rule: object): string =>
      textOf(guarantee(rule)).split('\n').slice(1, 3).join(' ').trim().replace(/^- /, '');
    expect(words({ not: { id: 'f', rule: 'outcome', attempt: 2 } })).to.equal('You pass the 2nd official exam.');
    expect(words({ not: { id: 'g', rule: 'gain', target: 1 } })).to.equal(
      'Your score in the official exam is 1 point or more above your starting score.',
    );
    expect(words({ not: { id: 'f', rule: 'outcome', label: 'Fail' } })).to.equal('This does not hold:   - Fail.');
    expect(words({ id: 'd', rule: 'flag', fact: 'discounted', equals: false })).to.equal(
      'Your record says “discounted: no”.',
    );
    expect(words({ id: 'r', rule: 'rate_limit', per: { months: 3 }, lifetime: 2 })).to.equal(
      'Your last approved claim, if there is one, is at least 3 months old and no more than 2 claims of yours are ever approved.',
    );
    expect(words({ id: 'p', rule: 'participation', of: 'workshops', count: 1, minPresencePct: 90 })).to.equal(
      'Take part in 1 workshop, each for 90 % of its minutes.',
    );
    expect(words({ id: 'q', rule: 'qbank', count: 500, accuracyMin: 70, hoursMin: 1 })).to.equal(
      'In the question bank answer 500 questions, answer 70 % right and spend 1 hour.',
    );
    expect(words({ id: 'm', rule: 'mock', mode: 'best', minScore: 80, maxAttempts: 1 })).to.equal(
      'Score 80 or more on 1 mock exam (only your first counts).',
    );
  });

  it('leave nothing unsaid in any archetype', () => {
    for (const name of archetypeNames) expect(textOf(name), name).to.not.match(/undefined|null|NaN|\[object|_|\.\./);
  });
});
