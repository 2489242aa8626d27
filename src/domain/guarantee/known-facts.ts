// Facts cut down to what is known at an instant, so that time can be played forward without anything new happening.
import type { Day } from '../day.ts';
import { dayOfInstant } from '../zone.ts';
import type { Calendar } from './amount.ts';
import { attemptsUntil, isKnownInAdvance } from './evidence.ts';
import { type Facts, type FlagValue, type Relief, type Session } from './facts.ts';

/**
 * The facts that exist at an instant (epoch ms), and those known in advance. Sessions planned then are moved past
 * `plannedUntil`, so that they stay planned while time is played forward to that day.
 */
export function knownFacts(facts: Facts, calendar: Calendar, now: number, plannedUntil: Day): Facts {
  const today = dayOfInstant(now, calendar.zone);
  const byToday = ({ on }: { readonly on: Day }) => on <= today;
  return {
    ...facts,
    dates: keptOf(facts.dates, (day, name) => day <= today || isKnownInAdvance(facts, name) || name === facts.pinnedOn),
    flags: flagsToday(facts.flags, today),
    sessions: mapped(facts.sessions, (sessions) => sessions.map((each) => stayingPlanned(each, today, plannedUntil))),
    mocks: mapped(facts.mocks, (mocks) => mocks.filter(({ at }) => at <= now)),
    attempts: attemptsUntil(facts.attempts, now, today),
    progress: facts.progress.filter(byToday),
    progressIn: mapped(facts.progressIn, (measured) => measured.filter(byToday)),
    qbank: facts.qbank.filter(byToday),
    relief: mapped(facts.relief, (relief) => grantedBy(relief, today)),
    outerRelief: facts.outerRelief && mapped(facts.outerRelief, (relief) => grantedBy(relief, today)),
    parts: mapped(facts.parts, (parts) =>
      parts.map((part) => ({ ...part, facts: knownFacts(part.facts, calendar, now, plannedUntil) })),
    ),
    baselines: facts.baselines.filter(byToday),
    activityDays: facts.activityDays.filter((day) => day <= today),
    remediesTaken: facts.remediesTaken.filter(({ on }) => on === undefined || on <= today),
    claimsApprovedOn: facts.claimsApprovedOn.filter((day) => day <= today),
    claim: facts.claim && facts.claim.receivedAt <= now ? facts.claim : undefined,
    failedOn: facts.failedOn.filter((day) => day <= today),
  };
}

/** A session that is planned now, or whose record is still to come, moved so that it stays planned. */
function stayingPlanned(session: Session, today: Day, plannedUntil: Day): Session {
  const isPlanned = session.on > today || (session.on === today && session.present === undefined);
  if (isPlanned)
    return { ...session, on: Math.max(session.on, plannedUntil + 1), present: undefined, makeup: undefined };
  return session.makeup && session.makeup.on > today ? { ...session, makeup: undefined } : session;
}

/** A value that changes later stays what it is now. */
function flagsToday(flags: ReadonlyMap<string, FlagValue>, today: Day): Map<string, FlagValue> {
  const known = new Map<string, FlagValue>();
  for (const [name, { value, since }] of flags) {
    const now = since && since.from > today ? since.before : value;
    if (now !== undefined) known.set(name, { value: now, since: undefined });
  }
  return known;
}

function grantedBy({ waivedFrom, extensions }: Relief, today: Day): Relief {
  return {
    waivedFrom: waivedFrom !== undefined && waivedFrom <= today ? waivedFrom : undefined,
    extensions: extensions.filter(({ grantedOn }) => grantedOn <= today),
  };
}

function keptOf<K, V>(map: ReadonlyMap<K, V>, isKept: (value: V, key: K) => boolean): Map<K, V> {
  return new Map([...map].filter(([key, value]) => isKept(value, key)));
}

function mapped<K, V, W>(map: ReadonlyMap<K, V>, change: (value: V) => W): Map<K, W> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
