// What staff give one student beyond the terms, and take back: a form is looked at, sent, or shown again with what is to be put right.

import type { Request, Response, Router } from 'express';
import { z, type ZodType } from 'zod';
import type { Visitor } from '../../../domain/person.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import type { ExceptionPreview } from '../../../services/guarantee/waiving.ts';
import { statuses } from '../../failures.ts';
import { baseOf } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { Attempted } from '../act-form.ts';
import { enteredIn } from '../refused-entries.ts';

/** A text of such a form; the service says what is wrong with it, and how to cure it. */
export const formText = z.string().max(2000).default('');

/** What was typed: refused, or only looked at. */
export interface AttemptedException {
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  readonly preview: ExceptionPreview | null;
}

/** A decision about something given that was refused, by its id. */
export interface AttemptedDecision {
  readonly id: string;
  readonly attempted: Attempted;
}

/** What the page shows again; absent: nothing was sent. */
export interface ExceptionShown {
  readonly attempted?: AttemptedException;
  readonly deciding?: AttemptedDecision;
  readonly paperFaults?: readonly Fault[];
}

type Show = (request: Request, response: Response, shown: ExceptionShown) => Promise<void>;

export interface Giving<Given> {
  /** The last part of the page's address. */
  readonly page: 'pause' | 'waive';
  /** `isPreview`: it is only to be looked at. */
  readonly body: ZodType<{ readonly isPreview: boolean; readonly given: Given }>;
  readonly preview: (visitor: Visitor, personId: string, given: Given) => Promise<ExceptionPreview>;
  readonly give: (visitor: Visitor, personId: string, given: Given) => Promise<unknown>;
}

/** Registers the page with the form that gives, or shows what giving would do. */
export function givingForm<Given>(router: Router, { page, body, preview, give }: Giving<Given>, show: Show): void {
  const path = `/students/:person/${page}`;
  router.get(path, may('waive'), (request, response) => show(request, response, {}));

  router.post(path, may('waive'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    const { isPreview, given } = readBody(request, body);
    try {
      if (isPreview) {
        const seen = await preview(visitor, personId, given);
        const { entries } = enteredIn(request, new Refusal('invalid', ''));
        return await show(request, response, { attempted: { entries, faults: [], preview: seen } });
      }
      await give(visitor, personId, given);
      response.redirect(303, `${baseOf(request)}/students/${personId}/${page}?done=given`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(request, response, { attempted: { ...enteredIn(request, error), preview: null } });
    }
  });
}

export interface Deciding {
  /** What is decided about. */
  readonly kind: 'pauses' | 'waivers';
  readonly page: Giving<unknown>['page'];
  readonly act: string;
  readonly decide: (visitor: Visitor, personId: string, id: string, reason: string) => Promise<unknown>;
}

/** Registers the form of one decision, which asks for a reason. */
export function decidingForm(router: Router, { kind, page, act, decide }: Deciding, show: Show): void {
  router.post(`/students/:person/${kind}/:id/${act}`, may('waive'), async (request, response) => {
    const [personId, id] = [param(request, 'person'), param(request, 'id')];
    const { reason } = readBody(request, z.object({ reason: formText }));
    try {
      await decide(visitOf(request).visitor, personId, id, reason);
      response.redirect(303, `${baseOf(request)}/students/${personId}/${page}?done=${act}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(request, response, { deciding: { id, attempted: { act, ...enteredIn(request, error) } } });
    }
  });
}
