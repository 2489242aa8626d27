// `GET` and `POST /classes/:class/students/:person`: the mark of one student at one class with everything that belongs to it.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { classStudentView, type StudentAsked } from './class-student.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'attendance' | 'audit' | 'makeupDates' | 'surroundings'>;

const query = z.object({ status: z.enum(['present', 'late', 'absent', 'excused']).or(z.literal('')).catch('') });

const minutesWords = 'Give whole minutes, from 0 to the length of the class, or nothing.';
const dayWords = 'Give a day, such as 2026-11-24, or nothing.';
const body = z
  .object({
    status: z.enum(['present', 'late', 'absent', 'excused', 'none'], { error: 'Choose one of these.' }),
    minutes: z
      .string()
      .trim()
      .regex(/^\d{0,4}$/, minutesWords)
      .default('')
      .transform((text) => (text === '' ? null : Number(text)))
      .refine((minutes) => minutes === null || minutes <= 1440, minutesWords),
    makeupOn: z
      .string()
      .trim()
      .regex(/^(\d{4}-\d{2}-\d{2})?$/, dayWords)
      .default(''),
    makeupMode: z.string().trim().max(40).default(''),
    note: z.string().trim().max(500, 'Keep the note under 500 characters.').default(''),
  })
  .transform(({ status, minutes, makeupOn, makeupMode, note }) => ({
    status: status === 'none' ? null : status,
    minutes,
    makeup: makeupOn === '' ? null : { on: makeupOn, mode: makeupMode || null },
    note,
  }));

/** Registers the page and its form. */
export function classStudentPage(router: Router, needs: Needs): void {
  const path = '/classes/:class/students/:person';
  const guard = may('take roll call');

  router.get(path, guard, (request, response) => showStudent(needs, request, response, null));

  router.post(path, guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const [classId, personId] = [param(request, 'class'), param(request, 'person')];
    try {
      // Whoever is not of this course is not found before anything of the form is looked at.
      await needs.attendance.ofStudent(visitor, classId, personId);
      await needs.attendance.markOne(visitor, classId, { personId, ...readBody(request, body) });
      response.redirect(303, `${baseOf(request)}/classes/${classId}?marked=${personId}#student-${personId}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showStudent(needs, request, response, enteredIn(request, error));
    }
  });
}

async function showStudent(
  needs: Needs,
  request: Request,
  response: Response,
  refused: StudentAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const personId = param(request, 'person');
  const row = await needs.attendance.ofStudent(visitor, param(request, 'class'), personId);
  const { held, mark } = row;
  const makeups = mark ? await needs.makeupDates.ofClass(visitor, held, [{ personId, mark }]) : null;
  const events = await needs.audit.of(visitor, personId);
  const page = pageFor(request, response, `${row.learner.name}, ${row.held.title}`, 'classes');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const asked = { row, events, makeup: makeups?.get(personId) ?? null, refused, ...query.parse(request.query) };
  response.send(needs.render('instructor/guarantee/class-student', classStudentView(asked, page, visitor, reader)));
}
