// The paper of a waiver or a pause: a link to it where there is one, else a form that takes one in; and the route of that form.

import type { Request, Response, Router } from 'express';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { fieldId } from '../../form-field.ts';
import { baseOf } from '../../frame.ts';
import { may } from '../../guards.ts';
import { fileIn } from '../../multipart.ts';
import type { Page } from '../../page.ts';
import { param } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';

/** Exactly the names that `paper-of.hbs` prints. */
export interface PaperOf {
  /** "" where there is none. */
  readonly href: string;
  readonly form:
    | {
        readonly id: string;
        readonly action: string;
        readonly csrf: string;
        readonly of: string;
        readonly error: string;
      }
    | false;
}

/** The paper of one entry. `path` is where the entry lies, `title` what it is called. */
export function paperOf(
  { id, fileId, title, isOpen }: { id: string; fileId: string | null; title: string; isOpen: boolean },
  path: string,
  page: Page,
  faults: readonly Fault[],
): PaperOf {
  if (fileId !== null) return { href: `${page.base}/uploads/${fileId}`, form: false };
  const name = `paper-${id}`;
  const error = faults.find((fault) => fault.path === name)?.message ?? '';
  return {
    href: '',
    form: isOpen && { id: fieldId(name), action: `${path}/${id}/paper`, csrf: page.csrf, of: title, error },
  };
}

type Needs = Pick<InstructorNeeds, 'uploads' | 'waiving'>;

/** Registers `POST /students/:person/waivers/:entry/paper`, and the same for pauses. */
export function paperRoute(
  router: Router,
  needs: Needs,
  place: { readonly kind: 'waivers' | 'pauses'; readonly page: 'waive' | 'pause' },
  showAgain: (request: Request, response: Response, faults: readonly Fault[]) => Promise<void>,
): void {
  router.post(`/students/:person/${place.kind}/:entry/paper`, may('waive'), async (request, response) => {
    const { visitor } = visitOf(request);
    const [personId, id] = [param(request, 'person'), param(request, 'entry')];
    try {
      const file = fileIn(request);
      if (!file) throw new Refusal('invalid', 'Choose a file first.');
      const upload = await needs.uploads.keep(visitor, file, personId);
      await needs.waiving.addPaper(visitor, personId, { kind: place.kind, id }, upload.id);
      response.redirect(303, `${baseOf(request)}/students/${personId}/${place.page}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showAgain(request, response, [{ path: `paper-${id}`, message: error.message }]);
    }
  });
}
