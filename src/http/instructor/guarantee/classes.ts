// `GET /classes`: the schedule of the course with its counts, and the grid of students and classes.

import type { Router } from 'express';
import { z } from 'zod';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { classesView, scheduleFilters, studentFilters } from './classes.view.ts';

const query = z.object({
  show: z.enum(scheduleFilters).catch('all'),
  students: z.enum(studentFilters).catch('everybody'),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  columns: z.coerce.number().int().min(1).catch(1),
  done: z.string().max(16).catch(''),
  of: z.string().max(64).catch(''),
});

/** Registers the page. */
export function classesPage(
  router: Router,
  { render, attendance, surroundings }: Pick<InstructorNeeds, 'render' | 'attendance' | 'surroundings'>,
): void {
  router.get('/classes', may('take roll call'), async (request, response) => {
    const { visitor } = visitOf(request);
    const overview = await attendance.overview(visitor);
    const page = pageFor(request, response, 'Classes', 'classes');
    const reader = { zone: visitor.zone, now: surroundings.now() };
    const view = classesView(overview, query.parse(request.query), page, visitor, reader);
    response.send(render('instructor/guarantee/classes', view));
  });
}
