// The notices on a student's pages: what they were told and have not put away, each with the way to act.

import { isRetakeNews } from '../../../domain/retakes/news.ts';
import type { Notice } from '../../../stores/guarantee/notice-store.ts';
import type { Page } from '../../page.ts';

/** Exactly the names that `notices.hbs` prints. */
export interface NoticeView {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly state: string;
  readonly icon: string;
  /** The page where to act; "" where that is the page one is on. */
  readonly href: string;
  /** What that page is called. */
  readonly leadsTo: string;
  readonly dismiss: string;
  readonly csrf: string;
  /** The page to come back to. */
  readonly back: string;
}

const pageNames: Readonly<Record<string, string>> = {
  guarantee: 'My guarantee',
  claim: 'My claim',
  retakes: 'My retakes',
  attendance: 'My classes',
  'official-exam': 'My official exam',
};

/** Notices for the page `here` ("guarantee", "notifications"). */
export function noticeViews(notices: readonly Notice[], page: Pick<Page, 'base' | 'csrf'>, here: string): NoticeView[] {
  return notices.map(({ id, title, text, leadsTo, kind, about }) => ({
    id,
    title,
    text,
    ...(isWarning(kind, about) ? { state: 'risk', icon: 'risk' } : { state: 'track', icon: 'info' }),
    href: leadsTo === '' || leadsTo === here ? '' : `${page.base}/${leadsTo}`,
    leadsTo: pageNames[leadsTo] ?? 'Go there',
    dismiss: `${page.base}/notifications/notices/${id}/dismiss`,
    csrf: page.csrf,
    back: here,
  }));
}

/** Whether something will be lost. */
function isWarning(kind: Notice['kind'], about: string): boolean {
  return kind === 'deadlines' || (kind === 'retakes' && !isRetakeNews(about));
}
