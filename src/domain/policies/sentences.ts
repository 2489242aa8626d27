// Cards in the student's words: the sentence of a rule, a remedy or a claim, as the terms have it.

import type { Calendar } from '../guarantee/amount.ts';
import { nameWords } from '../guarantee/anchor.ts';
import { compilePolicy } from '../guarantee/compile-policy.ts';
import { policyText, type TextItem } from '../guarantee/policy-text.ts';
import { readRequirement } from '../guarantee/read-requirement.ts';
import { remedyText } from '../guarantee/remedy-words.ts';
import { remediesSchema } from '../guarantee/remedy.ts';
import { asObject } from '../guarantee/reading.ts';
import { dayInWords, readDay } from '../day.ts';
import { upperFirst } from '../phrases.ts';
import { findZone } from '../zone.ts';
import type { Card } from './card.ts';
import type { RawPolicy } from './raw-policy.ts';

/** Enough of a policy for a part of it to be read alone. */
const AROUND: RawPolicy = { timeZone: 'UTC', requires: { id: 'a', rule: 'attempt_number' } };

/** The calendar of a policy, or a plain one where it names none that can be read. */
export function calendarOf(policy: RawPolicy): Calendar {
  const { timeZone, cutoff, holidays } = policy;
  const read = compilePolicy({ ...AROUND, timeZone, cutoff, holidays });
  return (
    (read.ok ? read.value.versions[0]?.terms.calendar : undefined) ?? {
      zone: findZone('UTC')!,
      cutoff: null,
      holidays: new Set(),
    }
  );
}

/** What the student reads of a card; "" where it cannot be read yet or says nothing by itself. */
export function sentenceOf(card: Pick<Card, 'kind' | 'type' | 'raw' | 'spec'>, calendar: Calendar): string {
  if (card.kind === 'rule') return ruleSentence(card.raw, calendar);
  if (card.kind !== 'part') return '';
  switch (card.type) {
    case 'remedy':
      return remedySentence(card.raw);
    case 'claim':
      return partOfText({ ...AROUND, claim: card.raw }, 'How you claim');
    case 'policy':
      return partOfText({ ...AROUND, ...calendarMembers(asObject(card.raw) ?? {}) }, 'How days count');
    case 'ladder':
    case 'entitlement':
      return partOfText({ ...AROUND, kind: card.type, [card.type]: card.raw }, null);
    default:
      return '';
  }
}

function ruleSentence(raw: unknown, calendar: Calendar): string {
  const read = readRequirement(raw, '');
  return read.ok && read.value.kind === 'rule' ? read.value.rule.terms(calendar) : '';
}

function remedySentence(raw: unknown): string {
  const read = remediesSchema.safeParse([raw]);
  const [remedy] = read.success ? read.data : [];
  return remedy ? remedyText(remedy) : '';
}

const calendarMembers = ({ timeZone, cutoff, holidays }: RawPolicy): RawPolicy => ({ timeZone, cutoff, holidays });

/** The sentences of a part of the text by its title; of the first part without one. */
function partOfText(policy: RawPolicy, title: string | null): string {
  const read = compilePolicy(policy);
  const terms = read.ok ? read.value.versions[0]?.terms : undefined;
  const sections = terms ? policyText(terms) : [];
  const items = (title === null ? sections[0] : sections.find((each) => each.title === title))?.items ?? [];
  return items.flatMap(linesOf).join(' ');
}

const linesOf = ({ text, items }: TextItem): string[] => [text, ...items.flatMap(linesOf)];

function dayWordsOf(value: unknown): string {
  const day = readDay(String(value ?? ''));
  return day === null ? 'a day that is not said' : dayInWords(day);
}

/** What a card is called in lists: a rule by its kind, a remedy by what it gives, a group by how it joins. */
export function titleOf({ type, spec, raw }: Pick<Card, 'type' | 'spec' | 'raw'>): string {
  const given = asObject(raw) ?? {};
  if (type === 'remedy' && typeof given['type'] === 'string') return upperFirst(nameWords(given['type']));
  if (type === 'terms') return `Terms from ${dayWordsOf(given['effectiveFrom'])}`;
  if (type === 'nOf') return `At least ${String(given['nOf'])} of these`;
  if (type === 'flag' && typeof given['fact'] === 'string') return upperFirst(nameWords(given['fact']));
  const attempt = given['attempt'];
  if ((type === 'exam_taken' || type === 'outcome') && typeof attempt === 'number' && attempt > 1) {
    return type === 'outcome' ? `Not pass, sitting ${attempt}` : `Sit the exam, sitting ${attempt}`;
  }
  return spec.title;
}
