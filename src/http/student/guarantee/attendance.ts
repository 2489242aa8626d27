// `GET /attendance`: a student's own attendance, class by class, with what the guarantee makes of it.

import type { Router } from 'express';
import { z } from 'zod';
import type { Attendance } from '../../../services/guarantee/attendance.ts';
import type { CheckingIn } from '../../../services/guarantee/checking-in.ts';
import type { Eligibility } from '../../../services/guarantee/eligibility.ts';
import { pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { attendanceView } from './attendance.view.ts';

export interface AttendanceNeeds {
  readonly render: Renderer['render'];
  readonly attendance: Pick<Attendance, 'mine'>;
  readonly checkingIn: Pick<CheckingIn, 'isOpen'>;
  readonly eligibility: Pick<Eligibility, 'mine'>;
}

const query = z.object({ done: z.string().max(64).catch('') });

/** Registers the page. */
export function attendancePage(router: Router, { render, attendance, checkingIn, eligibility }: AttendanceNeeds): void {
  router.get('/attendance', may('check in'), async (request, response) => {
    const { visitor } = visitOf(request);
    const [mine, isOpen, judgment] = await Promise.all([
      attendance.mine(visitor),
      checkingIn.isOpen(visitor),
      eligibility.mine(visitor),
    ]);
    const all = judgment.kind === 'judged' ? judgment.json.findings : [];
    const findings = all.filter(({ rule }) => rule === 'attendance');
    const page = pageFor(request, response, 'Attendance', 'attendance');
    const verdict = judgment.kind === 'judged' ? judgment.verdict : null;
    const asked = { mine, findings, verdict, isOpen, ...query.parse(request.query) };
    const view = attendanceView(asked, page, { zone: visitor.zone, now: mine.now });
    response.send(render('student/guarantee/attendance', view));
  });
}
