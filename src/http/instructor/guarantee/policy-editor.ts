// `GET` and `POST /policies/:policy`: rule cards beside the student's text; every button saves, and what was typed is never lost.

import type { Request, Response, Router } from 'express';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { draftOf, storedPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import type { Entries } from '../../../domain/policies/entries.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { secondWords } from '../table-moments.ts';
import { cardId } from './policy-card.ts';
import { policyEditorView, policyPartsView, type EditorAsked } from './policy-editor.view.ts';
import { actOn, editorBody, readEditor, type Done, type EditorBody, type EditorReading } from './policy-form.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'policies' | 'surroundings'>;

/** Registers the editor. */
export function policyEditorPage(router: Router, needs: Needs): void {
  router.get('/policies/:policy', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const at = typeof request.query['at'] === 'string' ? request.query['at'] : '';
    const removed = request.query['removed'] === 'yes';
    const back = typeof request.query['back'] === 'string' ? request.query['back'] : '';
    const wentBackTo = /^\d{1,6}$/.test(back) ? back : '';
    await showEditor(needs, request, response, policy, { at, hasRemoved: removed, wentBackTo, ...asSaved(policy) });
  });

  router.post('/policies/:policy', may('publish policies'), async (request, response) => {
    const { visitor } = visitOf(request);
    const policy = await needs.policies.get(visitor, param(request, 'policy'));
    const read = bodyOf(request);
    const reading = readEditor(read.body);
    const faults = [...read.faults, ...reading.faults];
    if (faults.length > 0) return refused(needs, request, response, policy, { ...read, ...reading, faults });
    return save(needs, request, response, policy, read.body, reading);
  });
}

/** The form again as it was typed, with what cannot be taken; nothing is saved of it. */
async function refused(
  needs: Needs,
  request: Request,
  response: Response,
  policy: PolicyRecord,
  { body, base, entries, faults }: Pick<EditorReading, 'base' | 'entries' | 'faults'> & { readonly body: EditorBody },
): Promise<void> {
  response.status(statuses.invalid);
  if (wantsJson(request)) return void response.json({ faults });
  const at = body.act.includes(' ') ? body.act.slice(body.act.indexOf(' ') + 1) : '';
  const shown = { draft: base, rev: body.rev, name: body.name, at };
  return showEditor(needs, request, response, policy, { ...shown, typed: entries, faults });
}

async function save(
  needs: Needs,
  request: Request,
  response: Response,
  policy: PolicyRecord,
  body: EditorBody,
  reading: EditorReading,
): Promise<void> {
  const { visitor } = visitOf(request);
  const done = await acted(needs, request, policy, body, reading);
  if ('faults' in done) return refused(needs, request, response, policy, { body, ...reading, ...done });
  const { at, removed, policy: draft } = done;
  const sent = { rev: body.rev, policy: draft, name: body.name, ...(removed ? { removed } : {}) };
  const saved = await needs.policies.save(visitor, policy.id, sent);
  const path = `${baseOf(request)}/policies/${policy.id}`;
  if (saved.kind === 'overtaken') {
    const conflict = `${path}/drafts/${saved.asideId}`;
    if (wantsJson(request)) return void response.status(statuses['already-done']).json({ conflict });
    return response.redirect(303, conflict);
  }
  if (wantsJson(request)) return answerSaved(needs, request, response, saved.policy);
  if (body.act === 'publish' || body.act === 'try') return response.redirect(303, `${path}/${body.act}`);
  const [verb = '', place = ''] = body.act.split(' ');
  if (verb === 'choose') return response.redirect(303, `${path}/add?${new URLSearchParams({ to: place }).toString()}`);
  const query = new URLSearchParams({ at, ...(verb === 'remove' || verb === 'back' ? { removed: 'yes' } : {}) });
  return response.redirect(303, `${path}?${query.toString()}#${body.act === 'check' ? 'checks' : cardId(at)}`);
}

