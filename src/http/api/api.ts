// The JSON API for the provider's other systems: its doors and routes, in the order in which a request passes them. It knows no cookies and no sessions.

import express, { type RequestHandler, type Router } from 'express';
import type { Scope } from '../../domain/api-key.ts';
import type { Logger } from '../../log.ts';
import type { ApiKeys } from '../../services/guarantee/api-keys.ts';
import type { Intake } from '../../services/guarantee/intake.ts';
import type { KeyCourses } from '../../services/guarantee/key-courses.ts';
import type { Renderer } from '../render.ts';
import { apiFailures, ApiRefusal } from './api-failure.ts';
import { apiPageView } from './api-page.ts';
import { attendanceItem } from './attendance-item.ts';
import { completionItem } from './completion-item.ts';
import { courseDoor } from './course-door.ts';
import { factsItem } from './facts-item.ts';
import { itemsRoute, type ItemsKind, type ItemsNeeds } from './items-route.ts';
import { bringsJson, takesJson } from './json-door.ts';
import { keyDoor, keyPace, needsScope } from './key-door.ts';
import { coursesRoute, entitlementsRoute, verdictsRoute, type ListsNeeds } from './lists.ts';
import { officialResultItem } from './official-result-item.ts';
import { openApiDocument } from './openapi.ts';

export interface ApiNeeds extends ItemsNeeds, Omit<ListsNeeds, 'surroundings' | 'keyCourses'> {
  readonly surroundings: ItemsNeeds['surroundings'] & ListsNeeds['surroundings'];
  readonly apiKeys: Pick<ApiKeys, 'check'>;
  readonly keyCourses: KeyCourses;
  readonly intake: Intake;
  readonly publicUrl: string;
  readonly render: Renderer['render'];
  readonly log: Logger;
}

const requestsAMinute = 600;
const minuteSeconds = 60;

/** The router that lies at `/api`. */
export function apiRouter(needs: ApiNeeds): Router {
  const router = express.Router();
  const v1 = express.Router({ mergeParams: true });
  router.use('/v1', v1);
  description(v1, needs);

  const { apiKeys, keyCourses, intake } = needs;
  const courseOfKey = courseDoor(keyCourses);
  const behindTheDoor = [keyDoor(apiKeys), keyPace(requestsAMinute, minuteSeconds), takesJson];

  v1.route('/courses').all(behindTheDoor).get(coursesRoute(needs)).all(only('GET'));

  const reads = (name: string, scope: Scope, route: RequestHandler): void => {
    v1.route(`/courses/:course/${name}`).all(behindTheDoor).get(needsScope(scope), courseOfKey, route).all(only('GET'));
  };
  reads('verdicts', 'verdicts:read', verdictsRoute(needs));
  reads('entitlements', 'entitlements:read', entitlementsRoute(needs));

  const takes = <Item>(scope: Scope, kind: ItemsKind<Item>): void => {
    v1.route(`/courses/:course/${kind.name}`)
      .all(behindTheDoor)
      .post(needsScope(scope), courseOfKey, bringsJson, itemsRoute(needs, kind))
      .all(only('POST'));
  };
  takes('attendance:write', { name: 'attendance', shape: attendanceItem, record: intake.attendance });
  takes('completions:write', { name: 'completions', shape: completionItem, record: intake.completion });
  takes('facts:write', { name: 'facts', shape: factsItem, record: intake.facts });
  takes('official-results:write', {
    name: 'official-results',
    shape: officialResultItem,
    record: intake.officialResult,
  });

  router.use(() => {
    throw new ApiRefusal(404, 'not-found', 'There is no such address in the API. /api/v1/ describes those there are.');
  });
  router.use(apiFailures(needs.log));
  return router;
}

/** What the API is, for people and for programs; no key is needed to read it. */
function description(v1: Router, { publicUrl, render }: ApiNeeds): void {
  const document = openApiDocument(publicUrl);
  const text = JSON.stringify(document, null, 2);
  const page = render('api', apiPageView(document, publicUrl));
  v1.route('/')
    .get((_request, response) => void response.type('html').send(page))
    .all(only('GET'));
  v1.route('/openapi.json')
    .get((_request, response) => void response.type('json').send(text))
    .all(only('GET'));
}

/** Refuses other methods than the one that an address takes. */
function only(method: 'GET' | 'POST'): RequestHandler {
  return (request) => {
    throw new ApiRefusal(405, 'method-not-allowed', `This address takes ${method}, not ${request.method}.`, '', {
      Allow: method === 'GET' ? 'GET, HEAD' : method,
    });
  };
}
