// Pages are rendered strictly, and what they carry cannot break out.

import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonForScript, renderer } from '../../src/http/render.ts';

describe('rendering a page', () => {
  let directory = '';

  function write(name: string, source: string): void {
    writeFileSync(join(directory, name), source);
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'resit-views-'));
    mkdirSync(join(directory, 'assets'));
    mkdirSync(join(directory, 'partials'));
    mkdirSync(join(directory, 'student'));
    write('assets/icons.svg', '<svg><symbol id="i-flag" viewBox="0 0 16 16"><path d="M1 1"/></symbol></svg>');
    write('layout.hbs', '<title>{{page.title}}</title><main>{{> @partial-block}}</main>');
    write('partials/greeting.hbs', 'Hello {{name}}');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('puts the page into the layout, with the page’s own names at hand in both', () => {
    write('student/result.hbs', '{{#> layout}}{{> greeting}}, {{score}} %{{/layout}}');
    const html = renderer(directory).render('student/result', {
      page: { title: 'Result' },
      name: 'Ana',
      score: '76.40',
    });
    expect(html).to.equal('<title>Result</title><main>Hello Ana, 76.40 %</main>');
  });

  it('fails when the page prints a name that the view did not give', () => {
    write('student/result.hbs', '{{score}}');
    expect(() => renderer(directory).render('student/result', {})).to.throw('"score" not defined');
  });

  it('fails when a partial does', () => {
    write('student/result.hbs', '{{> greeting}}');
    expect(() => renderer(directory).render('student/result', {})).to.throw('"name" not defined');
  });

  it('fails for a page and for an icon that do not exist', () => {
    write('student/result.hbs', '{{icon "flags"}}');
    const { render } = renderer(directory);
    expect(() => render('student/results', {})).to.throw('There is no page "student/results"');
    expect(() => render('student/result', {})).to.throw('There is no icon "flags"');
  });

  it('draws an icon inside the page, hidden from screen readers', () => {
    write('student/result.hbs', '{{icon "flag"}}');
    const html = renderer(directory).render('student/result', {});
    expect(html).to.contain('<path d="M1 1"/>').and.to.contain('aria-hidden="true"');
  });

  it('escapes everything that a person may have typed', () => {
    write('student/result.hbs', '{{> greeting}}');
    const html = renderer(directory).render('student/result', { name: '<script>alert(1)</script>' });
    expect(html).to.equal('Hello &lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('refuses two partials of one name, because nobody could say which is meant', () => {
    mkdirSync(join(directory, 'student', 'partials'));
    write('student/partials/greeting.hbs', 'Bye');
    expect(() => renderer(directory)).to.throw('Two partials are called "greeting"');
  });
});

describe('data for a script', () => {
  it('cannot end the script element that carries it', () => {
    expect(jsonForScript({ stem: '</script><!--' })).not.to.match(/[<>]/);
  });

  it('is read back as it was', () => {
    const value = { stem: 'a < b && c > d', note: 'line\u2028separator\u2029', list: ['</script>', null, 1.5] };
    expect(JSON.parse(jsonForScript(value))).to.deep.equal(value);
  });
});
