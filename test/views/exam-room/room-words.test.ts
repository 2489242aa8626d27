// The small parts of the exam room: its list of questions, typed codes, keys, the stopwatch and what is said of saving.

import { expect } from 'chai';
import type { Answer } from '../../../src/domain/exam/attempt.ts';
import { meaningOf } from '../../../views/assets/exam-room/keys.js';
import { countsOf, fits, slotWords } from '../../../views/assets/exam-room/navigator.js';
import { savedLine } from '../../../views/assets/exam-room/saved-line.js';
import { heldAlready } from '../../../views/assets/exam-room/saving.js';
import { createStopwatch } from '../../../views/assets/exam-room/stopwatch.js';
import { codesIn, codesWords } from '../../../views/assets/exam-room/typed-codes.js';

function answer(given: Partial<Answer>): Answer {
  return { q: 1, v: [], flagged: false, struck: [], note: '', spentMs: 0, ...given };
}

describe('the list of questions', () => {
  it('calls each question by number and state', () => {
    expect(slotWords(12, undefined)).to.equal('Question 12, not answered');
    expect(slotWords(21, answer({ v: ['b'], flagged: true, note: 'Excludes1?' }))).to.equal(
      'Question 21, answered, flagged, has a note',
    );
  });

  it('counts an answer that was taken back as unanswered', () => {
    const slots = [{ slot: 's1' }, { slot: 's2' }, { slot: 's3' }];
    const answers = { s1: answer({ v: ['a'] }), s2: answer({ flagged: true }) };
    expect(countsOf(slots, answers)).to.deep.equal({ answered: 1, unanswered: 2, flagged: 1 });
  });

  it('filters by what is open and what is flagged', () => {
    expect(fits('unanswered', answer({ v: ['a'] }))).to.equal(false);
    expect(fits('unanswered', undefined)).to.equal(true);
    expect(fits('flagged', undefined)).to.equal(false);
    expect(fits('flagged', answer({ flagged: true }))).to.equal(true);
    expect(fits('all', undefined)).to.equal(true);
  });
});

describe('typed codes', () => {
  it('end at spaces, commas, semicolons and lines, and read as in the books', () => {
    expect(codesIn(' e11.22, n18.4;Z79.4\n i50.33 ')).to.deep.equal(['E11.22', 'N18.4', 'Z79.4', 'I50.33']);
    expect(codesIn('  ,; ')).to.deep.equal([]);
  });

  it('are never more or longer than the server takes, so that one slip of the paste cannot block a save', () => {
    const codes = codesIn(`${'x'.repeat(500)} ${'a '.repeat(50)}`);
    expect(codes).to.have.length(12);
    expect(codes[0]).to.have.length(40);
  });

  it('are read back to the candidate', () => {
    expect(codesWords(['E11.22', 'N18.4'])).to.equal('We read 2 codes: E11.22, N18.4');
    expect(codesWords([])).to.equal('');
  });
});

describe('the keys', () => {
  const press = (key: string, code: string, shiftKey = false) => meaningOf({ key, code, shiftKey });

  it('choose by digit and strike out with Shift, on any keyboard layout', () => {
    expect(press('2', 'Digit2')).to.deep.equal({ act: 'choose', index: 1 });
    expect(press('"', 'Digit2', true)).to.deep.equal({ act: 'strike', index: 1 });
    expect(press('3', 'Numpad3')).to.deep.equal({ act: 'choose', index: 2 });
  });

  it('mean the same in capitals, and nothing where nothing is promised', () => {
    expect(press('N', 'KeyN', true)).to.deep.equal({ act: 'next' });
    expect(press('t', 'KeyT')).to.deep.equal({ act: 'time' });
    expect(press('?', 'Slash', true)).to.deep.equal({ act: 'help' });
    for (const [key, code] of [
      ['x', 'KeyX'],
      ['Enter', 'Enter'],
      ['0', 'Digit0'],
      ['Tab', 'Tab'],
    ] as const)
      expect(press(key, code)).to.equal(null);
  });
});

describe('the time spent on a question', () => {
  it('runs only while the question is seen, and is handed over once', () => {
    let time = 0;
    const stopwatch = createStopwatch(() => time);
    stopwatch.run();
    time = 4000;
    stopwatch.rest();
    time = 60_000;
    stopwatch.run();
    time = 61_000;
    expect(stopwatch.take()).to.equal(5000);
    time = 61_500;
    expect(stopwatch.take()).to.equal(500);
  });
});

describe('a refused save', () => {
  it('confirms only what the server says it holds in this or a later edit', () => {
    const sent = { s1: answer({ q: 5 }), s2: answer({ q: 6 }), s3: answer({ q: 7 }) };
    const held = { s1: answer({ q: 5 }), s2: answer({ q: 9 }), s3: answer({ q: 2 }) };
    expect(heldAlready(sent, held)).to.deep.equal(['s1', 's2']);
  });
});

describe('the line about saving', () => {
  const savedWords = 'Saved 12:03:22';

  it('says when everything was saved, that something is under way, or that it is kept here', () => {
    expect(savedLine({ waiting: 0, isLate: false, savedWords })).to.deep.equal({ kind: 'saved', words: savedWords });
    expect(savedLine({ waiting: 1, isLate: false, savedWords }).words).to.equal('Saving 1 answer');
    expect(savedLine({ waiting: 2, isLate: true, savedWords }).words).to.equal('2 answers kept here');
  });

  it('claims nothing is kept here while nothing waits, also without a network', () => {
    expect(savedLine({ waiting: 0, isLate: true, savedWords }).kind).to.equal('saved');
  });
});
