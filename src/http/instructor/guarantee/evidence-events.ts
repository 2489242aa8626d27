// What was recorded, waived and planned, in words: "recorded the day of enrolling, Thu 1 Oct 2026".

import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { valueWords } from '../../../domain/guarantee/rules/names.ts';
import { dayTextWords } from '../../day-words.ts';

type Detail = Readonly<Record<string, unknown>>;

/** What somebody did, after their name; null where the act is another room's. */
export function evidenceEventWords(act: string, detail: Detail): string | null {
  const rule = text(detail, 'rule');
  const module = text(detail, 'title');
  const pause = `the pause from ${dayTextWords(text(detail, 'from'))} to ${dayTextWords(text(detail, 'to'))}`;
  const words: Readonly<Record<string, () => string>> = {
    'evidence recorded': () => `recorded ${factWords(detail)}: ${storedWords(detail['after'])}${sourceTail(detail)}`,
    'evidence changed': () =>
      `changed ${factWords(detail)} from ${storedWords(detail['before'])} to ${storedWords(detail['after'])}${sourceTail(detail)}`,
    'evidence cleared': () => `took back ${factWords(detail)}, which was ${storedWords(detail['before'])}`,
    'rule waived': () => `waived “${nameWords(rule)}”`,
    'deadline extended': () => `gave more time for “${nameWords(rule)}”, until ${dayTextWords(text(detail, 'until'))}`,
    'waiver revoked': () => `took back what was given for “${nameWords(rule)}”`,
    'pause asked for': () => `asked for ${pause}`,
    'pause granted': () => `gave ${pause}`,
    'pause approved': () => `approved ${pause}`,
    'pause refused': () => `refused ${pause}`,
    'pause revoked': () => `took back ${pause}`,
    'course plan changed': () => `changed the guarantee settings: ${changedSettings(detail)}`,
    'module added': () => `added the module “${module}”`,
    'module changed': () => `changed the module “${module}”`,
    'module moved': () => `moved the module “${module}”`,
    'module removed': () => `took out the module “${module}”`,
    'module put back': () => `put the module “${module}” back`,
    'facts imported': () => `imported facts from ${text(detail, 'fileName')}`,
    'import undone': () => 'undid an import of facts',
  };
  return Object.hasOwn(words, act) ? words[act]!() : null;
}

function text(detail: Detail, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}

function factWords(detail: Detail): string {
  const key = text(detail, 'key');
  switch (text(detail, 'room')) {
    case 'dates':
      return `“${factLabel(key)}”`;
    case 'values':
      return `“${nameWords(key)}”`;
    case 'modules':
      return 'a module';
    case 'progress':
      return 'progress';
    case 'qbank':
      return 'work in the question bank';
    case 'baselines':
      return 'a score from before the course';
    case 'coursework':
      return 'the coursework';
    default:
      return 'the attempts before the course';
  }
}

/** A recorded value for people, whatever its shape. */
function storedWords(recorded: unknown): string {
  const value = isObject(recorded) && 'value' in recorded ? recorded['value'] : recorded;
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return dayTextWords(value);
  if (typeof value === 'number' || typeof value === 'boolean') return valueWords(value);
  if (!isObject(value)) return 'something';
  const inner = value['value'];
  if (typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean') return valueWords(inner);
  const parts = Object.entries(value).flatMap(([name, one]) => partWords(name, one));
  return parts.join(', ') || 'something';
}

function partWords(name: string, value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (name === 'on' && typeof value === 'string') return [dayTextWords(value)];
  if (name === 'pct') return [`${String(value)} %`];
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return [`${nameWords(name)} ${valueWords(value)}`];
  return [];
}

function sourceTail(detail: Detail): string {
  const source = text(detail, 'source');
  return source === 'csv' ? ', from a file' : source === 'student' ? ', by opening the activity' : '';
}

function changedSettings(detail: Detail): string {
  const [before, after] = [detail['before'], detail['after']];
  if (!isObject(before) || !isObject(after)) return 'something';
  const names: Readonly<Record<string, string>> = {
    policyId: 'the policy',
    zone: 'the time zone',
    examName: 'the name of the exam',
    dates: 'the dates',
    administrations: 'the days of the exam',
    approvesByItself: 'what is approved by itself',
  };
  const changed = Object.keys(names).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return changed.map((name) => names[name]).join(', ') || 'nothing';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
