// Telling students of their entitlements by notice and mail: at once, or by the job after a crash, and once either way.

import type { Entitlement } from '../../domain/retakes/entitlement.ts';
import { aboutRetake, retakeNewsOf } from '../../domain/retakes/news.ts';
import type { Surroundings } from '../surroundings.ts';
import { tellStudent, type StudentNewsNeeds } from './student-news.ts';

interface Needs extends StudentNewsNeeds {
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const dayMs = 86_400_000;

/** What is older than this is news to nobody: the job must not tell of what was granted before it could. */
const freshMs = 7 * dayMs;
const shownMs = 30 * dayMs;

export type RetakeTelling = ReturnType<typeof retakeTelling>;

export function retakeTelling({ surroundings, ...needs }: Needs) {
  async function tell(of: Entitlement): Promise<void> {
    const news = retakeNewsOf(of);
    if (!news || surroundings.now() - news.at > freshMs) return;
    await tellStudent(needs, of, {
      key: news.key,
      about: aboutRetake(of),
      kind: 'retakes',
      title: news.title,
      text: news.text,
      leadsTo: 'retakes',
      until: news.at + shownMs,
    });
  }

  return {
    /** Tells what the entitlement, as it was read, is news of; asking again tells nothing more. */
    tell,

    /** Tells it now if that goes. What fails here fails nobody's grant: the job that looks at changed entitlements tells it. */
    async soon(of: Entitlement): Promise<void> {
      try {
        await tell(of);
      } catch {
        return;
      }
    },
  };
}
