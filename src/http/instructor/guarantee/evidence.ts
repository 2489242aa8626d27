// `GET` and `POST /students/:person/evidence`: everything that staff record of one student, with what it would do to the verdict.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { dayText } from '../../../domain/day.ts';
import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import { zoneOfPlan } from '../../course-zone.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { entryBody, entryOfForm, type EntryBody } from './entry-form.ts';
import type { AttemptedEntry } from './evidence-item.ts';
import { evidenceView } from './evidence.view.ts';

type Needs = Pick<
  InstructorNeeds,
  'render' | 'evidence' | 'eligibility' | 'missingDates' | 'coursePlans' | 'surroundings'
>;

const query = z.object({ done: z.string().max(100).catch('') });

/** Registers the page and its forms. */
export function evidencePage(router: Router, needs: Needs): void {
  router.get('/students/:person/evidence', may('record evidence'), (request, response) =>
    show(needs, request, response, null),
  );

  router.post('/students/:person/evidence', may('record evidence'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    const body = readBody(request, entryBody);
    const { kind, name } = body;
    const entry = entryOfForm(body, (request.body ?? {}) as Record<string, unknown>);
    try {
      if (body.act === 'preview') {
        const preview = await needs.evidence.preview(visitor, personId, entry);
        const { entries } = enteredIn(request, new Refusal('invalid', ''));
        return await show(needs, request, response, { kind, name, entries, faults: [], preview });
      }
      const { isNews } = await needs.evidence.recordFor(visitor, personId, entry);
      const done = isNews ? `${body.act === 'clear' ? 'cleared' : 'saved'}:${doneName(body)}` : 'same';
      response.redirect(303, `${baseOf(request)}/students/${personId}/evidence?done=${encodeURIComponent(done)}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, { kind, name, ...enteredIn(request, error), preview: null });
    }
  });
}

function doneName({ kind, name }: EntryBody): string {
  return kind === 'date' || kind === 'value' ? name : kind;
}

const kindNames: Readonly<Record<string, string>> = {
  module: 'The module',
  progress: 'The progress',
  questionBank: 'The work in the question bank',
  baseline: 'The score',
  coursework: 'The coursework',
  priorAttempts: 'The number of attempts',
};

/** What has just been done, from the address: nothing that is typed there comes onto the page but as text. */
function doneWords(done: string): string {
  if (done === 'same') return 'It was recorded so already; nothing has changed.';
  const [act, name = ''] = done.split(':');
  if (act !== 'saved' && act !== 'cleared') return '';
  const what = Object.hasOwn(kindNames, name) ? kindNames[name]! : `“${factLabel(name)}”`;
  return act === 'saved' ? `${what} is recorded.` : `${what} is taken back.`;
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: AttemptedEntry | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const personId = param(request, 'person');
  const [student, asked, plan] = await Promise.all([
    needs.eligibility.ofStudent(visitor, personId),
    needs.missingDates.asked(visitor, personId),
    needs.coursePlans.plan(visitor),
  ]);
  const today = dayText(dayOfInstant(needs.surroundings.now(), zoneOfPlan(plan)));
  const page = pageFor(request, response, `Evidence of ${student.person.name}`, 'eligibility');
  const done = doneWords(query.parse(request.query).done);
  response.send(
    needs.render('instructor/guarantee/evidence', evidenceView({ student, asked, plan, today, attempted, done }, page)),
  );
}
