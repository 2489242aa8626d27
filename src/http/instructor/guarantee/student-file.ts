// `GET /students/:person`: everything about one student, with its history.

import type { Router } from 'express';
import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import { mayDo } from '../../../domain/person.ts';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { studentFileView } from './student-file.view.ts';

const query = z.object({ asOf: z.string().trim().max(20).catch(''), done: z.string().max(20).catch('') });

/** Registers the file. */
export function studentFilePage(
  router: Router,
  { render, records }: Pick<InstructorNeeds, 'render' | 'records'>,
): void {
  router.get('/students/:person', may('see results'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { asOf, done } = query.parse(request.query);
    const day = asOf === '' ? null : readDay(asOf);
    const record = await records.of(visitor, param(request, 'person'), day);
    const page = pageFor(request, response, record.person.name, 'eligibility');
    const asked = {
      mayWaive: mayDo(visitor, 'waive'),
      mayRecord: mayDo(visitor, 'record evidence'),
      mayGrantRetakes: mayDo(visitor, 'decide claims'),
      mayJoin: mayDo(visitor, 'join accounts'),
      mayGrantTerms: mayDo(visitor, 'grant kinder version'),
      asOf: { typed: asOf, error: asOf !== '' && day === null ? 'Give a day as YYYY-MM-DD, such as 2026-11-24.' : '' },
      done,
    };
    const reader = { zone: visitor.zone, now: record.now };
    response.send(render('instructor/guarantee/student-file', studentFileView(record, page, asked, reader)));
  });
}
