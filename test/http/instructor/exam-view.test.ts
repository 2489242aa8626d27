// What the page of one exam says first.

import { expect } from 'chai';
import { load } from 'cheerio';
import { fileURLToPath } from 'node:url';
import { examView } from '../../../src/http/instructor/exam.view.ts';
import { renderer } from '../../../src/http/render.ts';
import type { ExamOverview } from '../../../src/services/invigilation.ts';
import {
  anExam,
  day,
  mayAll,
  mayLook,
  minute,
  now,
  overview,
  page,
  query,
  reader,
  result,
  scoreOf,
  sentGrade,
  sitting,
  voided,
} from './a-class.ts';

const { render } = renderer(fileURLToPath(new URL('../../../views', import.meta.url)));
const asked = { query: query(), may: mayAll, personId: 'p-dana', actId: 'press-1', attempted: null };

function pageOf(differing: Partial<ExamOverview>, differently: Partial<typeof asked> = {}) {
  return load(render('instructor/exam', examView(overview(differing), page, reader, { ...asked, ...differently })));
}

const wordsOf = ($: ReturnType<typeof load>, selector: string): string =>
  $(selector).text().replace(/\s+/g, ' ').trim();
const waiting = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ personId: `w${at}`, name: `Waiting ${at}` }));

describe('the page of one exam: its first sentence', () => {
  const cases: readonly [string, Partial<ExamOverview>, string][] = [
    [
      'sitting, finished, still to come',
      {
        sitting: [sitting('Ana')],
        results: [result('Ben'), result('Cy')],
        yetToFinish: [...waiting(7), { personId: 'p-Ana', name: 'Ana' }],
      },
      '1 is sitting now. 2 have finished, 7 have until Sun 29 Nov.',
    ],
    ['nobody yet', {}, 'Nobody is sitting now. Nobody has finished yet.'],
    [
      'the window is over',
      {
        exam: anExam({ window: { opensAt: null, closesAt: now - 1, policy: 'startBy' } }),
        results: [result('Ben')],
        yetToFinish: waiting(1),
      },
      'Nobody is sitting now. 1 has finished, 1 did not sit it before it closed.',
    ],
    [
      'no end',
      { exam: anExam({ window: { opensAt: null, closesAt: null, policy: 'startBy' } }), yetToFinish: waiting(3) },
      'Nobody is sitting now. Nobody has finished, 3 are still to come.',
    ],
    [
      'not open yet',
      {
        exam: anExam({ window: { opensAt: now + 7 * day, closesAt: null, policy: 'startBy' } }),
        yetToFinish: waiting(3),
      },
      'Nobody is sitting now. It opens Mon 30 Nov 2026, 12:03 Chicago time, in 7 days.',
    ],
    ['everybody', { results: [result('Ben')] }, 'Nobody is sitting now. 1 has finished: everybody of the course.'],
    [
      'voids and previews are not counted, a second attempt counts once',
      {
        results: [
          result('Ben'),
          result('Ben', { attempt: { id: 'second', number: 2 } }),
          result('Cy', { attempt: voided }),
          result('Dana', { attempt: { isPreview: true } }),
        ],
        yetToFinish: waiting(1),
      },
      'Nobody is sitting now. 1 has finished, 1 has until Sun 29 Nov.',
    ],
  ];
  for (const [name, differing, sentence] of cases)
    it(name, () => expect(wordsOf(pageOf(differing), '.answer')).to.equal(sentence));
});

