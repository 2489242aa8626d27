// What can be added is found by the words that people use for it.

import { expect } from 'chai';
import { catalog, foundInCatalog } from '../../../src/domain/policies/catalog-search.ts';
import { addRule } from '../../../src/domain/policies/rearrange.ts';

describe('everything that can be added', () => {
  const wanted: readonly (readonly [search: string, name: string])[] = [
    ['question bank', 'qbank'],
    ['makeup', 'attendance'],
    ['unless', 'onlyWhen'],
    ['exclude', 'not'],
    ['each section', 'perSection'],
    ['Country', 'variant'],
    ['two of', 'nOf'],
    ['payment', 'on_or_before'],
    ['look-back', 'progress'],
    ['diagnostic', 'baseline'],
    ['mock', 'mock'],
  ];
  for (const [search, name] of wanted)
    it(`finds ${name} by “${search}”`, () => {
      expect(foundInCatalog(search).map((entry) => entry.name)).to.include(name);
    });

  it('shows all without a search, none for what there is not, and what bears the word in its title first', () => {
    expect(foundInCatalog(' ')).to.have.length(catalog.length);
    expect(foundInCatalog('zebra')).to.deep.equal([]);
    expect(foundInCatalog('mock')[0]?.title).to.equal('Take or pass mock exams');
  });

  it('says of each in plain words when one wants it, shows each rule as the student reads it, and can add it', () => {
    for (const { name, about, group, example } of catalog) {
      expect(about, name).to.match(/[.]$/);
      expect(example !== '' || group === 'Groups and conditions', name).to.equal(true);
      const { policy } = addRule({ timeZone: 'UTC', requires: { all: [] } }, 'requires.all', name);
      expect((policy['requires'] as { all: unknown[] }).all, name).to.have.length(1);
    }
  });
});
