// What is read of claims for the facts says the same as the whole documents would.

import { expect } from 'chai';
import mongoose, { type Connection } from 'mongoose';
import { claimSchema } from '../../src/domain/claims/claim.ts';
import { claimFactsOf } from '../../src/domain/claims/facts-of-claims.ts';
import { claimStore } from '../../src/stores/guarantee/claim-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const at = Date.UTC(2026, 10, 23, 18);
const by = { by: 'dana', byName: 'Dana', at };
const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };

describe('what is read for the facts', () => {
  let database: TestDatabase;
  let connection: Connection;

  before(async () => {
    database = await openTestDatabase();
    connection = await mongoose.createConnection(database.uri).asPromise();
  });

  after(async () => {
    await connection.close();
    await database.close();
  });

  it('of claims: approvals by whichever person decided last, papers that came in later or were sent back, the day to answer', async () => {
    const claims = claimStore(connection);
    await claims.prepare();
    const verdict = { verdict: 'approve', reason: 'all_met', words: '' };
    const approval = { ...by, isApproval: true, words: '', remedies: ['voucher'], verdict };
    const paper = { ...by, id: 'f', fileId: 'f', fileName: 'f.pdf', on: '2026-11-23' };
    const base = {
      ...owner,
      waitsFor: 'nobody',
      dueAt: null,
      receivedAt: at,
      filedBy: by,
      isFiledByStaff: false,
      policyId: 'x',
      policyNumber: 1,
      zone: 'America/Chicago',
      items: ['report'],
    };
    const all = [
      {
        ...base,
        id: 'one',
        createdAt: 1,
        state: 'fulfilled',
        decision: { ...approval, second: { ...by, at: at + 9e7 } },
      },
      {
        ...base,
        id: 'two',
        createdAt: 2,
        state: 'overturned',
        decision: { ...approval, isApproval: false },
        appealDecision: { ...approval, at: at + 3e8 },
      },
      {
        ...base,
        id: 'three',
        createdAt: 3,
        state: 'info_requested',
        choice: 'voucher',
        papers: [
          { ...paper, item: 'report' },
          { ...paper, item: 'letter', at: at + 1, on: '2026-11-24' },
          { ...paper, item: 'scan', refused: { ...by, why: 'blurred' } },
        ],
        questions: [{ ...by, words: 'Which day?', answerBy: '2026-12-04' }],
      },
    ];
    for (const one of all) await claims.insert(claimSchema.parse(one));
    const facts = claimFactsOf(await claims.forFacts('c', ['ana', 'nobody']));
    expect(facts).to.deep.equal(claimFactsOf(await claims.ofPerson('c', 'p', 'ana')));
    expect(facts).to.deep.include({
      approvedOn: ['2026-11-24', '2026-11-26'],
      papersUntil: { until: '2026-12-04', grantedOn: '2026-11-23' },
    });
    expect(facts.claim).to.deep.include({
      evidence: ['report'],
      laterEvidence: [{ item: 'letter', on: '2026-11-24' }],
      choice: 'voucher',
    });
  });
});
