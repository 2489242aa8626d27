// Missing dates: what a policy needs and nobody has recorded, told to staff; suggestions count only once staff take them for right.

import { expect } from 'chai';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { openGuaranteeCourse } from '../../support/guarantee-course.ts';

describe('missing dates', () => {
  let all: TestApplication;
  let dana: Visitor;
  let ana: Visitor;
  let bo: Visitor;

  before(async () => {
    ({ all, dana, ana, bo } = await openGuaranteeCourse());
  });
  after(() => all.close());

  const service = () => all.application.services.missingDates;
  const names = (asked: readonly { readonly name: string }[]) => asked.map(({ name }) => name);

  it('are none where no guarantee is given', async () => {
    const { asked, rows } = await service().ofCourse(dana);
    expect([asked, rows]).to.deep.equal([null, []]);
  });

  it('are those that deadlines count from, and values that only staff know; not what is still to happen', async () => {
    await giveGuarantee(all, dana);
    const needs = await service().needs(ana);
    expect(names(needs.dates)).to.deep.equal(['enrolledOn']);
    expect(names(needs.values)).to.deep.equal(['identityMatch']);
    expect(names((await service().asked(dana))!.dates)).to.have.members(['optInOn', 'enrolledOn', 'completedOn']);
    const { rows, students } = await service().ofCourse(dana);
    expect(students).to.equal(2);
    expect(rows.map(({ person }) => person.id)).to.have.members([ana.personId, bo.personId]);
    expect(rows[0]!.suggestions).to.deep.equal({ enrolledOn: '2026-11-23' });
  });

  it('are confirmed for several students at once; a date that is there stays', async () => {
    await all.application.services.evidence.recordFor(dana, bo.personId, {
      kind: 'date',
      name: 'enrolledOn',
      on: '2026-10-01',
    });
    const suggested = [ana, bo].map(({ personId }) => ({ personId, name: 'enrolledOn' }));
    expect(await service().confirm(dana, suggested)).to.equal(1);
    expect(await service().confirm(dana, suggested)).to.equal(0);
    const { files } = all.application.stores;
    expect((await files.find(ana))?.dates['enrolledOn']).to.include({ value: '2026-11-23', source: 'staff' });
    expect((await files.find(bo))?.dates['enrolledOn']).to.include({ value: '2026-10-01' });
    expect((await service().needs(ana)).dates).to.deep.equal([]);
  });
});
