// A completion link for staff: which module it completes and when, for how many it has, and what to do where the course lacks the module.

import { countWords } from '../../../domain/time.ts';
import type { LinkOverview } from '../../../services/guarantee/completion.ts';
import type { Page } from '../../page.ts';

export interface ModuleLinkAsked {
  readonly overview: LinkOverview;
  readonly mayPlan: boolean;
  readonly isNew: boolean;
  readonly fault: string;
}

/** Everything `module-link.hbs` prints. */
export function moduleLinkView({ overview, mayPlan, isNew, fault }: ModuleLinkAsked, page: Page) {
  const { link, module, done, students } = overview;
  const title = module?.title ?? (link.title || 'A module of the course');
  return {
    page,
    crumb: { href: `${page.base}/completion`, label: 'Completion' },
    title: `Completion of “${title}”`,
    notice: isNew && module ? 'The module is added; from now on this link completes it.' : '',
    fault,
    answer: module
      ? `${done} of ${countWords(students, 'student')} ${done === 1 ? 'has' : 'have'} done “${title}”.`
      : `This course has no module “${title}” yet.`,
    reason: module
      ? 'Students who open this activity see what was marked and when. You, test students and previews mark nothing.'
      : 'The link came with a copied course, or the module was taken out. Until it is there, the link marks nothing.',
    facts: [
      {
        label: 'Marks',
        words:
          link.marks === 'opened'
            ? 'as soon as a student opens the activity'
            : 'once a student confirms it on the page',
      },
      {
        label: 'Counts as',
        words: module ? (module.isRequired ? 'required to complete the course' : 'not required') : 'nothing yet',
      },
    ],
    add:
      !module && mayPlan
        ? { action: `${page.base}/module-link/add`, csrf: page.csrf, words: `Add “${title}” to the course` }
        : (false as const),
    gridHref: `${page.base}/completion`,
    planHref: mayPlan ? `${page.base}/course-plan#modules` : '',
  };
}
