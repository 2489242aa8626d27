// What a person sets for themselves: the time zone in which pages show dates and times.

import type { Router } from 'express';
import { z } from 'zod';
import { isZone, momentWords, zoneName } from '../domain/time.ts';
import type { PersonStore } from '../stores/person-store.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { baseOf, pageFor } from './frame.ts';
import { readBody } from './read.ts';
import type { Renderer } from './render.ts';
import { visitOf } from './session.ts';

export interface AccountNeeds {
  readonly render: Renderer['render'];
  readonly account: Account;
}

/** The service behind this page. */
export interface Account {
  setZone(launchId: string, personId: string, zone: string, from: 'own' | 'browser'): Promise<void>;
  now(): number;
}

export function accountOf(
  people: Pick<PersonStore, 'setZone'>,
  sessions: Pick<SessionStore, 'setZone'>,
  now: () => number,
): Account {
  return {
    async setZone(launchId, personId, zone, from) {
      await people.setZone(personId, zone, from);
      await sessions.setZone(launchId, zone, from);
    },
    now,
  };
}
const zoneBody = z.object({
  zone: z.string().refine(isZone, 'is not a time zone we know; choose one from the list'),
  from: z.enum(['own', 'browser']).default('own'),
});

/** `GET` and `POST /s/:launch/time-zone`. The browser's guess comes from a script and never replaces one's own choice. */
export function accountPages(router: Router, { render, account }: AccountNeeds): void {
  router.get('/time-zone', (request, response) => {
    const { visitor } = visitOf(request);
    const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({
      zone,
      name: zoneName(zone),
      isSelected: zone === visitor.zone,
    }));
    const page = pageFor(request, response, 'Time zone');
    response.send(render('time-zone', { page, zones, nowWords: momentWords(account.now(), visitor.zone) }));
  });

  router.post('/time-zone', async (request, response) => {
    const { visitor, session } = visitOf(request);
    const { zone, from } = readBody(request, zoneBody);
    await account.setZone(session.id, visitor.personId, zone, from);
    if (from === 'browser') return response.status(204).end();
    return response.redirect(303, `${baseOf(request)}/`);
  });
}
