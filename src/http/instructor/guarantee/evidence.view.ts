// Evidence of one student: what the policy asks to be recorded, what is recorded and by whom, and a form for each, with what it would do.

import { listWords, lowerFirst } from '../../../domain/phrases.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { datesOf, valuesOf } from './evidence-facts.ts';
import type { EvidenceAsked, EvidenceItem } from './evidence-item.ts';
import { modulesOf, workOf } from './evidence-work.ts';

/** Everything `evidence.hbs` prints. */
export function evidenceView(asked: EvidenceAsked, page: Page) {
  const { student, attempted } = asked;
  const { person, judgment } = student;
  const groups = groupsOf(asked, page).filter(({ items }) => items.length > 0);
  const missing = groups.flatMap(({ items }) => items).filter(({ isMissing }) => isMissing);
  return {
    page,
    crumb: { href: `${page.base}/students/${person.id}`, label: person.name },
    title: `Evidence of ${person.name}`,
    notice: asked.done,
    summary: errorSummary(attempted?.faults ?? []),
    chip: standingChip(judgment),
    answer: answerOf(person.name, missing),
    reason:
      'What is recorded here is what the guarantee is judged by. Every change stands in the history with what was there before.',
    waiveHref: `${page.base}/students/${person.id}/waive`,
    pauseHref: `${page.base}/students/${person.id}/pause`,
    groups,
  };
}

function answerOf(name: string, missing: readonly EvidenceItem[]): string {
  if (missing.length === 0) return `Nothing is missing of ${name}.`;
  const labels = missing.map(({ label }) => lowerFirst(label));
  return `${labels.length === 1 ? 'One entry is' : `${labels.length} entries are`} missing of ${name}: ${listWords(labels)}.`;
}

function groupsOf(
  asked: EvidenceAsked,
  page: Page,
): { id: string; title: string; text: string; items: EvidenceItem[] }[] {
  return [
    {
      id: 'dates',
      title: 'Dates',
      text: 'Deadlines count from these days, or ask for them.',
      items: datesOf(asked, page),
    },
    {
      id: 'values',
      title: 'Stored values',
      text: 'What only staff or another system know.',
      items: valuesOf(asked, page),
    },
    {
      id: 'modules',
      title: 'Modules of the course',
      text: 'The last required one completes the course.',
      items: modulesOf(asked, page),
    },
    {
      id: 'work',
      title: 'Work and scores',
      text: 'Measured on a day; a later entry of the same day takes its place.',
      items: workOf(asked, page),
    },
  ];
}
