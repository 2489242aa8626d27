// What the exam room is given as a page.

import { expect } from 'chai';
import { orderNumber } from '../../../src/domain/exam/attempt.ts';
import { cpcDemo } from '../../../src/domain/exam/presets.ts';
import { examRoomView, type RoomPaper } from '../../../src/http/student/exam-room.view.ts';
import type { Room } from '../../../src/services/sitting.ts';
import { aForm, anExam, aRoom, items, page, zone } from './an-exam.ts';
import { pageOf, wordsOf } from './pages-of.ts';

const minute = 60_000;

function opened(room: Room = aRoom()) {
  const $ = pageOf('student/exam-room', examRoomView(page, room, zone));
  return { $, paper: JSON.parse($('#paper').text()) as RoomPaper };
}

describe('the exam room as a page', () => {
  it('shows the name, the exam and the time left before any script runs', () => {
    const { $ } = opened();
    expect(wordsOf($, '.room-title')).to.equal('Mock CPC exam 2 Ana Álvarez');
    expect(wordsOf($, '[data-clock-figures]')).to.equal('15:00');
  });

  it('keeps the clock silent and speaks through one polite region', () => {
    const { $ } = opened();
    expect($('[role="timer"][aria-live]')).to.have.length(0);
    expect($('[role="status"], [aria-live]')).to.have.length(1);
  });

  it('opens at the question that was answered last, with its answer, flag, strikes and note', () => {
    const room = aRoom();
    const { $, paper } = opened(room);
    const [slot, answer] = Object.entries(room.attempt.answers).sort(([, a], [, b]) => b.q - a.q)[0]!;
    expect(paper.current).to.equal(slot);
    expect(wordsOf($, '[data-heading]')).to.equal(`Question ${slot.slice(1)} of 20`);
    expect($('[data-option] input[checked]').attr('value')).to.equal(answer.v[0]);
    expect($('[data-flag]').attr('aria-pressed')).to.equal(String(answer.flagged));
  });

  it('asks with native radio buttons in a fieldset, in the order that the form fixed', () => {
    const room = aRoom();
    const { $, paper } = opened(room);
    const slot = room.paper.slots.find((one) => one.slot === paper.current)!;
    const values = $('fieldset [data-option] input[type="radio"]').toArray();
    expect(values.map((input) => $(input).attr('value'))).to.deep.equal(slot.options.map((option) => option.id));
  });

  it('shows the record beside a question that has one', () => {
    const form = aForm(cpcDemo);
    const withRecord = form.slots.find((slot) => items.get(slot.itemVersion)!.content.record !== null)!;
    const answer = { q: orderNumber(1, 999), v: [], flagged: true, struck: [], note: '', spentMs: 1 };
    const { $ } = opened(aRoom(form, anExam(), { answers: { [withRecord.slot]: answer } }));
    const { record } = items.get(withRecord.itemVersion)!.content;
    expect(wordsOf($, '[data-record-title]')).to.equal(record?.title);
    expect($('[data-record]').attr('hidden')).to.equal(undefined);
  });

  it('gives away no key, no rationale, no reason and no mark of an unscored question', () => {
    const room = aRoom();
    const { $ } = opened(room);
    const html = $.html();
    for (const slot of aForm(cpcDemo).slots) {
      const { content } = items.get(slot.itemVersion)!;
      expect(html).to.not.contain(JSON.stringify(content.rationale).slice(1, 60));
      if (content.kind === 'choice')
        for (const option of content.options) expect(html).to.not.contain(JSON.stringify(option.why).slice(1, -1));
    }
    expect(html).to.not.match(/"(key|rationale|isPretest|why|accept|citation)"/);
  });

  it('hands the scripts the highest number of this takeover, and none of an earlier one', () => {
    const answer = { q: orderNumber(1, 5000), v: ['a'], flagged: false, struck: [], note: '', spentMs: 0 };
    const { paper } = opened(aRoom(aForm(cpcDemo), anExam(), { epoch: 2, answers: { s1: answer } }));
    expect(paper.sequence).to.equal(0);
    const later = { ...answer, q: orderNumber(2, 77) };
    expect(opened(aRoom(aForm(cpcDemo), anExam(), { epoch: 2, answers: { s1: later } })).paper.sequence).to.equal(77);
  });

  it('hands them the time since the start by the server’s clock', () => {
    expect(opened().paper.startedAgoMs).to.equal(10 * minute);
  });

  it('survives a question that contains the end of a script', () => {
    const room = aRoom();
    const slots = room.paper.slots.map((slot) => ({ ...slot, stem: '</script><script>alert(1)</script>' }));
    const { $, paper } = opened({ ...room, paper: { ...room.paper, slots } });
    expect(paper.slots[0]?.stem).to.equal('</script><script>alert(1)</script>');
    expect($('script')).to.have.length(2);
  });

  it('asks for typed codes in one field, with how many', () => {
    const room = aRoom();
    const slots = room.paper.slots.map((slot) => ({ ...slot, kind: 'codes' as const, pick: 2, options: [] }));
    const { $ } = opened({ ...room, paper: { ...room.paper, slots } });
    expect(wordsOf($, '[data-ask]')).to.equal('Type 2 codes.');
    expect($('[data-codes]').attr('hidden')).to.equal(undefined);
    expect($('[data-option-list]').attr('hidden')).to.not.equal(undefined);
  });

  it('carries the nonce on everything that the policy wants it on, and no inline style', () => {
    const { $ } = opened();
    $('script[src], link[rel="modulepreload"]').each((_, element) => {
      expect($(element).attr('nonce')).to.equal('nonce');
    });
    expect($('[style], style, [onclick]')).to.have.length(0);
  });
});
