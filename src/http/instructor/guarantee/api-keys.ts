// `GET /api-keys`, `POST /api-keys` and `POST /api-keys/:key/revoke`: keys for the provider's other systems. A new key is shown on the answer to its form and nowhere else.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { scopeSchema } from '../../../domain/api-key.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { ApiKeys } from '../../../services/guarantee/api-keys.ts';
import type { Surroundings } from '../../../services/surroundings.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { reasonBody } from '../act-bodies.ts';
import { enteredIn } from '../refused-entries.ts';
import { apiKeysView, lifetimes, type KeysAsked } from './api-keys.view.ts';

export interface ApiKeysNeeds {
  readonly render: Renderer['render'];
  readonly apiKeys: Pick<ApiKeys, 'list' | 'issue' | 'revoke'>;
  readonly publicUrl: string;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

const query = z.object({ done: z.string().max(64).catch('') });

const nameWords = 'Name the system that gets the key, such as “Student information system”.';
const body = z.object({
  id: z.string().regex(/^[0-9a-f-]{36}$/, 'Reload the page, then press the button again.'),
  name: z.string({ error: nameWords }).trim().min(1, nameWords).max(80, 'Keep the name under 80 characters.'),
  scopes: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z
      .array(scopeSchema, { error: 'Choose from these.' })
      .min(1, 'Choose at least one thing that the key may do.')
      .transform((chosen) => [...new Set(chosen)]),
  ),
  reach: z.enum(['course', 'organization'], { error: 'Choose one of these.' }),
  days: z
    .enum(
      lifetimes.map(({ days }) => String(days)),
      { error: 'Choose one of these.' },
    )
    .transform(Number),
});

/** Registers the page and its forms. */
export function apiKeysPage(router: Router, needs: ApiKeysNeeds): void {
  const { apiKeys } = needs;
  const guard = may('issue API keys');

  router.get('/api-keys', guard, (request, response) => showKeys(needs, request, response));

  router.post('/api-keys', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const issued = await apiKeys.issue(visitor, readBody(request, body));
      response.status(201);
      await showKeys(needs, request, response, { issued });
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showKeys(needs, request, response, { attempted: { key: '', ...enteredIn(request, error) } });
    }
  });

  router.post('/api-keys/:key/revoke', guard, async (request, response) => {
    const { visitor } = visitOf(request);
    const key = param(request, 'key');
    try {
      await apiKeys.revoke(visitor, key, readBody(request, reasonBody).reason);
      response.redirect(303, `${baseOf(request)}/api-keys?done=${encodeURIComponent(key)}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showKeys(needs, request, response, { attempted: { key, ...enteredIn(request, error) } });
    }
  });
}

async function showKeys(
  { apiKeys, publicUrl, render, surroundings }: ApiKeysNeeds,
  request: Request,
  response: Response,
  outcome: Partial<Pick<KeysAsked, 'issued' | 'attempted'>> = {},
): Promise<void> {
  const { visitor } = visitOf(request);
  const asked: KeysAsked = {
    keys: await apiKeys.list(visitor),
    newId: surroundings.newId(),
    apiUrl: `${publicUrl}/api/v1`,
    done: query.parse(request.query).done,
    chosenScopes: chosenIn(request),
    issued: null,
    attempted: null,
    ...outcome,
  };
  const page = pageFor(request, response, 'API keys', 'api keys');
  const reader = { zone: visitor.zone, now: surroundings.now() };
  response.send(render('instructor/guarantee/api-keys', apiKeysView(asked, page, reader)));
}

/** The boxes that were ticked, which are several entries of one name. */
function chosenIn(request: Request): readonly string[] {
  const read = z.object({ scopes: z.union([z.string().transform((one) => [one]), z.array(z.string())]) });
  return read.safeParse(request.body).data?.scopes ?? [];
}
