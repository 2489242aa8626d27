// Telling students of their entitlements by notice and mail: at once, or by the job after a crash, and once either way.

import type { Entitlement } from '../../domain/retakes/entitlement.ts';
import { aboutRetake, retakeNewsOf } from '../../domain/retakes/news.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Notices } from './notices.ts';

interface Needs {
  readonly notices: Pick<Notices, 'tell'>;
  readonly people: Pick<PersonStore, 'find'>;
  readonly courses: Pick<CourseStore, 'find'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const dayMs = 86_400_000;

/** What is older than this is news to nobody: the job must not tell of what was granted before it could. */
const freshMs = 7 * dayMs;
const shownMs = 30 * dayMs;

export type RetakeTelling = ReturnType<typeof retakeTelling>;

export function retakeTelling({ notices, people, courses, surroundings }: Needs) {
  async function tell(of: Entitlement): Promise<void> {
    const news = retakeNewsOf(of);
    if (!news || surroundings.now() - news.at > freshMs) return;
    const { organizationId, platformId, courseId, personId } = of;
    const [person, course] = await Promise.all([people.find(personId), courses.find(courseId, platformId)]);
    if (!person) return;
    await notices.tell({
      organizationId,
      platformId,
      courseId,
      personId,
      key: news.key,
      about: aboutRetake(of),
      kind: 'retakes',
      title: `${news.title}.`,
      text: news.text,
      leadsTo: 'retakes',
      until: news.at + shownMs,
      mail: {
        subject: `${news.title}${course ? `, ${course.title}` : ''}`,
        greeting: `Hello ${person.givenName ?? person.name},`,
        paragraphs: [`${news.title}.`, news.text],
        lists: [],
      },
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
