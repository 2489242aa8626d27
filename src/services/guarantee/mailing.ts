// Mailing: queues each mail once, sends what is due outside of the reader's quiet hours, tries again later or says why it cannot be delivered.

import type { Visitor } from '../../domain/person.ts';
import {
  letterText,
  subjectLine,
  type MailAction,
  type MailContent,
  type MailPage,
} from '../../domain/reminders/letter.ts';
import { mailKindWords, type MailKind } from '../../domain/reminders/mail-kinds.ts';
import { afterQuietHours } from '../../domain/reminders/quiet-hours.ts';
import { dayWords } from '../../domain/time.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ContactStore } from '../../stores/guarantee/contact-store.ts';
import type { MailRow, MailSettlement, MailState, MailStore } from '../../stores/guarantee/mail-store.ts';
import type { OrganizationStore } from '../../stores/organization-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Contacts, Reach } from './contacts.ts';
import type { PersonalLinkMaker } from './personal-link-maker.ts';

/** The mail server, as far as this service needs it; `outside/mail.ts` fits. */
export interface Post {
  send(letter: {
    readonly to: string;
    readonly fromName: string;
    readonly subject: string;
    readonly text: string;
    readonly html: string;
    readonly messageId: string;
    readonly headers: Readonly<Record<string, string>>;
  }): Promise<
    | { readonly kind: 'accepted'; readonly id: string }
    | { readonly kind: 'temporary'; readonly words: string }
    | { readonly kind: 'permanent'; readonly words: string }
  >;
}

/** A mail to be sent once. */
export interface MailToQueue {
  /** What it is about, in full: two mails with one key are the same mail, and the second is not queued. */
  readonly key: string;
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly personId: string;
  readonly kind: MailKind;
  readonly content: MailContent;
  /** What it is about; before it is sent it is asked whether that still holds. Absent: it always does. */
  readonly about?: string;
  /** Absent: the address that the person prefers when it is sent. */
  readonly to?: string;
  readonly opens: MailRow['opens'];
  /** A mail that the person is waiting for goes out during quiet hours too. */
  readonly isAskedFor?: boolean;
  /** After this moment (epoch ms) it would be of no use. */
  readonly staleAt: number;
}

interface Needs {
  readonly mails: MailStore;
  readonly contactRecords: ContactStore;
  readonly contacts: Contacts;
  readonly courses: CourseStore;
  readonly organizations: OrganizationStore;
  readonly personalLinks: PersonalLinkMaker;
  /** Whether what a mail says is still so: it may have waited through a night. */
  readonly stillHolds: (row: MailRow) => Promise<boolean>;
  /** Null: no mail server is set, and mails are kept to be read in Resit only. */
  readonly post: Post | null;
  readonly renderHtml: (page: MailPage) => string;
  readonly publicUrl: string;
  readonly surroundings: Surroundings;
}

/** A mail as its reader sees it in a list. */
export interface SentMail {
  readonly subject: string;
  readonly state: MailState;
  readonly problem: string | null;
  readonly at: number;
}

const mostShown = 10;

/** Longer than a whole conversation with the mail server may take. */
const leaseMs = 120_000;
const firstWaitMs = 60_000;
const longestWaitMs = 6 * 3_600_000;
/** A day and a half of trying. */
const mostTries = 15;

/** What to try now, what to put off, and what is over before it was tried. */
type Plan =
  | { readonly kind: 'send'; readonly address: string; readonly reach: Reach }
  | { readonly kind: 'put off'; readonly until: number }
  | { readonly kind: 'over'; readonly state: 'kept' | 'stopped' | 'failed'; readonly problem: string };

export type Mailing = ReturnType<typeof mailingService>;

