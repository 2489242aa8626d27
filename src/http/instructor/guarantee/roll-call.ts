// `GET /classes/:class` and its marks: the roll call, by forms or, from a phone that may be offline, by JSON.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { dayTextSchema } from '../../../domain/evidence/recorded.ts';
import type { Mark } from '../../../domain/evidence/student-file.ts';
import { mayDo } from '../../../domain/person.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { address } from '../paging.ts';
import { rollCallView, rollFilters } from './roll-call.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'attendance' | 'makeupDates' | 'surroundings'>;

const kept = {
  show: z.enum(rollFilters).catch('all'),
  q: z.string().trim().max(100).catch(''),
};
const query = z.object({
  ...kept,
  marked: z.string().max(64).catch(''),
  batch: z.string().max(64).catch(''),
  undone: z
    .string()
    .optional()
    .transform((given) => given === 'yes')
    .catch(false),
});

const statusSchema = z.enum(['present', 'late', 'absent', 'excused'], {
  error: 'A mark is present, late, absent or excused.',
});
const buttonWords = 'Press one of the buttons beside a name.';
/** `<person>:<status>`, as the buttons are called. */
const buttonBody = z.object({
  ...kept,
  mark: z
    .string({ error: buttonWords })
    .regex(/^[A-Za-z0-9_-]{1,64}:(present|late|absent|excused)$/, buttonWords)
    .transform((text) => {
      const at = text.lastIndexOf(':');
      return { personId: text.slice(0, at), status: text.slice(at + 1) as Mark['status'] };
    }),
});
const undoBody = z.object({ ...kept, person: z.string().max(64).default(''), batch: z.string().max(64).default('') });

/** What a phone sends: presses with their numbers, at most 100 at a time. */
const pressesBody = z.object({
  presses: z
    .array(
      z.object({
        person: z.string().max(64),
        number: z.number().int().positive(),
        status: statusSchema.nullable(),
        minutes: z.number().min(0).max(1440).nullable().default(null),
        makeup: z
          .object({ on: dayTextSchema, mode: z.string().max(40).nullable() })
          .nullable()
          .default(null),
        note: z.string().max(500).default(''),
        onlyUnmarked: z.boolean().default(false),
      }),
    )
    .max(100, 'Send at most 100 marks at a time.'),
});

/** Registers the roll call. */
export function rollCallPage(router: Router, needs: Needs): void {
  const { attendance } = needs;
  const guard = may('take roll call');

  router.get('/classes/:class', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const roll = await attendance.rollCall(visitor, param(request, 'class'));
    const marked = roll.rows.flatMap(({ learner: { id: personId }, mark }) => (mark ? [{ personId, mark }] : []));
    const makeups = await needs.makeupDates.ofClass(visitor, roll.held, marked);
    const page = pageFor(request, response, `Roll call, ${roll.held.title}`, 'classes');
    const reader = { zone: visitor.zone, now: needs.surroundings.now() };
    const view = rollCallView(roll, { ...query.parse(request.query), makeups }, page, visitor, reader);
    response.send(needs.render('instructor/guarantee/roll-call', view));
  });

  // For a page that is open already: what others have marked meanwhile.
  router.get('/classes/:class/marks', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const { rows, now } = await attendance.rollCall(visitor, param(request, 'class'));
    response.json({ now, marks: Object.fromEntries(rows.map(({ learner, mark }) => [learner.id, markJson(mark)])) });
  });

  router.post('/classes/:class/marks', guard, async (request, response) => {
    if (request.is('application/json')) return takePresses(needs, request, response);
    const { visitor } = visitOf(request);
    const classId = param(request, 'class');
    const { mark, show, q } = readBody(request, buttonBody);
    const here = `${baseOf(request)}/classes/${classId}`;
    // An excuse needs its reason, which has a page of its own where no script asks for it.
    if (mark.status === 'excused' && mayDo(visitor, 'waive'))
      return response.redirect(303, `${here}/students/${mark.personId}?status=excused`);
    await attendance.markOne(visitor, classId, { ...mark, minutes: null, makeup: null, note: '' });
    const kept = { show: show === 'all' ? '' : show, q, marked: mark.personId };
    return response.redirect(303, `${address(here, kept)}#student-${mark.personId}`);
  });

  router.post('/classes/:class/rest', guard, async (request, response) => {
    const classId = param(request, 'class');
    const { batch } = await attendance.markRest(visitOf(request).visitor, classId, 'present');
    response.redirect(303, address(`${baseOf(request)}/classes/${classId}`, { batch }));
  });

  router.post('/classes/:class/undo', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const classId = param(request, 'class');
    const { person, batch, show, q } = readBody(request, undoBody);
    if (batch !== '') await attendance.undoBatch(visitor, classId, batch);
    else await attendance.undoMark(visitor, classId, person);
    const kept = { show: show === 'all' ? '' : show, q, undone: 'yes' };
    response.redirect(303, address(`${baseOf(request)}/classes/${classId}`, kept));
  });
}

async function takePresses({ attendance, surroundings }: Needs, request: Request, response: Response): Promise<void> {
  const { visitor } = visitOf(request);
  const { presses } = readBody(request, pressesBody);
  const given = presses.map(({ person, ...rest }) => ({ ...rest, personId: person }));
  const results = await attendance.mark(visitor, param(request, 'class'), given);
  response.json({
    now: surroundings.now(),
    results: results.map(({ personId, kind, mark, words }, at) => ({
      person: personId,
      number: presses[at]!.number,
      kind,
      words,
      mark: markJson(mark),
    })),
  });
}

/** What a page needs of a mark; null where nothing is recorded. */
function markJson(mark: Mark | null) {
  return (
    mark && { status: mark.status, minutes: mark.minutes, makeup: mark.makeup, note: mark.note, source: mark.source }
  );
}
