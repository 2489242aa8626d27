// Acts about what is recorded of students, and about what a course plans, in words.

import { factLabel } from '../evidence/asked-facts.ts';
import { nameWords } from '../guarantee/anchor.ts';
import { listed } from './exam-acts.ts';
import type { ActTable, Told } from './told.ts';

const rule = (told: Told): string => `the rule “${told.name('rule')}”`;
const leave = (told: Told): string => `leave from ${told.day('from')} to ${told.day('to')}`;
const module = (told: Told): string => `the module “${told.text('title')}”`;

export const evidenceActs: ActTable = {
  'evidence recorded': (told) => `recorded ${fact(told)}: ${told.value('after')}${source(told)}`,
  'evidence changed': (told) =>
    `changed ${fact(told)} from ${told.value('before')} to ${told.value('after')}${source(told)}`,
  'evidence cleared': (told) => `took back ${fact(told)}, which was ${told.value('before')}${source(told)}`,
  'rule waived': (told) => `waived ${rule(told)}`,
  'deadline extended': (told) => `gave more time for ${rule(told)}, until ${told.day('until')}`,
  'waiver revoked': (told) => `took back what was given for ${rule(told)}`,
  'paper added': (told) =>
    `added a paper to ${told.text('to') === 'pauses' ? 'a leave of absence' : 'what was given for a rule'}`,
  'pause asked for': (told) => `asked for ${leave(told)}`,
  'pause granted': (told) => `gave ${leave(told)}`,
  'pause approved': (told) => `approved ${leave(told)}`,
  'pause refused': (told) => `refused ${leave(told)}`,
  'pause revoked': (told) => `took back ${leave(told)}`,
  'terms accepted': (told) => `accepted the terms, version ${version(told)}`,
  'kinder version granted': (told) => `gave version ${version(told)} of the terms${before(told)}`,
  'accounts joined': (told) => `joined this account with ${told.text('with')}`,
  'join undone': (told) => `undid the join with ${told.text('with')}`,
  reminded: () => 'reminded this student of the next step',
  'facts imported': (told) =>
    `imported ${told.count('rows', 'row')} of facts from ${told.text('fileName') || 'a file'}`,
  'import undone': () => 'undid an import of facts',
  'course plan changed': (told) => `changed the guarantee settings: ${changedPlan(told)}`,
  'module added': (told) => `added ${module(told)}`,
  'module changed': (told) => `changed ${module(told)}`,
  'module moved': (told) => `moved ${module(told)}`,
  'module removed': (told) => `took out ${module(told)}`,
  'module put back': (told) => `put ${module(told)} back`,
};

/** What is recorded: a date or a value by its name, anything else by its kind. */
function fact(told: Told): string {
  const kinds: Readonly<Record<string, string>> = {
    modules: told.has('title') ? module(told) : 'a module',
    progress: 'progress',
    qbank: 'work in the question bank',
    baselines: 'a score from before the course',
    coursework: 'the coursework',
    priorAttempts: 'the attempts before the course',
  };
  const room = told.text('room');
  if (room === 'dates') return `“${factLabel(told.text('key'))}”`;
  if (room === 'values') return `“${nameWords(told.text('key'))}”`;
  return (Object.hasOwn(kinds, room) ? kinds[room] : undefined) ?? 'an entry';
}

function source(told: Told): string {
  const words: Readonly<Record<string, string>> = { csv: ', from a file', student: ', through the activity' };
  const name = told.text('source');
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? '';
}

function version(told: Told): string {
  return told.text('label') || told.text('number');
}

function before(told: Told): string {
  return told.has('before') ? ` in place of version ${told.text('before')}` : '';
}

function changedPlan(told: Told): string {
  const [was, is] = [told.inner('before'), told.inner('after')];
  const names: Readonly<Record<string, string>> = {
    policyId: 'the policy',
    zone: 'the time zone',
    examName: 'the name of the exam',
    dates: 'the dates',
    administrations: 'the days of the exam',
    approvesByItself: 'what is approved by itself',
  };
  if (!was || !is) return 'something';
  const changed = Object.keys(names).filter(
    (name) => JSON.stringify(was.whole()[name]) !== JSON.stringify(is.whole()[name]),
  );
  return listed(changed.map((name) => names[name] ?? name));
}
