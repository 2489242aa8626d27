// The frame of a session's pages: what the layout prints around each, from whoever is looking and where they are.

import type { Request, Response } from 'express';
import { isStaff, mayDo, roleWords, type Visitor } from '../domain/person.ts';
import { zoneName } from '../domain/time.ts';
import { claimsWaiting } from './claims-tab.ts';
import { hasGuarantee, hasRetakes } from './guarantee-tab.ts';
import type { Page } from './page.ts';
import { isPersonalVisit } from './personal-visit.ts';
import { nonceOf } from './security-headers.ts';
import { visitOf } from './session.ts';

export type TabName =
  | 'exams'
  | 'attendance'
  | 'classes'
  | 'eligibility'
  | 'guarantee'
  | 'results'
  | 'retakes'
  | 'accommodations'
  | 'completion'
  | 'course plan'
  | 'claims'
  | 'policies'
  | 'api keys'
  | 'notifications'
  | 'none';

const zoneSources: Record<Visitor['zoneFrom'], string> = {
  own: 'your own setting',
  platform: 'as your LMS has it',
  browser: 'as your browser has it',
  course: 'the course’s setting',
};

/** The address below which all pages of this visit lie. */
export function baseOf(request: Request): string {
  return `/s/${visitOf(request).visitor.launchId}`;
}

/** The view member `page` of any page in a session. `tab` is the tab the page belongs to. */
export function pageFor(request: Request, response: Response, title: string, tab: TabName = 'none'): Page {
  const { session, visitor } = visitOf(request);
  const base = baseOf(request);
  const isPersonal = isPersonalVisit(request);
  const roleOrGuest = visitor.isTestUser ? 'test student' : roleWords(visitor.role);
  return {
    title,
    courseTitle: session.courseTitle,
    personName: visitor.name,
    roleWords: isPersonal
      ? 'here by a personal link'
      : visitor.administersPlatform && visitor.role === 'none'
        ? 'administrator'
        : roleOrGuest,
    tabs: isPersonal
      ? personalTabs(base, tab)
      : tabsOf(visitor, base, tab, {
          isGuaranteed: hasGuarantee(response),
          hasRetakes: hasRetakes(response),
          claimsWaiting: claimsWaiting(response),
          hasCourse: session.hasCourse,
        }),
    zoneWords: `Times are ${zoneName(visitor.zone)}, ${zoneSources[visitor.zoneFrom]}.`,
    guessesZone: session.zoneFrom === null || session.zoneFrom === 'course',
    helpWords: '',
    csrf: session.csrf,
    nonce: nonceOf(response),
    base,
  };
}

/** What a visit by a personal link reaches. */
function personalTabs(base: string, current: TabName): Page['tabs'] {
  const tab = (name: TabName, label: string, href: string) => ({ href, label, isCurrent: name === current, count: '' });
  return [
    tab('guarantee', 'My guarantee', `${base}/guarantee`),
    tab('retakes', 'My retakes', `${base}/retakes`),
    tab('notifications', 'Mails', `${base}/notifications`),
  ];
}

/** What stands on the tabs because of what there is. */
interface Has {
  readonly isGuaranteed: boolean;
  readonly hasRetakes: boolean;
  /** A number, or "". */
  readonly claimsWaiting: string;
  readonly hasCourse: boolean;
}

function tabsOf(visitor: Visitor, base: string, current: TabName, has: Has): Page['tabs'] {
  const tab = (name: TabName, label: string, href: string) => ({ href, label, isCurrent: name === current, count: '' });
  const policies = mayDo(visitor, 'publish policies') ? [tab('policies', 'Policies', `${base}/policies`)] : [];
  const apiKeys = mayDo(visitor, 'issue API keys') ? [tab('api keys', 'API keys', `${base}/api-keys`)] : [];
  const administratorTabs = [...policies, ...apiKeys];
  // The second pair of eyes, and whoever pays, may have no role in the course.
  const looksAfterClaims = has.hasCourse && (mayDo(visitor, 'decide claims') || mayDo(visitor, 'refund'));
  const claimTabs = looksAfterClaims
    ? [
        { ...tab('claims', 'Claims', `${base}/claims`), count: has.claimsWaiting },
        tab('retakes', 'Retakes', `${base}/retakes-ledger`),
      ]
    : [];
  if (isStaff(visitor)) {
    const tabs = [tab('exams', 'Exams', `${base}/exams`), tab('eligibility', 'Eligibility', `${base}/eligibility`)];
    if (mayDo(visitor, 'take roll call')) tabs.push(tab('classes', 'Classes', `${base}/classes`));
    tabs.push(tab('completion', 'Completion', `${base}/completion`));
    tabs.push(...claimTabs);
    if (mayDo(visitor, 'set accommodations')) tabs.push(tab('accommodations', 'Extra time', `${base}/accommodations`));
    if (mayDo(visitor, 'change exam settings'))
      tabs.push(tab('course plan', 'Guarantee settings', `${base}/course-plan`));
    return [...tabs, ...administratorTabs];
  }
  if (visitor.role === 'learner') {
    const guarantee =
      has.isGuaranteed || current === 'guarantee' ? [tab('guarantee', 'My guarantee', `${base}/guarantee`)] : [];
    const retakes =
      has.isGuaranteed || has.hasRetakes || current === 'retakes'
        ? [tab('retakes', 'My retakes', `${base}/retakes`)]
        : [];
    return [
      tab('exams', 'Exam', `${base}/`),
      ...guarantee,
      ...retakes,
      tab('results', 'Results', `${base}/results`),
      tab('attendance', 'Attendance', `${base}/attendance`),
    ];
  }
  return [...claimTabs, ...administratorTabs];
}
