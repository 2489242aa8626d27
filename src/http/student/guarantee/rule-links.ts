// Where a student does what a rule asks: the mock exams of the course, their classes, the page of their official exam, the terms.

import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import { examAfterReadiness } from '../../../domain/guarantee/rules/exam-after-readiness.ts';
import { mock } from '../../../domain/guarantee/rules/mock.ts';
import type { MockExam } from '../../../services/guarantee/my-guarantee.ts';

/** Where the things that a guarantee asks for are done; "" where this visit does not reach it. */
export interface GuaranteeLinks {
  /** Before the identity of an exam: its start page lies there. */
  readonly exams: string;
  readonly attendance: string;
  readonly officialExam: string;
  readonly claim: string;
  readonly retakes: string;
}

export interface RuleLink {
  readonly href: string;
  readonly label: string;
}

/** More of them are not named beside a rule. */
const mocksNamed = 3;

/** The ways from a rule to the pages where it is worked on, the most direct first; none where there is no such page. */
export function linksOfRule(
  { rule }: Pick<FoundRule, 'rule'>,
  links: GuaranteeLinks,
  mocks: readonly MockExam[],
): RuleLink[] {
  const kind = kindOf(rule);
  if (kind !== undefined)
    return links.exams === ''
      ? []
      : mocks
          .filter(({ countsAs }) => countsAs === kind)
          .slice(0, mocksNamed)
          .map(({ id, title }) => ({ href: `${links.exams}/${id}/before`, label: title }));
  switch (rule.rule) {
    case 'attendance':
    case 'participation':
      return to(links.attendance, 'My classes');
    case 'exam_taken':
    case 'administration':
    case 'min_lead':
    case 'outcome':
    case 'reported':
    case 'version':
      return to(links.officialExam, 'My official exam');
    default:
      return [];
  }
}

/** Why nothing leads to a mock exam; "" where something does, or none is asked for. */
export function noExamWords(
  { rule }: Pick<FoundRule, 'rule'>,
  links: GuaranteeLinks,
  mocks: readonly MockExam[],
): string {
  const kind = kindOf(rule);
  if (kind === undefined || mocks.some(({ countsAs }) => countsAs === kind)) return '';
  return links.exams === '' ? '' : 'No exam of this kind is open in your course now. Ask your instructor.';
}

function kindOf(rule: FoundRule['rule']): string | undefined {
  return mock.paramsOf(rule)?.kind ?? examAfterReadiness.paramsOf(rule)?.kind;
}

function to(href: string, label: string): RuleLink[] {
  return href === '' ? [] : [{ href, label }];
}
