// `GET` and `POST /exams/:exam/settings`: nothing typed is lost, whether it was wrong or somebody else was quicker.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Exam, ExamSettings } from '../../domain/exam/exam.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import { isZone } from '../../domain/time.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { param, readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import type { InstructorNeeds } from './needs.ts';
import { entriesOf, settingsEntriesSchema, settingsOf, type SettingsEntries } from './settings-form.ts';
import { settingsView } from './settings.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'exams' | 'audit' | 'surroundings'>;

const formBody = settingsEntriesSchema.partial().extend({
  version: z.coerce.number().int(),
  /** The zone in which the form's moments were shown; a change of one's own zone meanwhile must not move them. */
  zone: z.string().refine(isZone).optional(),
  act: z.enum(['save', 'check']).default('save'),
});

/** The form as it comes back: with what was typed, and what is to be said about it. */
interface Again {
  readonly entries: SettingsEntries;
  readonly zone: string;
  readonly faults: readonly Fault[];
  readonly meant: ExamSettings | null;
  readonly isStale: boolean;
}

/** Registers the page and the form behind it. */
export function settingsPage(router: Router, needs: Needs): void {
  router.get('/exams/:exam/settings', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const exam = await needs.exams.get(visitor, param(request, 'exam'));
    const entries = entriesOf(exam.settings, visitor.zone);
    const shown = { entries, zone: visitor.zone, faults: [], meant: exam.settings, isStale: false };
    await showSettings(needs, request, response, exam, shown);
  });

  router.post('/exams/:exam/settings', may('change exam settings'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { version, zone = visitor.zone, act, ...given } = readBody(request, formBody);
    const exam = await needs.exams.get(visitor, param(request, 'exam'));
    const entries = { ...entriesOf(exam.settings, zone), ...given };
    const reading = settingsOf(entries, exam.settings, zone);
    const again = { entries, zone, faults: [], meant: null, isStale: exam.version !== version };
    if (reading.kind === 'faults') {
      response.status(statuses.invalid);
      return showSettings(needs, request, response, exam, { ...again, faults: reading.faults });
    }
    const { settings: meant } = reading;
    if (act === 'check') return showSettings(needs, request, response, exam, { ...again, meant });
    try {
      await refuseShortBank(needs, request, exam, meant);
      await needs.exams.change(visitor, exam.id, version, meant);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.status(statuses[error.reason]);
      const isStale = error.reason === 'already-done';
      const newest = isStale ? await needs.exams.get(visitor, exam.id) : exam;
      return showSettings(needs, request, response, newest, { ...again, faults: error.faults, meant, isStale });
    }
    return response.redirect(303, `${baseOf(request)}/exams/${exam.id}?done=settings-saved`);
  });
}

/** Another blueprint must be one that the item bank can fill, before the first student finds out. */
async function refuseShortBank({ exams }: Needs, request: Request, exam: Exam, meant: ExamSettings): Promise<void> {
  if (meant.blueprintId === exam.settings.blueprintId) return;
  const offers = await exams.offers(visitOf(request).visitor);
  const offer = offers.find(({ blueprint }) => blueprint.id === meant.blueprintId);
  const message = !offer
    ? 'Choose one of these blueprints.'
    : `The item bank is too small for it. ${offer.shortages.join('; ')}.`;
  if (!offer || offer.shortages.length > 0) throw new Refusal('invalid', message, [{ path: 'blueprintId', message }]);
}

async function showSettings(needs: Needs, request: Request, response: Response, exam: Exam, again: Again) {
  const { visitor } = visitOf(request);
  const [offers, inCourse, events] = await Promise.all([
    needs.exams.offers(visitor),
    needs.exams.list(visitor),
    needs.audit.of(visitor, exam.id),
  ]);
  const openAttempts = inCourse.find((entry) => entry.exam.id === exam.id)?.openAttempts ?? 0;
  const page = pageFor(request, response, `Settings: ${exam.settings.title}`, 'exams');
  const asked = { exam, offers, openAttempts, events, ...again };
  const reader = { zone: again.zone, now: needs.surroundings.now() };
  response.send(needs.render('instructor/settings', settingsView(asked, page, reader)));
}
