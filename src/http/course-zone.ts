// The zone in which a course's day begins: its own, else UTC.

import type { CoursePlan } from '../domain/evidence/course-plan.ts';
import { findZone, type Zone } from '../domain/zone.ts';

/** The zone of a plan. */
export function zoneOfPlan({ zone }: Pick<CoursePlan, 'zone'>): Zone {
  return findZone(zone ?? 'UTC') ?? findZone('UTC')!;
}
