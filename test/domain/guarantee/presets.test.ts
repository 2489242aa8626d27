// Presets: every published policy loads, lints, reads as terms, and can be won as well as lost.
import { expect } from 'chai';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { lintPolicy } from '../../../src/domain/guarantee/lint/lint-policy.ts';
import type { CompiledPolicy } from '../../../src/domain/guarantee/policy.ts';
import { plainPolicyText } from '../../../src/domain/guarantee/policy-text.ts';
import { type Preset, presetGaps, presetOf, presets } from '../../../src/domain/guarantee/presets/presets.ts';
import { rulesOf } from '../../../src/domain/guarantee/requirement.ts';
import { failingVerdicts, goodStudent } from './presets-students.ts';

const PUBLISHED = `
  P01 P02 P04 P05 P08 P09 P13 P15 P16 P17 P18 P21 P23 P24 P25 P28 P32 P33 P35 P36
  P37 P39 P40 P41 P42 P43 P46 P49 P52 P54 P55 P56 P58 P59 P64 P65 P67 P68 P69 P70
  P72 P73 P74 P75 P76 P77 P80 P81 P82 P83 P84 P85 P86 P87 P88 P90 P92 P93 P94 P95`
  .trim()
  .split(/\s+/);

function compiled({ policy }: Preset): CompiledPolicy {
  const read = compilePolicy(policy);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

function asksOnlyForFail(preset: Preset): boolean {
  const [version] = compiled(preset).versions;
  if (version?.terms.kind !== 'guarantee') return false;
  return rulesOf(version.terms.requires).every(({ rule }) => rule === 'outcome');
}

describe('the presets', () => {
  it('express at least 54 of the 60 published policies, and say of each other one which words its text lacks', () => {
    const expressed = new Set(presets.map(({ source }) => source));
    const lacking = presetGaps.map(({ source }) => source);
    expect([...expressed, ...lacking].toSorted()).to.deep.equal(PUBLISHED);
    expect(expressed.size).to.be.at.least(54);
    for (const gap of presetGaps) expect([gap.lacks.length > 0, gap.quote.length > 0]).to.deep.equal([true, true]);
  });

  it('have ids of their own and are found by them', () => {
    expect(new Set(presets.map(({ id }) => id)).size).to.equal(presets.length);
    expect(presetOf('mchc-cpc')?.source).to.equal('P01');
    expect(presetOf('nothing')).to.equal(undefined);
  });

  for (const preset of presets) {
    describe(`${preset.source} ${preset.id}`, () => {
      it('loads and lints without errors', () => {
        compiled(preset);
        expect(lintPolicy(preset.policy).filter(({ severity }) => severity === 'error')).to.deep.equal([]);
      });

      it('reads as terms a student can accept', () => {
        for (const { terms } of compiled(preset).versions) {
          const text = plainPolicyText(terms);
          expect(text).to.not.match(/undefined|null|NaN|\[object|[{}"]|\b[a-z]+[A-Z]|_/);
          for (const line of text.split('\n').filter((each) => each.trim().startsWith('-'))) {
            expect(line, line).to.match(/[.:]$/);
          }
        }
      });

      it('is won by a student who does all it asks', () => {
        const { verdict, reason } = goodStudent(preset.policy).verdict;
        expect(`${verdict} ${reason}`).to.be.oneOf(['eligible all_met', 'available ok']);
      });

      it('is lost by one who does not', () => {
        const isOver = (verdict: string) => verdict === 'ineligible' || verdict === 'expired';
        const reasons = failingVerdicts(preset.policy).flatMap(({ verdict, reason }) =>
          isOver(verdict) ? reason : [],
        );
        // A promise that asks for nothing but a fail can only end by a pass.
        const passed = failingVerdicts(preset.policy).some(({ reason }) => reason === 'passed');
        const isLost = asksOnlyForFail(preset) ? passed : reasons.some((reason) => reason !== 'claim_window');
        expect(isLost, reasons.join(', ')).to.equal(true);
      });
    });
  }
});
