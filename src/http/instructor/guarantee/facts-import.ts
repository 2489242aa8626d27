// `/facts-import`: a file of facts is read, shown with what it would change, recorded when staff say so, and can be undone.

import { stringify } from 'csv-stringify/sync';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { Attempted } from '../act-form.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { factsImportFileView } from './facts-import-file.view.ts';
import { factsImportView, type FactsImportAsked } from './facts-import.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'factsImporting' | 'surroundings'>;

const readBodyShape = z.object({
  text: z.string({ error: 'Choose a file, or paste the table.' }).min(1, 'Choose a file, or paste the table.'),
  fileName: z.string().trim().max(200).default(''),
});

const query = z.object({
  show: z.enum(['all', 'unmatched', 'changes', 'wrong', 'same']).catch('all'),
  page: z.coerce.number().int().min(1).catch(1),
  done: z.enum(['applied', 'undone', 'matched', '']).catch(''),
});
const doneWords = {
  applied: 'The file is recorded.',
  undone: 'The import is undone.',
  matched: 'Saved whom these rows are about.',
  '': '',
} as const;

/** Registers the pages and their forms. */
export function factsImportPages(router: Router, needs: Needs): void {
  router.get('/facts-import', may('record evidence'), (request, response) => showStart(needs, request, response, null));

  router.get('/facts-import/template.csv', may('record evidence'), async (request, response) => {
    const { importables, students } = await needs.factsImporting.overview(visitOf(request).visitor);
    const head = [
      'user id',
      'name',
      'email',
      ...importables.map(({ kind, name, label }) => (kind === 'module' ? label : name)),
    ];
    const rows = students.map(({ sub, name, email }) => [sub, name, email ?? '', ...importables.map(() => '')]);
    response
      .type('text/csv')
      .set('Content-Disposition', 'attachment; filename="facts-template.csv"')
      .send(stringify([head, ...rows], { bom: true, escape_formulas: true }));
  });

  router.post('/facts-import', may('record evidence'), async (request, response) => {
    try {
      const { text, fileName } = readBody(request, readBodyShape);
      const named = { text, fileName: fileName === '' ? 'Pasted table' : fileName };
      const id = await needs.factsImporting.read(visitOf(request).visitor, named);
      response.redirect(303, `${baseOf(request)}/facts-import/${id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showStart(needs, request, response, enteredIn(request, error));
    }
  });

  router.get('/facts-import/:import', may('record evidence'), (request, response) =>
    showFile(needs, request, response, {}),
  );

  router.post('/facts-import/:import/match', may('record evidence'), async (request, response) => {
    const id = param(request, 'import');
    try {
      await needs.factsImporting.choose(visitOf(request).visitor, id, choicesIn(request.body));
      response.redirect(303, `${baseOf(request)}/facts-import/${id}?done=matched`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const { entries } = enteredIn(request, error);
      await showFile(needs, request, response, { entries, faults: error.faults });
    }
  });

  router.post('/facts-import/:import/apply', may('record evidence'), async (request, response) => {
    const id = param(request, 'import');
    await needs.factsImporting.apply(visitOf(request).visitor, id);
    response.redirect(303, `${baseOf(request)}/facts-import/${id}?done=applied`);
  });

  router.post('/facts-import/:import/undo', may('record evidence'), async (request, response) => {
    const id = param(request, 'import');
    try {
      const { reason } = readBody(request, z.object({ reason: z.string().max(2000).default('') }));
      await needs.factsImporting.undo(visitOf(request).visitor, id, reason);
      response.redirect(303, `${baseOf(request)}/facts-import/${id}?done=undone`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showFile(needs, request, response, { undoing: { act: 'undo', ...enteredIn(request, error) } });
    }
  });
}

/** Whom rows are about, by their lines: fields called `person-12`. */
function choicesIn(body: unknown): Record<number, string> {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(
    fields.flatMap(([name, value]) => {
      const line = /^person-(\d{1,7})$/.exec(name)?.[1];
      return line !== undefined && typeof value === 'string' ? [[Number(line), value.slice(0, 200)] as const] : [];
    }),
  );
}

async function showStart(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: FactsImportAsked['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const overview = await needs.factsImporting.overview(visitor);
  const page = pageFor(request, response, 'Import from a file', 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  response.send(
    needs.render('instructor/guarantee/facts-import', factsImportView({ overview, attempted }, page, reader)),
  );
}

interface Refused {
  readonly faults?: readonly Fault[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly undoing?: Attempted;
}

async function showFile(needs: Needs, request: Request, response: Response, refused: Refused): Promise<void> {
  const { visitor } = visitOf(request);
  const view = await needs.factsImporting.view(visitor, param(request, 'import'));
  const { done, ...asked } = query.parse(request.query);
  const page = pageFor(request, response, view.facts.fileName, 'eligibility');
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  const { faults = [], entries = {}, undoing = null } = refused;
  const whole = { view, ...asked, faults, entries, undoing, done: doneWords[done] };
  response.send(needs.render('instructor/guarantee/facts-import-file', factsImportFileView(whole, page, reader)));
}