/** What the button makes of the policy, or why it cannot be done. */
async function acted(
  needs: Needs,
  request: Request,
  policy: PolicyRecord,
  { act }: EditorBody,
  { policy: typed, entries }: EditorReading,
): Promise<Done | { readonly faults: readonly Fault[] }> {
  const { visitor } = visitOf(request);
  const [newest] = await needs.policies.versions(visitor, policy.id);
  const inForce = newest ? storedPolicy(newest.json) : null;
  const today = needs.policies.todayOf(visitor, typed);
  try {
    return actOn(typed, act, { entries, removed: policy.removed, inForce, today });
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    return { faults: error.faults };
  }
}

/** What the page's script puts in place after a save: the text, the checks, the words of each card. */
async function answerSaved(needs: Needs, request: Request, response: Response, policy: PolicyRecord): Promise<void> {
  const { visitor } = visitOf(request);
  const asked = await askedOf(needs, request, policy, asSaved(policy));
  const page = pageFor(request, response, policy.name, 'policies');
  const parts = policyPartsView(asked, page.base);
  response.json({
    rev: policy.draftRev,
    saved: `Saved ${secondWords(policy.savedAt, visitor.zone)}`,
    html: needs.render('instructor/guarantee/policy-parts', parts),
    cards: parts.cardWords,
    terms: parts.termsWords,
    faults: parts.faultsById,
  });
}

type Shown = Omit<EditorAsked, 'policy' | 'findings' | 'newest' | 'keptByCount' | 'today' | 'now' | 'zone'>;

/** The form as the draft stands, with nothing refused. */
function asSaved(policy: PolicyRecord): Omit<Shown, 'at' | 'hasRemoved' | 'wentBackTo'> {
  return { draft: draftOf(policy), rev: policy.draftRev, name: policy.name, typed: {}, faults: [] };
}

async function askedOf(
  needs: Needs,
  request: Request,
  policy: PolicyRecord,
  shown: Partial<Shown> & Pick<Shown, 'draft' | 'rev' | 'name' | 'typed' | 'faults'>,
): Promise<EditorAsked> {
  const { visitor } = visitOf(request);
  const [newest] = await needs.policies.versions(visitor, policy.id);
  return {
    at: '',
    hasRemoved: false,
    wentBackTo: '',
    ...shown,
    policy,
    newest: newest ?? null,
    keptByCount: await keptBy(needs, request, newest),
    findings: needs.policies.check(visitor, shown.draft),
    today: needs.policies.todayOf(visitor, shown.draft),
    now: needs.surroundings.now(),
    zone: visitor.zone,
  };
}

async function keptBy(needs: Needs, request: Request, newest: PublishedVersion | undefined): Promise<number> {
  return newest ? needs.policies.keptBy(visitOf(request).visitor, newest.policyId, newest.number) : 0;
}

async function showEditor(
  needs: Needs,
  request: Request,
  response: Response,
  policy: PolicyRecord,
  shown: Partial<Shown> & {
    readonly draft: RawPolicy;
    readonly rev: number;
    readonly name: string;
    readonly typed: Entries;
    readonly faults: readonly Fault[];
  },
): Promise<void> {
  const asked = await askedOf(needs, request, policy, shown);
  const page = pageFor(request, response, `Policy: ${policy.name}`, 'policies');
  response.send(needs.render('instructor/guarantee/policy-editor', policyEditorView(asked, page)));
}

/** The body; a name that cannot be taken is a fault beside the others, so that nothing typed is lost for it. */
function bodyOf(request: Request): { readonly body: EditorBody; readonly faults: readonly Fault[] } {
  try {
    return { body: readBody(request, editorBody), faults: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.faults.some(({ path }) => path !== 'name')) throw error;
    const given: unknown = (request.body as { name?: unknown }).name;
    const body = readBody(request, editorBody.extend({ name: editorBody.shape.name.catch(String(given ?? '')) }));
    return { body, faults: error.faults };
  }
}

function wantsJson(request: Request): boolean {
  return request.get('accept') === 'application/json';
}
