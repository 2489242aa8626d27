// Choosing exams for the LMS (deep linking): the instructor picks, the LMS makes the activities, each with its gradebook column.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.ts';
import { parametersOf } from '../../domain/evidence/completion-link.ts';
import type { CourseModule } from '../../domain/evidence/course-plan.ts';
import { examParameter } from '../../domain/exam/link.ts';
import type { Exams } from '../../services/exams.ts';
import type { CoursePlans } from '../../services/guarantee/course-plans.ts';
import { countWords } from '../../domain/time.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { readBody } from '../read.ts';
import type { Renderer } from '../render.ts';
import { visitOf } from '../session.ts';
import { deepLinkView } from './deep-link.view.ts';

/** What a deep-linking launch asks for; the gatehouse wrote it, so only what is used here is looked at again. */
const requestShape = z.object({
  requestId: z.string(),
  returnUrl: z.string(),
  acceptTypes: z.array(z.string()),
  acceptMultiple: z.boolean(),
  acceptLineItem: z.boolean(),
  title: z.string().nullable(),
  text: z.string().nullable(),
  data: z.string().nullable(),
  expiresAt: z.number(),
});

/** One link as the LMS will make it. */
interface Item {
  title: string;
  text: string | null;
  url: string;
  custom: Record<string, string>;
  lineItem: { scoreMaximum: number; label: string; resourceId: string; tag: string | null } | null;
  opensInNewWindow: boolean;
}

/** Signs and sends the answer; `lti/deep-linking.ts` fits. */
export interface DeepLinkAnswering {
  answer(answer: {
    platformId: string;
    deploymentId: string;
    request: z.infer<typeof requestShape>;
    items: readonly Item[];
    message: string | null;
    errorMessage: string | null;
  }): Promise<
    { ok: true; html: string; headers: Record<string, string> } | { ok: false; reason: string; words: string }
  >;
}

export interface DeepLinkNeeds {
  readonly render: Renderer['render'];
  readonly exams: Exams;
  readonly coursePlans: Pick<CoursePlans, 'plan'>;
  readonly deepLinking: DeepLinkAnswering;
  readonly publicUrl: string;
}

const chosenShape = z.object({
  exam: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat()),
  blueprint: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat()),
  module: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat()),
  marks: z.enum(['opened', 'confirmed']).catch('opened'),
  cancel: z.string().optional(),
});

/** `GET` and `POST /deep-link`: works without any script; Cancel answers the LMS with nothing chosen. */
export function deepLinkPicker(
  router: Router,
  { render, exams, coursePlans, deepLinking, publicUrl }: DeepLinkNeeds,
): void {
  async function showPicker(request: Request, response: Response, fault: string): Promise<void> {
    const { visitor, session } = visitOf(request);
    const asked = requestShape.safeParse(session.deepLink);
    if (!asked.success) throw new Refusal('not-found', 'This visit did not come to choose exams for a course.');
    const [list, offers, plan] = await Promise.all([
      exams.list(visitor),
      exams.offers(visitor),
      coursePlans.plan(visitor),
    ]);
    const page = pageFor(request, response, 'Add mock exams');
    const view = deepLinkView(page, {
      list,
      offers,
      modules: plan.modules,
      isMultiple: asked.data.acceptMultiple,
      fault,
      action: `${baseOf(request)}/deep-link`,
    });
    response.send(render('instructor/deep-link', view));
  }

  router.get('/deep-link', may('change exam settings'), (request, response) => showPicker(request, response, ''));

  router.post('/deep-link', may('change exam settings'), async (request, response) => {
    const { visitor, session } = visitOf(request);
    const asked = requestShape.safeParse(session.deepLink);
    if (!asked.success) throw new Refusal('not-found', 'This visit did not come to choose exams for a course.');
    const chosen = readBody(request, chosenShape);
    const isCanceled = chosen.cancel !== undefined;
    const count = chosen.exam.length + chosen.blueprint.length + chosen.module.length;
    if (!isCanceled && (count === 0 || (count > 1 && !asked.data.acceptMultiple))) {
      response.status(422);
      return showPicker(
        request,
        response,
        count === 0 ? 'Choose at least one, or cancel.' : 'This LMS takes one at a time.',
      );
    }
    const existing = isCanceled ? [] : await Promise.all(chosen.exam.map((id) => exams.get(visitor, id)));
    const fresh = isCanceled ? [] : await Promise.all(chosen.blueprint.map((id) => exams.create(visitor, id)));
    const { modules } = await coursePlans.plan(visitor);
    const completed = isCanceled ? [] : modules.filter(({ id }) => chosen.module.includes(id));
    if (!isCanceled && completed.length < new Set(chosen.module).size)
      throw new Refusal('not-found', 'There is no such module here.');
    const examItems = [...existing, ...fresh].map(({ id, settings }): Item => ({
      title: settings.title,
      text: `${settings.allowedMinutes} minutes`,
      url: `${publicUrl}/`,
      custom: { [examParameter]: id },
      lineItem: asked.data.acceptLineItem
        ? { scoreMaximum: 100, label: settings.title, resourceId: id, tag: 'mock-exam' }
        : null,
      opensInNewWindow: false,
    }));
    const items = [...examItems, ...completed.map((module) => moduleItem(module, chosen.marks, publicUrl))];
    const answered = await deepLinking.answer({
      platformId: session.platformId,
      deploymentId: session.deploymentId,
      request: asked.data,
      items,
      message: isCanceled ? null : addedWords(examItems.length, completed.length),
      errorMessage: null,
    });
    if (!answered.ok)
      throw new Refusal(answered.reason === 'already-answered' ? 'already-done' : 'too-late', answered.words);
    return response.set(answered.headers).send(answered.html);
  });
}

/** A link that completes a module: it has no column in the gradebook. */
function moduleItem({ id, title }: CourseModule, marks: 'opened' | 'confirmed', publicUrl: string): Item {
  return {
    title: `Completion of ${title}`,
    text: marks === 'opened' ? 'Marked as done when it is opened' : 'Marked as done once the student confirms it',
    url: `${publicUrl}/`,
    custom: parametersOf({ module: id, title, marks }),
    lineItem: null,
    opensInNewWindow: false,
  };
}

/** "1 exam added", "2 exams and 1 completion link added". */
function addedWords(exams: number, links: number): string {
  const parts = [
    exams === 0 ? '' : countWords(exams, 'exam'),
    links === 0 ? '' : countWords(links, 'completion link'),
  ].filter((part) => part !== '');
  return `${parts.join(' and ')} added`;
}