export function mailingService(needs: Needs) {
  const { mails, contactRecords, contacts, courses, organizations, personalLinks, post, publicUrl, surroundings } =
    needs;

  async function planOf(row: MailRow, now: number): Promise<Plan> {
    const over = (state: 'kept' | 'stopped' | 'failed', problem: string): Plan => ({ kind: 'over', state, problem });
    if (now >= row.staleAt) return over('stopped', 'It would have come too late to be of use.');
    const reach = await contacts.reach(row);
    if (!reach) return over('failed', 'The person is not known any more.');
    if (reach.stopped.includes(row.kind)) return over('stopped', 'Such mails are not wanted.');
    const address = row.to ?? reach.address;
    if (address === null) return over('failed', 'No address is known.');
    const until = row.isAskedFor ? now : afterQuietHours(now, reach.quiet, reach.zone);
    if (until > now) return { kind: 'put off', until };
    if (!(await needs.stillHolds(row))) return over('stopped', 'It did not hold any more when it was to be sent.');
    return post ? { kind: 'send', address, reach } : over('kept', 'Not sent: no mail server is set.');
  }

  /** What the link in a mail opens; its token is made now, so that none is ever stored. `undo` takes it back. */
  async function actionOf(
    row: MailRow,
    address: string,
    reach: Reach,
  ): Promise<{ action: MailAction | false; undo(): Promise<unknown> }> {
    const nothing = { action: false as const, undo: () => Promise.resolve() };
    if (row.opens === 'nothing') return nothing;
    if (row.opens === 'address') {
      const token = await contacts.addressToken(row.personId, address);
      if (token === null) return nothing;
      const action = {
        label: 'Confirm this address',
        url: `${publicUrl}/mail/confirm/${token}`,
        note: 'The link works once, for 24 hours. If you did not add this address, you need not do anything.',
      };
      return { action, undo: () => Promise.resolve() };
    }
    const link = await personalLinks.issue(row);
    const action = {
      label: 'Open My guarantee',
      url: `${publicUrl}/g/${link.token}`,
      note: `This link is yours alone: do not pass it on. It works once, through ${dayWords(link.expiresAt - 86_400_000, reach.zone.name)}, also when your course has ended. If it does not work any more, it gets you a new one.`,
    };
    return { action, undo: () => personalLinks.withdraw(link.id) };
  }

  async function pageOf(row: MailRow, action: MailAction | false): Promise<{ page: MailPage; fromName: string }> {
    const [organization, course] = await Promise.all([
      organizations.find(row.organizationId),
      courses.find(row.courseId, row.platformId),
    ]);
    const name = organization?.name ?? 'Your training provider';
    const { why, mayStop } = mailKindWords(row.kind);
    const foot = `You get this mail from ${name}${course ? `, course ${course.title},` : ''} because ${why}.${organization?.helpWords ? ` ${organization.helpWords}` : ''}`;
    const stopUrl = mayStop ? `${publicUrl}/mail/stop/${contacts.stopToken(row.personId, row.kind)}` : '';
    return { page: { ...row.content, from: name, action, foot, stopUrl }, fromName: `${name} via Resit` };
  }

  async function handOver(row: MailRow, { address, reach }: Plan & { kind: 'send' }): Promise<MailSettlement> {
    const { action, undo } = await actionOf(row, address, reach);
    const { page, fromName } = await pageOf(row, action);
    const outcome = await post!.send({
      to: address,
      fromName,
      subject: subjectLine(page.subject),
      text: letterText(page),
      html: needs.renderHtml(page),
      messageId: `${row.id}@${new URL(publicUrl).hostname}`,
      headers: page.stopUrl === '' ? {} : stopHeaders(page.stopUrl),
    });
    const now = surroundings.now();
    if (outcome.kind === 'accepted') {
      await contactRecords.note(
        ownerOf(row),
        contacts.addressHash(address),
        row.kind === 'digest' ? null : row.courseId,
      );
      return { state: 'sent', nextAt: now, problem: null };
    }
    await undo();
    return outcome.kind === 'permanent' || row.tries >= mostTries
      ? { state: 'failed', nextAt: now, problem: outcome.words }
      : { state: 'waiting', nextAt: now + backOffMs(row.tries), problem: outcome.words };
  }

  async function work(row: MailRow): Promise<void> {
    const now = surroundings.now();
    const plan = await planOf(row, now);
    if (plan.kind === 'put off') return void (await mails.putOff(row, plan.until));
    const end =
      plan.kind === 'over' ? { state: plan.state, nextAt: now, problem: plan.problem } : await handOver(row, plan);
    await mails.settle(row, end, surroundings.now());
  }

  return {
    /** Puts a mail into the outbox; false when it was there already, sent or not. */
    async queue({ key, to, about = '', isAskedFor = false, ...mail }: MailToQueue): Promise<boolean> {
      const now = surroundings.now();
      return mails.queue({
        ...mail,
        id: surroundings.digest(`mail ${key}`).slice(0, 40),
        to: to ?? null,
        about,
        isAskedFor,
        queuedAt: now,
        state: 'waiting',
        tries: 0,
        nextAt: now,
        leaseUntil: 0,
        settledAt: null,
        problem: null,
      });
    },

    /** Whether a mail server is set. */
    sends: post !== null,

    /** The newest mails to the visitor in their course. Those that confirm an address show as sent or not like all others. */
    async mine({ courseId, personId }: Visitor): Promise<SentMail[]> {
      const rows = await mails.ofPerson(courseId, personId, mostShown);
      return rows.map(({ content, state, problem, settledAt, queuedAt }) => ({
        subject: subjectLine(content.subject),
        state,
        problem,
        at: settledAt ?? queuedAt,
      }));
    },

    /**
     * Sends what is due, at most `limit` mails; answers how many were looked after. Two processes may run it at once: a row is claimed
     * by lease. After a crash between sending and settling the mail goes out once more when the lease is over, under the same
     * Message-ID, by which mail programs know it again. A mail that cannot be written holds up no other; its fault is thrown at the end.
     */
    async sendDue(limit: number): Promise<number> {
      let done = 0;
      const faults: unknown[] = [];
      const worker = async (): Promise<void> => {
        while (done < limit) {
          const row = await mails.claim(surroundings.now(), leaseMs);
          if (!row) return;
          done += 1;
          try {
            await work(row);
          } catch (error) {
            faults.push(error);
            const nextAt = surroundings.now() + backOffMs(row.tries);
            await mails.settle(row, { state: 'waiting', nextAt, problem: 'Resit could not write this mail.' }, nextAt);
          }
        }
      };
      await Promise.all([worker(), worker()]);
      if (faults.length > 0) throw faults[0];
      return done;
    },
  };
}

/** By which mail programs offer "unsubscribe" with one click (RFC 2369, RFC 8058). */
function stopHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function ownerOf({ personId: id, organizationId, platformId }: MailRow) {
  return { id, organizationId, platformId };
}

/** Waiting time before try number `tries + 1`: a minute, doubled each time, at most 6 h. */
function backOffMs(tries: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, tries - 1));
}
