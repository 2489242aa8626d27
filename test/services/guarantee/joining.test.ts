// Joined accounts: facts, claims and retakes read together; undone exactly; never across organizations; one join an account, also at once.

import { expect } from 'chai';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { arrive, people } from '../../support/candidates.ts';
import { claimants, claimPolicy, type Claimants } from '../../support/claimants.ts';
import { giveGuarantee } from '../../support/guarantee.ts';

const day = 86_400_000;

describe('joining two accounts', () => {
  let course: Claimants;
  let lead: Visitor;
  /** Ana as the other LMS of the organization knows her. */
  let moved: Visitor;
  let office: Visitor;

  const services = () => course.all.application.services;
  const verdictOf = async (visitor: Visitor): Promise<string> => {
    const judgment = await services().eligibility.mine(visitor);
    return judgment.kind === 'judged' ? judgment.verdict.verdict : judgment.kind;
  };
  const factsOf = async (visitor: Visitor): Promise<unknown> => {
    const judgment = await services().eligibility.mine(visitor);
    return judgment.kind === 'judged' ? judgment.rawFacts : null;
  };
  const reasonOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error as Refusal).reason,
    );
  const join = (to: Visitor = moved) =>
    services().joining.join(lead, course.ana.personId, accountKey(to), 'The course moved to the other LMS');

  before(async () => {
    course = await claimants();
    lead = { ...course.ines, role: 'administrator' };
    office = await arrive(course.all, 'moodle', people.moodle.instructor);
    moved = await arrive(course.all, 'moodle', people.moodle.students[0]);
    await giveGuarantee(course.all, office, { ...claimPolicy, id: 'moved' });
  });
  after(() => course.all.close());

  it('is for lead instructors and administrators', async () => {
    const { joining } = services();
    expect(await reasonOf(joining.of(course.ines, course.ana.personId))).to.equal('not-allowed');
    expect(await reasonOf(joining.of({ ...course.ines, role: 'lead' }, course.ana.personId))).to.equal('done');
  });

  it('finds the account by the number in the LMS, for those who may see the other course', async () => {
    const { joining } = services();
    const keys = async (visitor: Visitor, q: string): Promise<string[]> =>
      (await joining.candidates(visitor, course.ana.personId, q)).map(({ key }) => key);
    expect(await keys(lead, 'S-0001')).to.deep.equal([accountKey(moved)]);
    expect(await keys(lead, 'student01@harborview.example')).to.deep.equal([accountKey(moved)]);
    expect(await keys(lead, 'okafor')).to.deep.equal([accountKey(course.ben)]);
    const teachesHereOnly: Visitor = { ...course.ines, role: 'lead' };
    expect(await keys(teachesHereOnly, 'S-0001')).to.deep.equal([]);
    expect(await reasonOf(joining.preview(teachesHereOnly, course.ana.personId, accountKey(moved)))).to.equal(
      'not-found',
    );
  });

  it('reads what the same user of the LMS has in two courses apart until they are joined, and offers that unasked', async () => {
    const { courses, files } = course.all.application.stores;
    const { organizationId, platformId, personId } = course.ben;
    const ids = { organizationId, platformId, contextId: 'second', title: 'Second course', label: null };
    const { id: courseId } = await courses.note(ids);
    const enrollment = { courseId, personId, role: 'learner', isActive: true, source: 'roster' } as const;
    await courses.enroll(enrollment, course.all.clock.now());
    const second: Visitor = { ...course.ben, courseId };
    await giveGuarantee(course.all, { ...lead, courseId }, { ...claimPolicy, id: 'second' });
    await course.fail(course.ben);
    expect([await verdictOf(course.ben), await verdictOf(second)]).to.deep.equal(['eligible', 'on_track']);

    const { joining } = services();
    const unasked = (await joining.candidates(lead, personId, '')).map(({ key }) => key);
    expect(unasked).to.deep.equal([accountKey(second)]);
    const own = await files.find(course.ben);
    await joining.join(lead, personId, accountKey(second), 'Both courses lead to one exam');
    expect([await verdictOf(course.ben), await verdictOf(second)]).to.deep.equal(['eligible', 'eligible']);
    await joining.undo(lead, personId, 'It was a try');
    expect([await verdictOf(course.ben), await verdictOf(second)]).to.deep.equal(['eligible', 'on_track']);
    expect(await files.find(course.ben)).to.deep.equal(own);
    expect(await files.find(second)).to.equal(null);
  });

  it('never crosses organizations', async () => {
    const { joining } = services();
    const stranger: Visitor = { ...lead, organizationId: 'another' };
    expect(await joining.candidates(stranger, course.ana.personId, 'S-0001').catch(() => [])).to.deep.equal([]);
    const work = joining.join(stranger, course.ana.personId, accountKey(moved), 'Curious');
    expect(await reasonOf(work)).to.equal('not-found');
  });

  it('reads the facts of both together, in both places, and shows both beforehand', async () => {
    await course.fail(course.ana);
    expect([await verdictOf(course.ana), await verdictOf(moved)]).to.deep.equal(['eligible', 'on_track']);
    const preview = await services().joining.preview(lead, course.ana.personId, accountKey(moved));
    expect(Object.keys(preview.own.file.sittings)).to.have.length(1);
    expect(preview.other.courseTitle).to.equal('CPC Exam Preparation');
    await join();
    expect([await verdictOf(course.ana), await verdictOf(moved)]).to.deep.equal(['eligible', 'eligible']);
    expect(await factsOf(moved)).to.deep.equal(await factsOf(course.ana));
    const board = await services().eligibility.ofCourse(office);
    const row = board.rows.find(({ person }) => person.id === moved.personId)!;
    expect(row.judgment).to.have.nested.property('verdict.verdict', 'eligible');
  });

  it('has an act in the history of both', async () => {
    const { audit } = services();
    for (const visitor of [course.ana, moved])
      expect((await audit.of(visitor, visitor.personId)).map(({ act }) => act)).to.include('accounts joined');
  });

  it('lets one claim be open between them, and grants once', async () => {
    const { claims, claimDecisions, retakes } = services();
    const filing = { how: 'file', words: '', choice: null } as const;
    const filed = await Promise.allSettled([claims.file(course.ana, filing), claims.file(moved, filing)]);
    expect(filed.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const here = (await claims.mine(course.ana)).current?.claim;
    const there = (await claims.mine(moved)).current?.claim;
    const claim = (here ?? there)!;
    const decider: Visitor = here ? course.marcus : office;
    const taken = await claimDecisions.takeUp(decider, claim.id);
    await claimDecisions.approve(decider, claim.id, {
      rev: taken.rev,
      words: 'Fine.',
      note: 'The report was seen at the desk.',
      remedies: ['retake_voucher'],
    });
    for (const visitor of [course.ana, moved]) expect(await retakes.mine(visitor)).to.have.length(1);
    // The paper is still to come in; what counts here is that both are told the same.
    expect(await verdictOf(moved)).to.equal(await verdictOf(course.ana));
    expect(await factsOf(moved)).to.deep.equal(await factsOf(course.ana));
  });

  it('lets a retake be held once, whichever account asks first', async () => {
    const { retakes } = services();
    const [retake] = await retakes.mine(moved);
    const startAt = course.all.clock.now() + 30 * day;
    const goes = Array.from({ length: 20 }, (_, at) =>
      retakes.reserve(at % 2 === 0 ? course.ana : moved, retake!.entitlement.id, {
        startAt,
        place: '',
        actId: `press-${at}`,
      }),
    );
    const done = await Promise.allSettled(goes);
    expect(done.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const states = await Promise.all([course.ana, moved].map(async (who) => (await retakes.mine(who))[0]));
    expect(states.map((one) => one?.standing.state)).to.deep.equal(['reserved', 'reserved']);
  });

  it('is undone exactly, with a reason, once', async () => {
    const { joining, retakes } = services();
    const joinedFacts = await factsOf(moved);
    await joining.undo(lead, course.ana.personId, 'Two people of one name');
    expect(await verdictOf(moved)).to.equal('on_track');
    expect(await factsOf(moved)).to.not.deep.equal(joinedFacts);
    expect((await retakes.mine(course.ana)).length + (await retakes.mine(moved)).length).to.equal(1);
    expect(await reasonOf(joining.undo(lead, course.ana.personId, 'Again'))).to.equal('not-found');
    const { audit } = services();
    expect((await audit.of(moved, moved.personId)).at(-1)).to.include({
      act: 'join undone',
      subjectId: moved.personId,
    });
  });

  it('of joins that race for one account keeps one', async () => {
    const { joining } = services();
    const goes = await Promise.all([
      reasonOf(join(moved)),
      reasonOf(join(course.ben)),
      reasonOf(joining.join(lead, course.ben.personId, accountKey(moved), 'Same name')),
    ]);
    expect(goes.filter((outcome) => outcome === 'done')).to.have.length(1);
    expect(goes.filter((outcome) => outcome === 'already-done')).to.have.length(2);
  });
});
