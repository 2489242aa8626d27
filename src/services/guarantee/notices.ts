// Notices: telling somebody something once, on their pages and by mail; showing what still holds, and putting it away.

import type { Visitor } from '../../domain/person.ts';
import type { MailContent } from '../../domain/reminders/letter.ts';
import type { MailKind } from '../../domain/reminders/mail-kinds.ts';
import type { Notice, NoticeStore } from '../../stores/guarantee/notice-store.ts';
import { found, type Surroundings } from '../surroundings.ts';
import type { Mailing } from './mailing.ts';

/** Something to tell one student of a course. */
export interface News {
  /** Names it in full: the same key is told once. */
  readonly key: string;
  /** Names its mail, where others are told the same and one mail is enough for all; left out: the key. */
  readonly mailKey?: string;
  /** Names what it is about: newer news about the same stand in for older ones. */
  readonly about: string;
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly personId: string;
  readonly kind: MailKind;
  readonly title: string;
  readonly text: string;
  /** The page of the visit where to act; "" for none. */
  readonly leadsTo: string;
  /** After this moment (epoch ms) it is of no use. */
  readonly until: number;
  readonly mail: MailContent;
}

interface Needs {
  readonly noticeRecords: NoticeStore;
  readonly mailing: Mailing;
  readonly surroundings: Surroundings;
}

const looked = 100;

export type Notices = ReturnType<typeof noticesService>;

export function noticesService({ noticeRecords, mailing, surroundings }: Needs) {
  return {
    /** Tells it on the student's pages and by mail, each once; whether it was news. Repeating it after a crash completes it. */
    async tell({ key, mailKey = key, organizationId, mail, ...told }: News): Promise<boolean> {
      const { platformId, courseId, personId, kind, about, until } = told;
      const id = surroundings.digest(`notice ${key}`).slice(0, 40);
      await noticeRecords.tell({ ...told, id, toldAt: surroundings.now(), dismissedAt: null });
      const whose = { organizationId, platformId, courseId, personId };
      return mailing.queue({ key: mailKey, ...whose, kind, about, content: mail, opens: 'guarantee', staleAt: until });
    },

    /** What the visitor was told and has not put away, the newest first; of several about the same the newest. */
    async mine({ courseId, personId }: Visitor): Promise<Notice[]> {
      const now = surroundings.now();
      const all = await noticeRecords.ofPerson(courseId, personId, looked);
      const seen = new Set<string>();
      return all.filter(({ about, until, dismissedAt }) => {
        const isNewest = !seen.has(about);
        seen.add(about);
        return isNewest && dismissedAt === null && until > now;
      });
    },

    /** Puts one of the visitor's own away. @throws Refusal not-found */
    async dismiss({ courseId, personId }: Visitor, id: string): Promise<void> {
      found((await noticeRecords.dismiss(id, courseId, personId, surroundings.now())) || null, 'notice');
    },

    /** Puts away what does not hold any more for some people of a course. */
    withdrawAllBut: (courseId: string, personIds: readonly string[], abouts: readonly string[]) =>
      noticeRecords.withdrawAllBut(courseId, personIds, abouts, surroundings.now()),
  };
}
