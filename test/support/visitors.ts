// Who is behind a visit, as services see them: for tests that arrange something without clicking through pages.

import type { Visitor } from '../../src/domain/person.ts';
import { visitorOf } from '../../src/http/session.ts';
import type { TestApplication } from './application.ts';
import type { Visit } from './browser.ts';

/** The visitor of a visit. */
export async function visitorOfVisit({ application }: TestApplication, visit: Visit): Promise<Visitor> {
  const session = await application.stores.sessions.find(visit.base.slice('/s/'.length));
  if (!session) throw new Error('this visit has ended');
  return visitorOf(session);
}
