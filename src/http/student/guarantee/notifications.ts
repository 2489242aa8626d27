// `GET /notifications`: what a student is told and how; notices, addresses, which mails they want and when they are not to come.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import { studentMailKinds } from '../../../domain/reminders/mail-kinds.ts';
import type { Addresses } from '../../../services/guarantee/addresses.ts';
import type { Contacts } from '../../../services/guarantee/contacts.ts';
import type { Mailing } from '../../../services/guarantee/mailing.ts';
import type { Notices } from '../../../services/guarantee/notices.ts';
import type { Surroundings } from '../../../services/surroundings.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may, personPace } from '../../guards.ts';
import { enteredIn } from '../../instructor/refused-entries.ts';
import { param, readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { notificationsView, type NotificationsAsked } from './notifications.view.ts';

export interface NotificationsNeeds {
  readonly render: Renderer['render'];
  readonly contacts: Pick<Contacts, 'mine' | 'set'>;
  readonly addresses: Addresses;
  readonly notices: Notices;
  readonly mailing: Pick<Mailing, 'mine' | 'sends'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const hour = z.coerce.number({ error: 'Choose an hour.' }).int().min(0, 'Choose an hour.').max(23, 'Choose an hour.');
const settingsBody = z.object({
  wanted: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((given) => [given].flat()),
  from: hour,
  to: hour,
});
const addressBody = z.object({ address: z.string({ error: 'Give an address such as ana@example.org.' }).max(300) });
const dismissBody = z.object({ back: z.enum(['guarantee', 'notifications']).catch('notifications') });
const query = z.object({ done: z.enum(['saved', 'added', 'sent', 'preferred', 'removed', '']).catch('') });

/** Registers the page and its forms. */
export function notificationsPage(router: Router, needs: NotificationsNeeds): void {
  const { contacts, addresses, notices } = needs;
  const guard = may('sit exams');
  // Each adds a mail to somebody who may not have asked for it.
  const mailPace = personPace(10, 3600);

  router.get('/notifications', guard, (request, response) => show(needs, request, response, null));

  router.post('/notifications', guard, async (request, response) => {
    const { wanted, from, to } = readBody(request, settingsBody);
    const stopped = studentMailKinds.filter((kind) => !wanted.includes(kind));
    await contacts.set(visitOf(request).visitor, { quiet: { from, to }, stopped });
    back(request, response, 'saved');
  });

  router.post('/notifications/addresses', guard, mailPace, async (request, response) => {
    try {
      await addresses.add(visitOf(request).visitor, readBody(request, addressBody).address);
      back(request, response, 'added');
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, enteredIn(request, error));
    }
  });

  router.post('/notifications/addresses/:address/again', guard, mailPace, async (request, response) => {
    await addresses.sendAgain(visitOf(request).visitor, param(request, 'address'));
    back(request, response, 'sent');
  });

  router.post('/notifications/addresses/:address/prefer', guard, async (request, response) => {
    await addresses.prefer(visitOf(request).visitor, param(request, 'address'));
    back(request, response, 'preferred');
  });

  router.post('/notifications/addresses/:address/remove', guard, async (request, response) => {
    await addresses.remove(visitOf(request).visitor, param(request, 'address'));
    back(request, response, 'removed');
  });

  router.post('/notifications/notices/:notice/dismiss', guard, async (request, response) => {
    await notices.dismiss(visitOf(request).visitor, param(request, 'notice'));
    response.redirect(303, `${baseOf(request)}/${readBody(request, dismissBody).back}`);
  });
}

function back(request: Request, response: Response, done: string): void {
  response.redirect(303, `${baseOf(request)}/notifications?done=${done}`);
}

async function show(
  { render, contacts, notices, mailing, surroundings }: NotificationsNeeds,
  request: Request,
  response: Response,
  refused: NotificationsAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const [settings, told, sent] = await Promise.all([
    contacts.mine(visitor),
    notices.mine(visitor),
    mailing.mine(visitor),
  ]);
  const page = pageFor(request, response, 'Mails', 'notifications');
  const asked = {
    settings,
    notices: told,
    sent,
    sends: mailing.sends,
    done: query.parse(request.query).done,
    refused,
    reader: { zone: visitor.zone, now: surroundings.now() },
  };
  response.send(render('student/guarantee/notifications', notificationsView(asked, page)));
}
