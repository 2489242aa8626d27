// Backfilling: what an earlier version stored gets what this one expects, page by page, going on wherever it was interrupted.

import { closedStates } from '../domain/exam/attempt.ts';
import type { AttemptStore, AttemptSummary } from '../stores/attempt-store.ts';
import type { BackfillStore } from '../stores/backfill-store.ts';
import type { ClaimStore } from '../stores/guarantee/claim-store.ts';
import type { PersonStore } from '../stores/person-store.ts';
import type { MockEvidenceService } from './guarantee/mock-evidence.ts';
import type { Surroundings } from './surroundings.ts';

interface Needs {
  readonly backfills: BackfillStore;
  readonly people: Pick<PersonStore, 'keyAddresses'>;
  readonly attempts: Pick<AttemptStore, 'walk' | 'find'>;
  readonly claims: Pick<ClaimStore, 'keyOpen'>;
  readonly mockEvidence: MockEvidenceService;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

/** One page looked after. */
interface Walked {
  readonly units: number;
  /** The last id of the page; null when nothing comes after it. */
  readonly last: string | null;
}

const leaseMs = 2 * 60_000;
const peopleAtOnce = 500;
const attemptsAtOnce = 100;
const claimsAtOnce = 500;

export type Backfilling = ReturnType<typeof backfillingService>;

export function backfillingService({ backfills, people, attempts, claims, mockEvidence, surroundings }: Needs) {
  /** A mock exam that was scored before files kept mock exams; whether it was not there. */
  async function noteMock({ id, state, isPreview, scoreVersion }: AttemptSummary): Promise<boolean> {
    if (isPreview || scoreVersion === 0 || !closedStates.includes(state)) return false;
    const attempt = await attempts.find(id);
    if (!attempt) return false;
    const isNews = await mockEvidence.note(attempt);
    // Voided between reading and noting: its own duty found nothing to void then.
    const now = await attempts.find(id);
    if (now?.state === 'voided') await mockEvidence.note(now);
    return isNews;
  }

  async function mocks(after: string): Promise<Walked> {
    const page = await attempts.walk(after, attemptsAtOnce);
    let units = 0;
    for (const attempt of page) {
      if (await noteMock(attempt)) units += 1;
      await surroundings.breathe();
    }
    return { units, last: page.length < attemptsAtOnce ? null : page.at(-1)!.id };
  }

  const walks: Readonly<Record<string, (after: string) => Promise<Walked>>> = {
    addresses: (after) => people.keyAddresses(after, peopleAtOnce),
    'mock exams': mocks,
    'open claims': (after) => claims.keyOpen(after, claimsAtOnce),
  };
  /** Walks that are known to be over, so that the job asks nobody any more. */
  const over = new Set<string>();

  async function nextPage(name: string, walk: (after: string) => Promise<Walked>): Promise<number> {
    const claimed = await backfills.claim(name, surroundings.now(), leaseMs);
    if (!claimed) {
      if ((await backfills.find(name))?.doneAt != null) over.add(name);
      return 0;
    }
    const { units, last } = await walk(claimed.after);
    await backfills.settle(claimed, last, surroundings.now());
    return units;
  }

  return {
    /**
     * The next page of everything that is not filled in yet; answers how many records were looked after. What is there already stays
     * as it is, so that a page done twice, after a crash or by two processes, changes nothing more.
     */
    async fillNext(): Promise<number> {
      let units = 0;
      for (const [name, walk] of Object.entries(walks)) if (!over.has(name)) units += await nextPage(name, walk);
      return units;
    },
  };
}