describe('the page of one exam: who is sitting', () => {
  it('says neutrally who has not been heard of for a minute, first in the list', () => {
    const $ = pageOf({
      sitting: [
        sitting('Ana'),
        sitting('Chidi', { heardAt: now - 4 * minute }),
        sitting('Leilani', { heardAt: now - 59_999 }),
      ],
    });
    expect($('[data-attempt]').first().attr('data-attempt')).to.equal('a-Chidi');
    expect(wordsOf($, '[data-attempt=a-Chidi] .chip')).to.equal('No contact for 4 min');
    expect(wordsOf($, '[data-attempt=a-Leilani] .chip')).to.equal('Writing');
    expect(wordsOf($, '[data-live=contact]')).to.equal('One has been out of contact for 4 min.');
  });

  it('does not miss a paused room, whose clock stands still and counts nothing down', () => {
    const $ = pageOf({ sitting: [sitting('Ana', { isPaused: true, heardAt: now - 10 * minute })] });
    expect(wordsOf($, '.data .chip')).to.equal('Paused');
    expect($('[data-left-ms]')).to.have.length(0);
    expect(wordsOf($, '[data-live=contact]')).to.equal('');
  });

  it('shows time left, closing time, extra time and added minutes, answers and the last save', () => {
    const $ = pageOf({
      sitting: [
        sitting('Ana', {
          remainingMs: 14_316_000,
          deadlineAt: now + 14_316_000,
          factor: 1.5,
          extraMs: 10 * minute,
          addedMinutes: 5,
        }),
      ],
    });
    expect(wordsOf($, '[data-label="Time left"]')).to.equal('3:58:36');
    expect(wordsOf($, '[data-label="Closes"]')).to.equal('16:02 extra time 1.5 and 10 min, 5 min added');
    expect($('[data-label="Closes"] time').attr('data-exact')).to.equal('Mon 23 Nov 2026, 16:02:00 Chicago time');
    expect(wordsOf($, '[data-label="Answered"]')).to.equal('32 of 100');
    expect(wordsOf($, '[data-label="Last saved"]')).to.equal('12:03:22');
  });

  it('does not count previews of staff as students', () => {
    const $ = pageOf({ sitting: [sitting('Dana', { isPreview: true })] });
    expect(wordsOf($, '.answer')).to.contain('Nobody is sitting now.');
    expect(wordsOf($, '[data-attempt=a-Dana] th')).to.contain('preview');
  });

  it('pages a large class and keeps every dialog’s id its own', () => {
    const $ = pageOf({ sitting: Array.from({ length: 120 }, (_, at) => sitting(`S${at}`)) });
    expect($('[data-attempt]')).to.have.length(50);
    expect(wordsOf($, '#sitting .pages')).to.contain('1 to 50 of 120');
    const ids = $('[id]')
      .toArray()
      .map((element) => $(element).attr('id'));
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe('the page of one exam: results', () => {
  const three = [
    result('Ben', { score: scoreOf([28, 18, 14, 10]), grade: { ...sentGrade, attemptId: 'a-Ben' } }),
    result('Cy', { score: scoreOf([20, 10, 10, 5]), grade: { ...sentGrade, state: 'failed', problem: 'No column.' } }),
    result('Marcus', { attempt: voided }),
  ];

  it('strikes a void out and says by whom and why', () => {
    const row = '[data-result=a-Marcus]';
    const $ = pageOf({ results: three });
    expect(wordsOf($, `${row} s`)).to.contain('87.00 %');
    expect(wordsOf($, `${row} [data-label=Gradebook]`)).to.equal(
      'Not sent Voided by you, Sun 22 Nov, 12:03: power cut',
    );
  });

  it('offers “Send again” where a grade has not arrived, to those who may', () => {
    expect(pageOf({ results: three })('form[action$="/grade-again"]')).to.have.length(1);
    expect(pageOf({ results: three }, { may: mayLook })('form[action$="/grade-again"]')).to.have.length(0);
  });

  it('says which attempt counts where a student has several', () => {
    const grade = { ...sentGrade, attemptId: 'second' };
    const $ = pageOf({
      results: [result('Ben', { grade }), result('Ben', { grade, attempt: { id: 'second', number: 2 } })],
    });
    expect(wordsOf($, '[data-result=a-Ben] [data-label=Gradebook]')).to.contain('Another attempt counts: the best.');
    expect(wordsOf($, '[data-result=second] [data-label=Gradebook]')).to.contain('Sent');
    expect(wordsOf($, '[data-result=second] [data-label=Result]')).to.contain('attempt 2');
  });

  it('draws each section against the line, hatched under it, with a table twin of the same figures', () => {
    const $ = pageOf({ results: [three[0]!] });
    expect($('.mini rect.hatch')).to.have.length(2);
    expect($('.mini').attr('aria-label')).to.contain('Surgery and Modifiers 60.00 %');
    expect(wordsOf($, '.twin tbody tr')).to.equal('Ben80.00 %60.00 %70.00 %66.67 %');
  });

  it('has figures for what counts only', () => {
    const $ = pageOf({ results: three });
    const tiles = $('.stats > div')
      .toArray()
      .map((tile) => $(tile).text().replace(/\s+/g, ' ').trim());
    expect(tiles).to.deep.equal([
      'Passed, of 2 finished 1',
      'Median, weighted 57.50 %',
      'Weakest: Surgery and Modifiers 46.67 %',
      'Median time 3 h of 4 h',
    ]);
  });

  it('keeps filter, search and order in every link', () => {
    const many = Array.from({ length: 120 }, (_, at) => result(`José ${at}`));
    const $ = pageOf({ results: many }, { query: query({ show: 'passed', q: 'jose', sort: 'name', page: '2' }) });
    expect($('[data-result]')).to.have.length(50);
    const later = $('#results .pages a').last().attr('href') ?? '';
    expect(Object.fromEntries(new URL(later, 'http://x').searchParams)).to.deep.equal({
      show: 'passed',
      q: 'jose',
      sort: 'name',
      order: 'asc',
      page: '3',
    });
  });

  it('says what this page is for while nobody has finished, and when nobody fits', () => {
    expect(wordsOf(pageOf({}), '#results')).to.contain('preview it');
    const none = pageOf({ results: three }, { query: query({ q: 'zzz' }) });
    expect(wordsOf(none, '#results')).to.contain('No result of anybody called “zzz” belongs here.');
  });

  it('escapes names', () => {
    const $ = pageOf({
      results: [result('<img src=x>')],
      sitting: [sitting('<b>x</b>')],
      yetToFinish: [{ personId: 'x', name: '<i>y</i>' }],
    });
    expect($('main img, main th b, main li i')).to.have.length(0);
  });
});

describe('the page of one exam: rights', () => {
  it('has no acting button for a teaching assistant', () => {
    const $ = pageOf({ sitting: [sitting('Ana')], results: [result('Ben')] }, { may: mayLook });
    expect($('form[method=post]')).to.have.length(0);
    expect($('a[href$="/settings"]')).to.have.length(0);
    expect(wordsOf($, '[data-attempt=a-Ana] th')).to.equal('Ana');
  });

  it('has them for an instructor', () => {
    const $ = pageOf({ sitting: [sitting('Ana')], results: [result('Ben')] });
    const acts = $('form[method=post]')
      .toArray()
      .map((form) => $(form).attr('action')?.split('/').at(-1));
    expect(acts).to.deep.equal(['preview', 'extend', 'extend-all']);
    expect($('[data-act=extend] [name=actId]').attr('value')).to.equal('press-1');
  });
});
