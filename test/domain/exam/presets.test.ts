// The shipped blueprints say what the documents say, and no blueprint that contradicts itself is accepted.

import { expect } from 'chai';
import { blueprintSchema, questionCount, questionsOf } from '../../../src/domain/exam/blueprint.ts';
import { cpcAapc, cpcHalf, cpcSeed, passRuleOf, presetOf, presets } from '../../../src/domain/exam/presets.ts';

const faultsOf = (blueprint: object): string[] =>
  blueprintSchema.safeParse(blueprint).error?.issues.map((issue) => issue.message) ?? [];

describe('the presets', () => {
  it('ask as many questions in as many minutes as they should', () => {
    const lengths = presets.map((preset) => [preset.id, questionCount(preset), preset.allowedMinutes, preset.countsAs]);
    expect(lengths).to.deep.equal([
      ['cpc-seed', 100, 240, 'mock'],
      ['cpc-aapc', 100, 240, 'mock'],
      ['cpc-half', 50, 120, 'half'],
      ['cpc-demo', 20, 25, 'demo'],
    ]);
  });

  it('pass at 70 % overall', () => {
    for (const preset of presets) expect(preset.passRule).to.deep.equal([{ kind: 'overall', percent: 70 }]);
  });

  it('weigh the four sections 35, 30, 20 and 15, whatever the counts', () => {
    for (const preset of presets.filter((one) => one.taxonomy === 'seed'))
      expect(preset.sections.map((section) => section.weight)).to.deep.equal([35, 30, 20, 15]);
    expect(cpcSeed.sections.map(questionsOf)).to.deep.equal([35, 30, 20, 15]);
    expect(cpcHalf.sections.map(questionsOf)).to.deep.equal([18, 15, 10, 7]);
    expect(presetOf('cpc-demo')!.sections.map(questionsOf)).to.deep.equal([7, 6, 4, 3]);
  });

  it('weigh each domain of the real exam by its count, and ask to confirm the counts that are not confirmed', () => {
    for (const section of cpcAapc.sections) expect(section.weight).to.equal(questionsOf(section));
    const counts = Object.fromEntries(cpcAapc.sections.map((section) => [section.id, section.weight]));
    expect(counts).to.include({ 'surgery-60000': 6, anesthesia: 4, 'coding-guidelines': 7, cases: 10 });
    expect(cpcAapc.notes[0]).to.contain('confirm');
  });

  it('are found by id, and nothing else is', () => {
    expect(presetOf('cpc-seed')).to.equal(cpcSeed);
    expect(presetOf('cpc')).to.equal(null);
  });
});

describe('the variant with every named section', () => {
  it('adds the three named sections of the full mock at 70 %', () => {
    expect(passRuleOf(cpcSeed, 'blueprint')).to.deep.equal(cpcSeed.passRule);
    expect(passRuleOf(cpcSeed, 'everySection')).to.deep.equal([
      { kind: 'overall', percent: 70 },
      {
        kind: 'everySection',
        percent: 70,
        sections: ['medical-concepts', 'surgery-modifiers', 'guidelines-regulations'],
      },
    ]);
  });

  it('leaves a rule alone that binds sections already', () => {
    const strict = { ...cpcSeed, passRule: passRuleOf(cpcSeed, 'everySection').slice() };
    expect(passRuleOf(strict, 'everySection')).to.equal(strict.passRule);
  });
});

describe('a blueprint', () => {
  it('may not ask for one leaf in two places, nor have two sections of one id', () => {
    const [first, second] = cpcSeed.sections;
    expect(faultsOf({ ...cpcSeed, sections: [first, { ...second, quotas: first!.quotas }] })).to.deep.equal([
      '"medical-concepts" is asked for in two places',
    ]);
    expect(faultsOf({ ...cpcSeed, sections: [first, { ...second, id: first!.id }] })).to.deep.equal([
      'two sections have the id "medical-concepts"',
    ]);
  });

  it('may not name leaves or sections that do not exist', () => {
    const sections = [{ ...cpcSeed.sections[0], quotas: [{ leaf: 'anatomy', count: 1 }] }];
    expect(faultsOf({ ...cpcSeed, sections })).to.deep.equal(['the taxonomy "seed" has no leaf "anatomy"']);
    const passRule = [{ kind: 'sectionMinimum', section: 'surgery', percent: 50 }];
    expect(faultsOf({ ...cpcSeed, passRule })).to.deep.equal(['there is no section "surgery"']);
  });

  it('may not be so uneven that its scores cannot be kept exactly', () => {
    const counts = [97, 89, 83, 79, 73, 71, 67, 61, 59];
    const sections = cpcAapc.sections.slice(0, 9).map((section, at) => ({
      ...section,
      quotas: [{ leaf: section.id, count: counts[at]! }],
    }));
    expect(faultsOf({ ...cpcAapc, sections })).to.deep.equal([
      'these counts and weights make scores too fine to be kept exactly',
    ]);
  });

  it('may not want more of a difficulty than it allows', () => {
    const sections = [{ ...cpcSeed.sections[0], bands: [{ difficulty: 'hard', min: 3, max: 2 }] }];
    expect(faultsOf({ ...cpcSeed, sections })).to.have.length(1);
  });
});
