// The first page of a visit: what somebody came for, by who they are and what their link leads to.

import type { Router } from 'express';
import { isStaff, type Visitor } from '../domain/person.ts';
import type { BriefingService } from '../services/briefing.ts';
import type { Completion } from '../services/guarantee/completion.ts';
import type { Exams } from '../services/exams.ts';
import type { Session } from '../stores/session-store.ts';
import { baseOf, pageFor } from './frame.ts';
import type { Renderer } from './render.ts';
import { visitOf } from './session.ts';
import { showBeforeStart } from './student/before-start.ts';
import { showModule } from './student/guarantee/module.ts';

export interface LandingNeeds {
  readonly render: Renderer['render'];
  readonly briefing: BriefingService;
  readonly exams: Exams;
  readonly completion: Completion;
}

/**
 * Where a visit begins, below its own address: staff at what they came for, everybody else at the landing itself (''). A launch leads
 * there at once, so that what it answers is never a redirect to a redirect.
 */
export async function firstPageOf(
  session: Pick<Session, 'messageType'>,
  visitor: Visitor,
  { exams, completion }: { readonly exams: Pick<Exams, 'ofLink'>; readonly completion: Pick<Completion, 'ofLink'> },
): Promise<string> {
  if (!isStaff(visitor)) return '';
  if (session.messageType === 'deep-linking') return 'deep-link';
  if (await completion.ofLink(visitor)) return 'module-link';
  const exam = await exams.ofLink(visitor);
  if (exam) return `exams/${exam.id}`;
  return visitor.linkId ? 'exams/choose' : 'exams/';
}

/** `GET /s/:launch/`: 200 or one step further for everyone, and the same again when reloaded. */
export function landing(router: Router, { render, briefing, exams, completion }: LandingNeeds): void {
  router.get('/', async (request, response) => {
    const { session, visitor } = visitOf(request);
    const first = await firstPageOf(session, visitor, { exams, completion });
    if (first !== '') return response.redirect(303, `${baseOf(request)}/${first}`);
    if (visitor.role !== 'learner') return response.send(render('guest', guestView(request, response)));
    const completes = await completion.ofLink(visitor);
    if (completes) return showModule({ render, completion }, request, response, completes);
    const found = await briefing.ofLink(visitor);
    if (!found)
      return response.send(render('student/nothing-here', { page: pageFor(request, response, 'Mock exam', 'exams') }));
    return showBeforeStart(render, found, request, response);
  });
}

/** What people without a role in the course can do here. */
function guestView(request: Parameters<typeof pageFor>[0], response: Parameters<typeof pageFor>[1]) {
  const { visitor, session } = visitOf(request);
  const page = pageFor(request, response, 'Welcome');
  const who = visitor.administersPlatform
    ? 'You administer this LMS. Resit is installed and answers.'
    : 'Resit is open to the students and instructors of a course.';
  const next =
    visitor.administersPlatform && session.hasCourse
      ? 'The tabs above hold what an administrator does here: confirm and pay claims as the second person, publish policies, issue API keys.'
      : session.hasCourse
        ? 'If you teach or study in this course, ask its instructor to enroll you with that role, then open this activity again.'
        : 'Open Resit from an activity inside a course to see its exams and results.';
  return { page, who, next };
}
