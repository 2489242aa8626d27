// Which rules still matter: ways not taken, conditions that do not hold, rules that must not hold.
import { expect } from 'chai';
import { askedRules } from '../../../src/domain/guarantee/asked-rules.ts';
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { guarantee } from './asking.ts';

/** Rules with each of the four results, by flags m (met), f (failed), u (unknown), n (not yet). */
const r = (letter: string, id = letter) => ({ id, rule: 'flag', fact: letter, equals: true, curable: letter === 'n' });
const late = { id: 'late', rule: 'opt_in', window: { anchor: '2026-06-25', amount: { days: 0 } } };

function askedIn(requires: object) {
  const judged = judge({
    policy: guarantee(requires, { claim: {} }),
    facts: { m: true, f: false, n: false },
    asOf: '2026-06-20',
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.faults));
  return askedRules(judged.value.rules);
}

const say = (requires: object) =>
  askedIn(requires)
    .map(({ found, result, part }) => `${found.id} ${result}${part === 'asked' ? '' : ` ${part}`}`)
    .join(', ');

describe('rules that still matter', () => {
  const rows: readonly [what: string, requires: object, expected: string][] = [
    ['all of them where all are needed', { all: [r('m'), r('n'), r('f')] }, 'm met, n not_yet, f failed'],
    [
      'not the other way once one is taken',
      { any: [r('m'), r('n'), r('f')] },
      'm met, n not_yet spare, f failed spare',
    ],
    ['not a way that is lost while another is open', { any: [r('f'), r('n')] }, 'f failed spare, n not_yet'],
    ['the ways that are lost where all are', { any: [r('f'), r('f', 'g')] }, 'f failed, g failed'],
    ['both open ways', { any: [r('u'), r('n')] }, 'u unknown, n not_yet'],
    [
      'what is left once enough are there',
      { nOf: 1, of: [r('m'), { all: [r('n'), r('u')] }] },
      'm met, n not_yet spare, u unknown spare',
    ],
    [
      'a way whose one half is lost, no more',
      { any: [{ all: [r('f'), r('n')] }, r('n', 'o')] },
      'f failed spare, n not_yet spare, o not_yet',
    ],
    ['what must not hold, turned round', { all: [{ not: r('m') }, { not: r('f') }] }, 'm failed, f met'],
    [
      'nothing of what is not asked',
      { onlyWhen: r('f', 'if'), apply: r('n', 'then') },
      'then not_yet spare, if failed condition',
    ],
    ['what a condition asks', { onlyWhen: r('m', 'if'), apply: r('n', 'then') }, 'then not_yet, if met condition'],
  ];
  for (const [what, requires, expected] of rows) it(what, () => expect(say(requires)).to.equal(expected));

  it('are told from what each found now, though time was played forward to the change', () => {
    expect(say({ all: [late, r('n')] })).to.equal('late not_yet, n not_yet');
    expect(say({ any: [late, r('m')] })).to.equal('late not_yet spare, m met');
  });

  it('know the other ways that are open, and how many are enough', () => {
    const [first] = askedIn({ nOf: 2, of: [{ all: [r('n'), r('m', 'x')] }, r('u'), r('f'), r('n', 'o'), r('m')] });
    expect(first!.ways).to.include({ need: 2, met: 1 });
    expect(first!.ways!.others.map((way) => way.map(({ id }) => id))).to.deep.equal([['u'], ['o']]);
    expect(askedIn({ all: [r('n'), r('u')] })[0]!.ways).to.equal(null);
    expect(askedIn({ any: [r('n'), r('f')] })[0]!.ways).to.equal(null);
  });
});
