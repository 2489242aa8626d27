// The audit chain: whole when untouched; a changed, missing or swapped act is found, and named.

import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { chained, chainFault, endFault, type AuditAct, type ChainedAct } from '../../src/domain/audit.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const act: fc.Arbitrary<AuditAct> = fc.record({
  courseId: fc.constant('c1'),
  subjectId: fc.string(),
  act: fc.constantFrom('extended', 'voided'),
  by: fc.string(),
  byName: fc.string(),
  at: fc.nat(),
  reason: fc.string(),
  detail: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
});

function chainOf(acts: readonly AuditAct[]): ChainedAct[] {
  const chain: ChainedAct[] = [];
  for (const one of acts) chain.push(chained(one, chain.at(-1) ?? null, digest));
  return chain;
}

describe('the audit chain', () => {
  it('holds as it was written, in one piece or in pages', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.nat(12), (acts, cut) => {
        const chain = chainOf(acts);
        expect(chainFault(chain, null, digest)).to.equal(null);
        const at = Math.min(cut, chain.length);
        expect(chainFault(chain.slice(at), chain[at - 1] ?? null, digest)).to.equal(null);
      }),
    );
  });

  it('does not depend on the order in which members were stored', () => {
    const chain = chainOf([
      {
        courseId: 'c',
        subjectId: 's',
        act: 'extended',
        by: 'b',
        byName: 'B',
        at: 1,
        reason: 'r',
        detail: { a: 1, b: { c: 2, d: 3 } },
      },
    ]);
    const restored = [{ ...chain[0]!, detail: { b: { d: 3, c: 2 }, a: 1 } }];
    expect(chainFault(restored, null, digest)).to.equal(null);
  });

  it('finds any changed act, by its number', () => {
    fc.assert(
      fc.property(
        fc.array(act, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.string({ minLength: 1 }),
        (acts, which, more) => {
          const chain = chainOf(acts);
          const at = which % chain.length;
          const changed = chain.map((one, index) => (index === at ? { ...one, reason: one.reason + more } : one));
          expect(chainFault(changed, null, digest)?.number).to.equal(at + 1);
        },
      ),
    );
  });

  it('finds a missing act and swapped acts', () => {
    const chain = chainOf(
      Array.from({ length: 4 }, (_, at) => ({
        courseId: 'c',
        subjectId: 's',
        act: 'extended',
        by: 'b',
        byName: 'B',
        at,
        reason: `${at}`,
        detail: {},
      })),
    );
    expect(
      chainFault(
        chain.filter((_, at) => at !== 1),
        null,
        digest,
      ),
    ).to.deep.equal({ number: 2, words: 'Act 2 is missing.' });
    expect(chainFault([chain[0]!, chain[2]!, chain[1]!, chain[3]!], null, digest)?.number).to.equal(2);
    expect(chainFault(chain.slice(1), null, digest)?.words).to.equal('Act 1 is missing.');
  });

  it('misses what was taken away at its end, and lets the note of its end lag behind', () => {
    const acts = fc.sample(act, 3);
    const chain = chainOf(acts);
    const last = chain.at(-1)!;
    expect(endFault(last, last)).to.equal(null);
    expect(endFault(chain[1]!, chain[1]!)).to.equal(null);
    expect(endFault(null, last)).to.deep.equal({ number: 3, words: 'Act 3 is missing.' });
    expect(endFault({ hash: 'another' }, last)?.words).to.equal('Act 3 was changed after it was written.');
    expect(endFault(null, null)).to.equal(null);
  });
});
