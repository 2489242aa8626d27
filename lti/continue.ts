// The end of a launch without cookies: our own page brings what the platform's storage holds, then a tab of its own opens.
import type { Request, Response } from 'express';
import { z } from 'zod';
import { demandSameOrigin } from './binding.ts';
import type { Fields } from './form.ts';
import { Refused, startAgain } from './gate.ts';
import type { Gate } from './gate.ts';
import { addressOf, admit, enter } from './launch.ts';
import { refusalOfDisabled } from './launch-refusals.ts';
import { applyHeaders, plainHeaders } from './page-headers.ts';
import type { HeldLaunch, Platform } from './ports.ts';
import { readScriptRequest } from './script-request.ts';
import { fits, hashOf, newSecret } from './secrets.ts';

const heldForMs = 10 * 60_000;
const proof = z.object({ ticket: z.string().min(1).max(200), value: z.string().min(1).max(200) });

/** Checks the storage's answer and opens the session; answers where it is, and a ticket for a tab of its own. */
export async function continueLaunch(gate: Gate, req: Request, res: Response): Promise<void> {
  const { ticket, value } = readScriptRequest(req, gate.publicUrl, proof);
  const { held, platform } = await takeHeld(gate, ticket, 'storage');
  if (held.storageHash === null || !fits(value, held.storageHash)) throw wrongProof(platform);
  const opened = await admit(gate, held.launch, platform, req);
  const windowTicket = newSecret();
  await gate.logins.hold({
    ticketHash: hashOf(windowTicket),
    purpose: 'window',
    storageHash: null,
    launch: held.launch,
    createdAt: gate.clock.nowMs(),
  });
  applyHeaders(res, plainHeaders);
  for (const cookie of opened.setCookies) res.append('Set-Cookie', cookie);
  res.status(200).json({ to: addressOf(opened), windowTicket });
}

/** The same launch in a tab of its own, where our cookies are first-party: a session of its own. */
export async function openInWindow(gate: Gate, fields: Fields, req: Request, res: Response): Promise<void> {
  demandSameOrigin(req, gate.publicUrl);
  const { held, platform } = await takeHeld(gate, fields.required('ticket', 200), 'window');
  enter(res, await admit(gate, held.launch, platform, req));
}

async function takeHeld(
  gate: Gate,
  ticket: string,
  purpose: HeldLaunch['purpose'],
): Promise<{ held: HeldLaunch; platform: Platform }> {
  const held = await gate.logins.take(hashOf(ticket));
  if (held === null || held.purpose !== purpose || gate.clock.nowMs() - held.createdAt >= heldForMs) {
    throw new Refused({
      status: 401,
      step: 'ticket',
      title: 'This page has expired',
      words: 'This step works once, and only for ten minutes.',
      advice: startAgain,
    });
  }
  const platform = await gate.registry.get(held.launch.platformId);
  if (platform === null) throw wrongProof();
  if (platform.status === 'disabled') throw refusalOfDisabled(platform);
  return { held, platform };
}

function wrongProof(platform?: Platform): Refused {
  return new Refused({
    status: 403,
    step: 'storage',
    title: 'This is not the browser that opened the activity',
    words: 'Your LMS did not confirm that it was you who opened this activity.',
    advice: startAgain,
    platform,
  });
}
