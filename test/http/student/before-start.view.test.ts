// What the page before the start says, and whether one may start.

import { expect } from 'chai';
import type { CheerioAPI } from 'cheerio';
import { startTiming } from '../../../src/domain/exam/deadline.ts';
import { cpcDemo } from '../../../src/domain/exam/presets.ts';
import { beforeStartView, type Refused } from '../../../src/http/student/before-start.view.ts';
import type { Briefing } from '../../../src/services/briefing.ts';
import { aBriefing, aForm, anAttempt, anExam, aPrepared, noon, page, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

function shown(differing: Partial<Briefing> = {}, exam = anExam(), refused?: Refused): CheerioAPI {
  return pageOf('student/before-start', beforeStartView(page, aBriefing(differing, exam), zone, refused));
}

describe('the page before the start', () => {
  it('answers first how long there is and when the exam would close', () => {
    const $ = shown();
    expect(wordsOf($, '.answer')).to.equal('You have 25 minutes. If you start now, the exam closes at 12:28 today.');
    expect(wordsOf($, '[data-start-button]')).to.equal('Start the exam');
  });

  it('shows the limit with extra time, and where it comes from', () => {
    const accommodation = { factor: 1.5, extraMinutes: 0, setBy: 'dana', setAt: noon - 82 * day, reason: 'agreed' };
    const $ = shown({ accommodation }, anExam({ allowedMinutes: 240 }));
    expect(wordsOf($, '.answer')).to.contain('You have 6 hours.');
    expect(wordsOf($, '.verdict')).to.contain(
      'That is 240 minutes, and 120 more with your extra time (1.5 times, set on Wed 2 Sep 2026).',
    );
  });

  it('says the shorter time where the window closes the exam, and until when the whole time is to be had', () => {
    const closesAt = noon + 10 * minute;
    const exam = anExam({ window: { opensAt: null, closesAt, policy: 'endBy' } });
    const $ = shown({}, exam);
    expect(wordsOf($, '.answer')).to.contain('You have 10 minutes: the exam closes with its window');
    expect(wordsOf($, '.dl')).to.contain(
      'To have your whole 25 minutes, start by Mon 23 Nov 2026, 11:48 Chicago time.',
    );
  });

  it('tells the day too when the exam would close on another one', () => {
    const $ = shown({}, anExam({ allowedMinutes: 13 * 60 }));
    expect(wordsOf($, '.answer')).to.contain('closes on Tue 24 Nov 2026, 01:03 Chicago time');
  });

  it('names the day of an exam under way that closes after midnight', () => {
    const exam = anExam({ allowedMinutes: 13 * 60 });
    const open = anAttempt(aForm(cpcDemo), exam);
    const availability = { kind: 'open attempt', attemptId: open.id, words: '', nextAt: null } as const;
    const $ = shown({ open, availability }, exam);
    expect(wordsOf($, '.answer')).to.contain('It closes on Tue 24 Nov 2026');
    expect(wordsOf($, '[data-start-said]')).to.contain('come back until Tue 24 Nov 2026');
  });

  it('offers to continue an exam under way, and says until when', () => {
    const exam = anExam();
    const open = anAttempt(aForm(cpcDemo), exam);
    const availability = { kind: 'open attempt', attemptId: open.id, words: '', nextAt: null } as const;
    const $ = shown({ open, availability }, exam);
    expect(wordsOf($, '.answer')).to.equal('Your exam is running. It closes at 12:18.');
    expect(wordsOf($, '[data-start-button]')).to.equal('Continue the exam');
  });

  it('offers no way in while staff have stopped the clock', () => {
    const exam = anExam();
    const timing = { ...startTiming(exam.settings, null, noon - 5 * minute), pausedAt: noon - minute };
    const open = anAttempt(aForm(cpcDemo), exam, { state: 'paused', timing });
    const availability = { kind: 'open attempt', attemptId: open.id, words: '', nextAt: null } as const;
    const $ = shown({ open, availability }, exam);
    expect(wordsOf($, '.verdict'))
      .to.contain('The clock of your exam is stopped.')
      .and.to.contain('21 minutes are left');
    expect($('form')).to.have.length(0);
  });

  it('counts the try of a paper put together ahead as still to be had', () => {
    const open = aPrepared();
    const availability = { kind: 'open attempt', attemptId: open.id, words: '', nextAt: null } as const;
    const $ = shown({ open, availability, attemptsLeft: 1 });
    expect(wordsOf($, '.dl')).to.contain('2 of 3 left');
    expect(wordsOf($, '[data-start-button]')).to.equal('Start the exam');
  });

  for (const kind of ['window closed', 'no attempts left'] as const)
    it(`gives the reason and no way in: ${kind}`, () => {
      const $ = shown({ availability: { kind, words: 'This exam cannot be started.', nextAt: null } });
      expect(wordsOf($, '.answer')).to.equal('This exam cannot be started.');
      expect($('form, script')).to.have.length(0);
    });

  it('says when an exam opens that is not open yet', () => {
    const availability = { kind: 'not yet open', words: 'This exam opens soon.', nextAt: noon + day } as const;
    const window = { opensAt: noon + day, closesAt: null, policy: 'startBy' } as const;
    const $ = shown({ availability }, anExam({ window }));
    expect(wordsOf($, '.dl')).to.contain('Opens Tue 24 Nov 2026, 12:03 Chicago time, tomorrow');
    expect($('form')).to.have.length(0);
  });

  it('asks for the access code, and keeps a wrong one with the fault beside it', () => {
    const availability = { kind: 'code needed', words: 'This exam needs an access code.', nextAt: null } as const;
    const $ = shown({ availability }, anExam({ accessCode: 'oak' }), { accessCode: 'elm', message: 'That is not it.' });
    expect($('input[name="accessCode"]').attr('value')).to.equal('elm');
    expect(wordsOf($, '.field-error')).to.equal('That is not it.');
    expect($.text()).to.not.contain('oak');
  });

  it('says that a preview counts for nothing', () => {
    const $ = shown({ isPreview: true, attemptsLeft: null });
    expect(wordsOf($, '[data-notice="preview"]')).to.contain('A preview never counts');
    expect(wordsOf($, '.dl')).to.contain('Nothing is sent: this is a preview');
    expect($.text()).to.not.contain('Starting uses one attempt');
  });

  it('works without a script: a plain form with its token', () => {
    const form = shown()('form[data-start]');
    expect(form.attr('method')).to.equal('post');
    expect(form.attr('action')).to.equal('/s/l1/attempts');
    expect(form.find('input[name="csrf"]').attr('value')).to.equal('csrf-token');
  });

  it('puts every condition of the pass rule into words', () => {
    const passRule = [
      { kind: 'overall', percent: 70 },
      { kind: 'sectionMinimum', section: 'surgery-modifiers', percent: 60 },
    ] as const;
    const $ = shown({ passRule });
    expect(wordsOf($, '.dl')).to.contain('70 % weighted over all sections, and at least 60 % in Surgery and Modifiers');
  });
});
