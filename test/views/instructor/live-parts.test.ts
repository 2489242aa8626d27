// The list of who is sitting refreshes itself.

import { expect } from 'chai';
import { everyMs, isInUse, keepFresh } from '../../../views/assets/instructor/live-parts.js';

/** A browser whose time is moved by hand: what the server answers next, and what the page was told. */
function world(answers: (number | 'no connection')[], { isHidden = false } = {}) {
  const seen = { replaced: 0, said: [] as string[], waits: [] as number[], isHidden };
  let waiting: (() => void | Promise<void>) | null = null;
  const refresh = keepFresh({
    fetchParts: async () => {
      const next = answers.shift() ?? 200;
      if (next === 'no connection') throw new TypeError('Failed to fetch');
      return { status: next, text: '<p></p>' };
    },
    replace: () => void (seen.replaced += 1),
    say: (words: string) => void seen.said.push(words),
    isHidden: () => seen.isHidden,
    later: (work: () => void, ms: number) => {
      seen.waits.push(ms);
      waiting = work;
    },
  });
  return {
    seen,
    refresh,
    isWaiting: () => waiting !== null,
    async passTime() {
      const work = waiting;
      waiting = null;
      await work?.();
    },
  };
}

describe('the list that refreshes itself', () => {
  it('is fetched every ten seconds', async () => {
    const { seen, passTime } = world([]);
    for (let round = 0; round < 3; round += 1) await passTime();
    expect(seen.replaced).to.equal(3);
    expect(seen.waits).to.deep.equal([everyMs, everyMs, everyMs, everyMs]);
    expect(seen.said).to.deep.equal([]);
  });

  it('says once that there is no connection, asks less and less often, and says when all is well', async () => {
    const { seen, passTime } = world(['no connection', 503, 'no connection', 'no connection']);
    for (let round = 0; round < 5; round += 1) await passTime();
    expect(seen.said).to.deep.equal(['No connection: this list is not up to date. It is tried again.', '']);
    expect(seen.waits).to.deep.equal([10_000, 20_000, 40_000, 60_000, 60_000, 10_000]);
  });

  for (const status of [401, 403, 404])
    it(`ends with the visit (${status}), and says what to do`, async () => {
      const { seen, passTime, isWaiting, refresh } = world([status]);
      await passTime();
      expect(seen.said).to.deep.equal([
        'This list is not brought up to date any more. Open Resit again from your course.',
      ]);
      expect(isWaiting()).to.equal(false);
      await refresh();
      expect(seen.replaced).to.equal(0);
    });

  it('asks nothing while nobody can see the page, and at once when somebody can', async () => {
    const { seen, passTime, refresh } = world([], { isHidden: true });
    await passTime();
    expect(seen.replaced).to.equal(0);
    seen.isHidden = false;
    await refresh();
    expect(seen.replaced).to.equal(1);
  });

  it('leaves a part alone while the focus or an open dialog is in it', () => {
    const part = (hasFocus: boolean, hasDialog: boolean) =>
      ({ contains: () => hasFocus, querySelector: () => (hasDialog ? {} : null) }) as unknown as Element;
    const focused = {} as Element;
    expect(isInUse(part(false, false), focused)).to.equal(false);
    expect(isInUse(part(true, false), focused)).to.equal(true);
    expect(isInUse(part(false, true), null)).to.equal(true);
  });
});
