// The editor's saver without a browser: a breath after the last key, one at a time, again after a failure, never over somebody else's draft.

import { expect } from 'chai';
import { autosaver, breathMs } from '../../../views/assets/instructor/policy-saving.js';

type Sent = { readonly status: number; readonly body: unknown };

/** A page whose time is moved by hand and whose server answers as told. */
function aPage(answers: (Sent | 'offline')[]) {
  const timers: (() => void)[] = [];
  const said: string[] = [];
  const left: string[] = [];
  let sent = 0;
  const saver = autosaver({
    send: async () => {
      const answer = answers[sent++] ?? saved;
      if (answer === 'offline') throw new TypeError('no network');
      return answer;
    },
    took: () => undefined,
    say: (words) => void said.push(words),
    leaveFor: (address) => void left.push(address),
    later: (work) => timers.push(work) - 1,
    cancel: (at: number) => void (timers[at] = () => undefined),
  });
  /** Lets everything that waits have its turn. */
  const breathe = async (): Promise<void> => {
    for (const work of timers.splice(0)) work();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { saver, said, left, breathe, sent: () => sent };
}

const saved: Sent = { status: 200, body: { rev: 2, saved: 'Saved 12:03:22', html: '', cards: {}, faults: {} } };

describe('the saver of the policy editor', () => {
  it('saves once for many keys', async () => {
    const page = aPage([]);
    for (let key = 0; key < 5; key += 1) page.saver.changed();
    expect(page.saver.hasUnsaved()).to.equal(true);
    await page.breathe();
    expect(page.sent()).to.equal(1);
    expect(page.said.at(-1)).to.equal('Saved 12:03:22');
    expect(page.saver.hasUnsaved()).to.equal(false);
    expect(breathMs).to.be.below(1000);
  });

  it('tries again where there is no connection, and says so', async () => {
    const page = aPage(['offline', { status: 500, body: {} }]);
    page.saver.changed();
    await page.breathe();
    expect(page.said.at(-1)).to.contain('no connection');
    await page.breathe();
    expect(page.said.at(-1)).to.equal('Not saved. It is tried again.');
    await page.breathe();
    expect(page.said.at(-1)).to.equal('Saved 12:03:22');
  });

  it('stops when somebody else has saved, and leads to both drafts', async () => {
    const page = aPage([{ status: 409, body: { conflict: '/drafts/1' } }]);
    page.saver.changed();
    await page.breathe();
    page.saver.changed();
    await page.breathe();
    expect(page.left).to.deep.equal(['/drafts/1']);
    expect(page.sent()).to.equal(1);
  });

  it('says what is wrong with JSON that cannot be read, and waits for the next key', async () => {
    const page = aPage([{ status: 422, body: { faults: [{ message: 'This is no JSON object.' }] } }]);
    page.saver.changed();
    await page.breathe();
    expect(page.said.at(-1)).to.equal('Not saved yet. This is no JSON object.');
    await page.breathe();
    expect(page.sent()).to.equal(1);
    page.saver.changed();
    await page.breathe();
    expect(page.saver.hasUnsaved()).to.equal(false);
  });

  it('leaves saving to a button that was pressed', async () => {
    const page = aPage([]);
    page.saver.changed();
    page.saver.stop();
    await page.breathe();
    expect(page.sent()).to.equal(0);
    expect(page.saver.hasUnsaved()).to.equal(false);
  });
});
