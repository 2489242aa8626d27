// Long lists are cut into pages.

import { expect } from 'chai';
import fc from 'fast-check';
import { address, pageOf, pagesView } from '../../../src/http/instructor/paging.ts';

describe('long lists', () => {
  it('are cut into pages that together are the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const { pages } = pageOf(rows, 1, size);
        const all = Array.from({ length: pages }, (_, at) => pageOf(rows, at + 1, size).rows).flat();
        expect(all).to.deep.equal(rows);
      }),
    );
  });

  it('show the nearest page where there is none of that number', () => {
    expect(pageOf([1, 2, 3], 99, 2)).to.deep.include({ page: 2, rows: [3] });
    expect(pageOf([], 5)).to.deep.include({ page: 1, rows: [] });
  });

  it('say what is shown and lead both ways', () => {
    const to = (page: number) => address('/x', { q: '', page });
    expect(pagesView(pageOf([1, 2, 3, 4, 5], 2, 2), to, 2)).to.deep.equal({
      words: '3 to 4 of 5',
      earlier: '/x?page=1',
      later: '/x?page=3',
    });
  });
});
