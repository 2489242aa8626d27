// The guarantee's command line as outsiders call it: what it prints, where, and with which exit code.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import scenarios from './domain/guarantee/scenarios.json' with { type: 'json' };

const program = resolve(import.meta.dirname, '../src/guarantee.ts');

describe('npm run guarantee', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'resit-guarantee-'));
    writeFileSync(join(folder, 'facts.json'), JSON.stringify({ enrolledOn: '2026-11-20', discounted: false }));
    writeFileSync(
      join(folder, 'policy.json'),
      JSON.stringify({ timeZone: 'UTC', requires: { id: 'x', rule: 'attempt_number' }, claim: {}, remedies: [] }),
    );
    writeFileSync(join(folder, 'faulty.json'), JSON.stringify({ requires: { all: [{ rule: 'nothing' }] } }));
    writeFileSync(join(folder, 'text.json'), 'no JSON');
    writeFileSync(join(folder, 'name.json'), '"A2-ladder"');
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the program as npm does: in the project's folder, with INIT_CWD where the user stands. */
  function run(...args: string[]): { stdout: string; stderr: string; status: number | null } {
    return spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
      cwd: resolve(import.meta.dirname, '..'),
      env: { ...process.env, INIT_CWD: folder },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  it('judges one case: one JSON object, an archetype by name, files from where the user stands', () => {
    const { stdout, stderr, status } = run(
      '--policy',
      'A1-coder-timeframe',
      '--facts',
      'facts.json',
      '--as-of',
      '2026-11-22',
    );
    expect([status, stderr]).to.deep.equal([0, '']);
    const verdict = JSON.parse(stdout) as Record<string, unknown>;
    expect(verdict).to.include({
      verdict: 'on_track',
      reason: 'opt_in',
      changesOn: '2026-11-28',
      changesTo: 'ineligible',
      changeReason: 'opt_in',
    });
    expect((verdict['findings'] as object[])[0]).to.deep.equal({
      id: 'opt_in',
      rule: 'opt_in',
      result: 'not_yet',
      words: 'Opt in to the guarantee by Fri 27 Nov 2026, 23:59 Chicago time.',
      have: 'not yet',
      need: 'by Fri 27 Nov 2026, 23:59 Chicago time',
      by: '2026-11-27',
    });
    expect(
      JSON.parse(run('--policy', 'policy.json', '--facts', 'facts.json', '--as-of', '2026-11-22').stdout),
    ).to.include({ reason: 'remedy_not_available' });
  });

  it('names every fault of one case, a line each on stderr, and prints nothing', () => {
    const { stdout, stderr, status } = run('--policy', 'faulty.json', '--facts', 'facts.json', '--as-of', 'yesterday');
    expect([status, stdout]).to.deep.equal([2, '']);
    const places = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.split(':')[0]);
    expect(places).to.have.members([
      'policy.timeZone',
      'policy.requires.all[0].id',
      'policy.requires.all[0].rule',
      'asOf',
    ]);
  });

  it('says which file it cannot use', () => {
    for (const policy of ['nowhere.json', 'text.json', 'name.json']) {
      const { stdout, stderr, status } = run('--policy', policy, '--facts', 'nothing.json', '--as-of', '2026-11-22');
      expect([status, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.match(/^policy: .*\nfacts: cannot be read/);
    }
  });

  it('explains itself when called wrongly', () => {
    for (const args of [
      [],
      ['--policy', 'A2-ladder'],
      ['--surprise'],
      ['--batch', 'x.json', '--policy', 'A2-ladder'],
    ]) {
      const { stdout, stderr, status } = run(...args);
      expect([status, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.contain('--batch CASES.json');
    }
  });

  it('judges a batch whole and in order; a faulty case bears its faults and the exit code stays 0', () => {
    const faulty = { id: 'bad', policyArchetype: 'A99', facts: [], asOf: 'never' };
    writeFileSync(
      join(folder, 'cases.json'),
      JSON.stringify([...scenarios, faulty, 7, { policy: 'A2-ladder', facts: {}, asOf: '2026-01-01' }]),
    );
    const { stdout, stderr, status } = run('--batch', 'cases.json');
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(stdout.length).to.be.above(65_536);
    const answers = JSON.parse(stdout) as { id: unknown; faults?: { path: string }[]; verdict?: string }[];
    expect(answers.slice(0, scenarios.length).map(({ id, verdict }) => [id, verdict])).to.deep.equal(
      scenarios.map(({ id, expected }) => [id, expected.verdict]),
    );
    const [bad, seven, ladder] = answers.slice(scenarios.length);
    expect(bad!.id).to.equal('bad');
    expect(bad!.faults!.map(({ path }) => path)).to.deep.equal(['policy', 'asOf']);
    expect(seven).to.have.keys('id', 'faults');
    expect(ladder).to.include({ id: null, verdict: 'on_track' });
  });

  it('judges the rest of a batch where an id or a policy is nested beyond all measure', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const good = '{"id":"good","policyArchetype":"A2-ladder","facts":{},"asOf":"2026-01-01"}';
    const named = `{"id":${deep},"policyArchetype":"A2-ladder","facts":{},"asOf":"2026-01-01"}`;
    writeFileSync(
      join(folder, 'deep.json'),
      `[${named},{"id":"p","policy":${deep},"facts":${deep},"asOf":${deep}},${good}]`,
    );
    const { stdout, stderr, status } = run('--batch', 'deep.json');
    expect([status, stderr]).to.deep.equal([0, '']);
    const [first, second, third] = JSON.parse(stdout) as { id: unknown; faults?: unknown[] }[];
    expect(first).to.deep.equal({ id: null, faults: [{ path: 'id', message: 'give the id as a text or a number' }] });
    expect(second!.faults).to.have.length.above(0);
    expect(third).to.include({ id: 'good', verdict: 'on_track' });
  });

  it('refuses a batch that is no list', () => {
    const { stdout, stderr, status } = run('--batch', 'facts.json');
    expect([status, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^batch: /);
  });
});
