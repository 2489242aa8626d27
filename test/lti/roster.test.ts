// The members of a course: all pages, whatever the platform leaves out, and no token to strangers.
import { expect } from 'chai';
import { mediaTypes } from '../../lti/claims.ts';
import { nextLink } from '../../lti/link-header.ts';
import { openGate } from './support/gate.ts';
import type { TestGate } from './support/gate.ts';

describe('the roster', () => {
  let gate: TestGate;
  beforeEach(async () => {
    gate = await openGate();
  });
  afterEach(() => gate.close());

  const url = (): string => `${gate.lms.origin}/members?type_id=1`;
  const read = () => gate.house.roster.read(gate.platform.id, url());
  const page = (ids: string[], link?: string) => ({
    headers: { 'content-type': mediaTypes.roster, ...(link === undefined ? {} : { link }) },
    body: JSON.stringify({
      id: 'x',
      context: { id: 'c' },
      members: ids.map((id) => ({ user_id: id, roles: ['Learner'] })),
    }),
  });

  it('N01: reads all pages with the exact media type', async () => {
    gate.lms.on('GET', '/members', ({ path, headers }) => {
      if (headers.accept !== mediaTypes.roster) return { status: 406 };
      const isFirst = !path.includes('from=');
      return page(isFirst ? ['1', '2'] : ['3'], isFirst ? `<${url()}&from=2>; rel="next"` : undefined);
    });
    const answer = await read();
    expect(answer.ok && answer.members.map(({ sub }) => sub)).to.deep.equal(['1', '2', '3']);
  });

  it('N02: stops at a next page that is the same, and at a list without end', async () => {
    gate.lms.on('GET', '/members', () => page(['1'], `<${url()}>; rel=next`));
    expect(await read()).to.have.property('ok', true);
    expect(gate.lms.requests('/members').length).to.equal(1);
    let n = 0;
    gate.lms.on('GET', '/members', () => page(['1'], `<${url()}&n=${(n += 1)}>; rel=next`));
    expect(await read()).to.have.property('ok', false);
    expect(n).to.equal(200);
  });

  it('N03: does not follow a next page to another origin', async () => {
    const stranger = await openGate();
    gate.lms.on('GET', '/members', () => page(['1'], `<${stranger.lms.origin}/members>; rel="next"`));
    expect(await read()).to.have.property('ok', false);
    expect(stranger.lms.received).to.deep.equal([]);
    await stranger.close();
  });

  it('N04, N05: takes members as they are: without names, inactive, in capitals, with roles of any form', async () => {
    const members = [
      { user_id: '1', roles: ['Instructor'], status: 'ACTIVE', given_name: 'Dana', family_name: 'Whitfield' },
      { user_id: 2, roles: 'Learner', status: 'Inactive', email: '' },
      { user_id: '3', roles: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'], name: null },
      { roles: ['Learner'] },
      'nonsense',
    ];
    gate.lms.on('GET', '/members', () => ({ body: JSON.stringify({ members }) }));
    const answer = await read();
    const seen = answer.ok ? answer.members.map((one) => [one.sub, one.name, one.roles.strongest, one.isActive]) : [];
    expect(seen).to.deep.equal([
      ['1', 'Dana Whitfield', 'instructor', true],
      ['2', null, 'guest', false],
      ['3', null, 'learner', true],
    ]);
  });

  it('N07: a list that breaks off in the middle is a failure, never a short list', async () => {
    gate.lms.on('GET', '/members', ({ path }) =>
      path.includes('from=') ? { status: 500 } : page(['1'], `<${url()}&from=1>; rel="next"`),
    );
    expect(await read()).to.have.property('ok', false);
    gate.lms.on('GET', '/members', () => ({ status: 429, headers: { 'retry-after': '9' } }));
    expect(await read()).to.include({ ok: false, waitMs: 9_000 });
    gate.lms.on('GET', '/members', () => ({ body: '<html>' }));
    expect(await read()).to.have.property('ok', false);
  });

  it('N09: hands out pages one by one, and goes on from where it was', async () => {
    gate.lms.on('GET', '/members', ({ path }) =>
      path.includes('from=') ? page(['2']) : page(['1'], `<${url()}&from=1>; rel="next"`),
    );
    const first = (await gate.house.roster.pages(gate.platform.id, url()).next()).value!;
    expect(first.members.map(({ sub }: { sub: string }) => sub)).to.deep.equal(['1']);
    const rest = [];
    for await (const one of gate.house.roster.pages(gate.platform.id, first.next)) rest.push(one);
    expect(rest.map(({ members, next }) => [members[0]!.sub, next])).to.deep.equal([['2', null]]);
  });
});

describe('the next page', () => {
  const base = 'https://lms.example/members?type_id=1';

  it('is found as the standard writes it, also relative and among others', () => {
    expect(nextLink('<https://lms.example/a?b=C>; rel="next"', base)).to.equal('https://lms.example/a?b=C');
    expect(nextLink('</first>; rel=first, </n?x=1,2>; title="x"; REL=Next', base)).to.equal(
      'https://lms.example/n?x=1,2',
    );
    expect(nextLink('<?from=2>; rel="prev next"', base)).to.equal('https://lms.example/members?from=2');
  });

  it('is found as Moodle writes it: typographic quotes as bytes, and escaped ampersands', () => {
    const quoted = Buffer.from('<https://lms.example/l?limit=1&amp;from=1>; rel=“next”', 'utf8').toString('latin1');
    expect(nextLink(quoted, base)).to.equal('https://lms.example/l?limit=1&from=1');
  });

  it('is not found where there is none', () => {
    for (const header of [undefined, '', 'nonsense', '<https://lms.example/a>; rel="previous"', '<a>; rel="nextish"']) {
      expect(nextLink(header, base)).to.equal(null);
    }
  });
});
