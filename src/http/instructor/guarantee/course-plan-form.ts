// The form of a course's plan: what it holds as text, and what that text means.

import { z } from 'zod';
import { coursePlanSchema, type CoursePlan } from '../../../domain/evidence/course-plan.ts';
import { readDay } from '../../../domain/day.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { isZone } from '../../../domain/time.ts';
import type { PlanSettings } from '../../../services/guarantee/course-plans.ts';

export const planDates = ['courseStart', 'courseEnd', 'courseEndPlanned', 'accessEndsOn', 'examRetiresOn'] as const;
export type PlanDate = (typeof planDates)[number];

const text = z
  .string()
  .max(10_000)
  .default('')
  // Browsers send the lines of a text area with two marks at their end.
  .transform((typed) => typed.replaceAll('\r\n', '\n'));
/** What the form sends; absent fields are empty. */
export const planBody = z.object({
  rev: z.coerce.number().int().min(0).catch(0),
  policyId: z.string().max(200).optional(),
  zone: text,
  examName: text,
  courseStart: text,
  courseEnd: text,
  courseEndPlanned: text,
  accessEndsOn: text,
  examRetiresOn: text,
  administrations: text,
  approvesByItself: z
    .literal('yes')
    .optional()
    .transform((ticked) => (ticked === 'yes' ? 'yes' : '')),
});
export type PlanEntries = Omit<z.output<typeof planBody>, 'rev' | 'policyId'> & { readonly policyId: string };

/** A plan as the form shows it. */
export function planEntriesOf({
  policyId,
  zone,
  examName,
  dates,
  administrations,
  approvesByItself,
}: CoursePlan): PlanEntries {
  const days = Object.fromEntries(planDates.map((name) => [name, dates[name] ?? ''])) as Record<PlanDate, string>;
  return {
    policyId: policyId ?? '',
    zone: zone ?? '',
    examName,
    ...days,
    administrations: administrations.join('\n'),
    approvesByItself: approvesByItself ? 'yes' : '',
  };
}

export type PlanReading =
  | { readonly kind: 'settings'; readonly settings: PlanSettings }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** What the entries mean, or what is wrong with them and how to cure it. */
export function planOf(entries: PlanEntries): PlanReading {
  const faults: Fault[] = [];
  const zone = entries.zone.trim();
  if (zone !== '' && !isZone(zone))
    faults.push({ path: 'zone', message: 'Give a time zone by its name, such as America/Chicago, or leave it empty.' });
  const examName = entries.examName.trim();
  if (examName === '' || examName.length > 120)
    faults.push({ path: 'examName', message: 'Give the name of the official exam, in at most 120 characters.' });
  const dates = Object.fromEntries(planDates.map((name) => [name, dayOf(entries[name], name, faults)]));
  const { courseStart, courseEnd } = dates;
  if (courseStart && courseEnd && courseEnd < courseStart)
    faults.push({ path: 'courseEnd', message: 'The course ends before it begins. Give a later end.' });
  const administrations = administrationsOf(entries.administrations, faults);
  if (faults.length > 0) return { kind: 'faults', faults };
  const approvesByItself = entries.approvesByItself === 'yes';
  const policyId = entries.policyId === '' ? null : entries.policyId;
  const settings = { policyId, zone: zone === '' ? null : zone, examName, administrations, approvesByItself };
  return { kind: 'settings', settings: { ...settings, dates: coursePlanSchema.shape.dates.parse(dates) } };
}

function dayOf(typed: string, path: string, faults: Fault[]): string | null {
  const day = typed.trim();
  if (day === '') return null;
  if (readDay(day) === null) faults.push({ path, message: 'Give a day, or leave it empty.' });
  return day;
}

/** One day a line, or with commas between; sorted, each once. */
function administrationsOf(typed: string, faults: Fault[]): string[] {
  const days = typed.split(/[\s,;]+/).filter((day) => day !== '');
  const wrong = days.find((day) => readDay(day) === null);
  if (wrong !== undefined)
    faults.push({
      path: 'administrations',
      message: `“${wrong.slice(0, 40)}” is no day. Write each as 2026-12-19, one a line.`,
    });
  return [...new Set(days)].toSorted();
}
