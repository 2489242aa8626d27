// The badge of a student on boards and cards: safe, at risk, lost, and the verdicts that are neither.
import { dayOfInstant } from '../zone.ts';
import type { Verdict } from './evaluate.ts';

/** `other`: needs review, approve, closed, and the states of vouchers, which speak for themselves. */
export type Badge = 'safe' | 'at_risk' | 'lost' | 'other';

const RISK_DAYS = 14;

/** At risk: on track or eligible, and time alone makes it ineligible within 14 days of the policy's zone. */
export function badgeOf({ verdict, change, calendar, asOf }: Verdict): Badge {
  if (verdict === 'ineligible') return 'lost';
  if (verdict !== 'on_track' && verdict !== 'eligible') return 'other';
  if (change?.to.verdict !== 'ineligible') return 'safe';
  const daysLeft = dayOfInstant(change.at, calendar.zone) - dayOfInstant(asOf, calendar.zone);
  return daysLeft <= RISK_DAYS ? 'at_risk' : 'safe';
}
