// The parts of pages, drawn alone.

import { expect } from 'chai';
import { load } from 'cheerio';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chips } from '../../src/http/chips.ts';
import { errorSummary, formField } from '../../src/http/form-field.ts';
import { renderer } from '../../src/http/render.ts';
import { thresholdBars } from '../../src/http/threshold-bars.ts';

describe('the parts of a page', () => {
  let views = '';

  before(() => {
    views = mkdtempSync(join(tmpdir(), 'resit-parts-'));
    cpSync(new URL('../../views', import.meta.url), views, { recursive: true });
  });

  after(() => rmSync(views, { recursive: true }));

  /** A page of its own that holds nothing but `template`. */
  function part(template: string, view: object): string {
    writeFileSync(join(views, 'part.hbs'), template);
    return renderer(views).render('part', view);
  }

  it('draws every state chip with an icon and a word', () => {
    for (const chip of Object.values(chips)) {
      const $ = load(part('{{> chip chip}}', { chip }));
      expect($('.chip').text()).to.equal(chip.word);
      expect($('.chip svg')).to.have.length(1);
    }
  });

  it('ties help and fault of a field to its input', () => {
    const faults = [{ path: 'accessCode', message: 'That is not the code of this exam' }];
    const field = formField({ name: 'accessCode', label: 'Access code', help: 'Your instructor has it' }, faults);
    const $ = load(part('{{> form-field field}}', { field }));
    const described = $('input').attr('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => $(`#${id}`).text().trim())).to.deep.equal([
      'Your instructor has it',
      'That is not the code of this exam',
    ]);
    expect($('input').attr('aria-invalid')).to.equal('true');
    expect($(`label[for="${$('input').attr('id')}"]`).text()).to.equal('Access code');
  });

  it('links each fault of the summary to the field that has it, and draws no summary without faults', () => {
    const faults = [{ path: 'window.closesAt', message: 'The window ends before it begins' }];
    const field = formField({ name: 'window.closesAt', label: 'Closes' }, faults);
    const template = '{{> error-summary summary}}{{> form-field field}}';
    const $ = load(part(template, { summary: errorSummary(faults), field }));
    const target = $('.error-summary a').attr('href') ?? '';
    expect($(target).attr('name')).to.equal('window.closesAt');
    expect(load(part(template, { summary: errorSummary([]), field }))('.error-summary')).to.have.length(0);
  });

  it('keeps what was typed, escaped', () => {
    const field = formField({ name: 'title', label: 'Title', value: '"><script>' });
    const $ = load(part('{{> form-field field}}', { field }));
    expect($('input').attr('value')).to.equal('"><script>');
    expect($('script')).to.have.length(0);
  });

  it('hatches a bar that stands under the line, says so in words, and keeps the range inside the drawing', () => {
    const bars = thresholdBars(
      'Sections against the pass line',
      [
        { label: 'Surgery', percent: 68, words: '68.00 %, under', isUnder: true, range: { from: 50, to: 181 } },
        { label: 'Other', percent: 80, words: '80.00 %', isUnder: false, range: null },
      ],
      { percent: 70, words: 'pass line 70 %' },
    );
    const $ = load(part('{{> threshold-bar bars}}', { bars }), { xml: true });
    expect($('rect.hatch').attr('width')).to.equal('68%');
    expect($('rect.fill').attr('width')).to.equal('80%');
    expect($('line.whisker').first().attr('x2')).to.equal('100%');
    expect($('.bar-words').text()).to.contain('68.00 %, under');
  });
});
