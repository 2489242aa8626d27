// The jobs: each calls one verb, often enough for what people expect, in bounded portions.

import type { Backfilling } from '../services/backfilling.ts';
import type { Duties } from '../services/duties.ts';
import type { ClaimSettling } from '../services/guarantee/claim-settling.ts';
import type { Uploads } from '../services/guarantee/uploads.ts';
import type { Mailing } from '../services/guarantee/mailing.ts';
import type { PersonalLinks } from '../services/guarantee/personal-links.ts';
import type { Reminders } from '../services/guarantee/reminders.ts';
import type { Retakes } from '../services/guarantee/retakes.ts';
import type { Passback } from '../services/passback.ts';
import type { RosterService } from '../services/roster.ts';
import type { Sitting } from '../services/sitting.ts';
import type { Job } from './scheduler.ts';

interface Needs {
  readonly backfilling: Pick<Backfilling, 'fillNext'>;
  readonly sitting: Pick<Sitting, 'closeExpired' | 'lapsePrepared'>;
  readonly duties: Pick<Duties, 'settleAll'>;
  readonly passback: Pick<Passback, 'sendDue' | 'oweAgain'>;
  readonly roster: Pick<RosterService, 'readDue'>;
  readonly claimSettling: Pick<ClaimSettling, 'settleAll'>;
  readonly uploads: Pick<Uploads, 'sweep'>;
  readonly retakes: Pick<Retakes, 'lapseDue'>;
  readonly reminders: Pick<Reminders, 'remindDue'>;
  readonly mailing: Pick<Mailing, 'sendDue'>;
  readonly personalLinks: Pick<PersonalLinks, 'answerDue'>;
  readonly rotateKeys: () => Promise<number>;
  readonly report: (attemptId: string, error: unknown) => void;
}

const second = 1000;

/** All jobs. An attempt is closed within 5 s of its hard close; a grade leaves within a second or two; a roster read starts within 6 s of a launch. */
export function nightStaff({
  backfilling,
  sitting,
  duties,
  passback,
  roster,
  claimSettling,
  uploads,
  retakes,
  reminders,
  mailing,
  personalLinks,
  rotateKeys,
  report,
}: Needs): Job[] {
  return [
    { name: 'close-expired', everyMs: 5 * second, run: () => sitting.closeExpired(200) },
    { name: 'settle-duties', everyMs: 5 * second, run: () => duties.settleAll(200, report) },
    { name: 'send-grades', everyMs: second, run: () => passback.sendDue(100) },
    { name: 'owe-grades-again', everyMs: 2 * second, run: () => passback.oweAgain(5) },
    // Lanes, so that a platform that does not answer holds up nobody else's roster.
    ...['first', 'second', 'third', 'fourth'].map((lane) => ({
      name: `sync-rosters-${lane}`,
      everyMs: 2 * second,
      run: () => roster.readDue(5),
    })),
    { name: 'settle-claims', everyMs: 5 * second, run: () => claimSettling.settleAll(100, report) },
    { name: 'sweep-uploads', everyMs: 3600 * second, run: () => uploads.sweep(200) },
    { name: 'lapse-prepared', everyMs: 600 * second, run: () => sitting.lapsePrepared(200) },
    { name: 'lapse-entitlements', everyMs: 60 * second, run: () => retakes.lapseDue(200) },
    { name: 'remind', everyMs: 60 * second, run: () => reminders.remindDue(20, report) },
    { name: 'answer-link-wishes', everyMs: 2 * second, run: () => personalLinks.answerDue(50) },
    { name: 'send-mails', everyMs: 2 * second, run: () => mailing.sendDue(100) },
    // From the start on, a page at a time; nothing is asked any more once it is done.
    { name: 'backfill', everyMs: second, run: () => backfilling.fillNext() },
    { name: 'rotate-keys', everyMs: 3600 * second, run: rotateKeys },
  ];
}
