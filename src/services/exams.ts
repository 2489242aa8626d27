// Exams in a course: choosing one for a link, its settings, and the people with time accommodations.

import { questionCount, type Blueprint } from '../domain/exam/blueprint.ts';
import { examSettingsSchema, type Accommodation, type Exam, type ExamSettings } from '../domain/exam/exam.ts';
import { feasibility } from '../domain/exam/assembly.ts';
import { summaryOf } from '../domain/exam/selection.ts';
import type { Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { BlueprintStore } from '../stores/blueprint-store.ts';
import type { CourseStore } from '../stores/course-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { LinkStore } from '../stores/link-store.ts';
import type { PersonStore } from '../stores/person-store.ts';
import type { Audit } from './audit.ts';
import type { ItemBank } from './item-bank.ts';
import type { Retiming } from './retiming.ts';
import { demand, found, type Surroundings } from './surroundings.ts';

/** A blueprint as the chooser offers it: with what keeps it from being used, if anything does. */
export interface Offer {
  readonly blueprint: Blueprint;
  readonly questions: number;
  /** "Anesthesia: 4 needed, 3 in the bank for 2026"; empty when it can be built. */
  readonly shortages: readonly string[];
}

export interface ExamInCourse {
  readonly exam: Exam;
  readonly questions: number;
  readonly openAttempts: number;
  /** Attempts handed in that count. */
  readonly closedAttempts: number;
  readonly isChosenHere: boolean;
}

export interface AccommodatedPerson {
  readonly personId: string;
  readonly name: string;
  readonly accommodation: Accommodation | null;
  readonly setByName: string | null;
  /** Limit in milliseconds that this person would have at each exam, by exam id. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Settings with which a blueprint starts; the instructor changes what differs. */
export function settingsFor(blueprint: Blueprint, title = blueprint.title): ExamSettings {
  return {
    title,
    blueprintId: blueprint.id,
    allowedMinutes: blueprint.allowedMinutes,
    graceSeconds: 30,
    window: { opensAt: null, closesAt: null, policy: 'startBy' },
    attemptsAllowed: 3,
    cooldownMinutes: 0,
    review: 'full',
    attemptPolicy: 'best',
    accessCode: null,
    countsAs: blueprint.countsAs,
    passVariant: 'blueprint',
  };
}

const byTitle = (a: Exam, b: Exam): number =>
  a.settings.title.localeCompare(b.settings.title, 'en-US', { numeric: true });

interface Needs {
  readonly exams: ExamStore;
  readonly blueprints: BlueprintStore;
  readonly links: LinkStore;
  readonly attempts: AttemptStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly accommodations: AccommodationStore;
  readonly bank: ItemBank;
  readonly audit: Audit;
  readonly retiming: Retiming;
  readonly surroundings: Surroundings;
}

export type Exams = ReturnType<typeof examsService>;

export function examsService(needs: Needs) {
  const { exams, blueprints, links, attempts, courses, people, accommodations, bank, audit, surroundings } = needs;

  async function blueprintOf(visitor: Visitor, id: string): Promise<Blueprint> {
    const all = await blueprints.all(visitor.organizationId);
    return found(
      all.find((blueprint) => blueprint.id === id),
      'blueprint',
    );
  }

  async function offerOf(visitor: Visitor, blueprint: Blueprint): Promise<Offer> {
    const items = (await bank.pool(visitor.organizationId)).map(summaryOf);
    const shortages = feasibility(blueprint, items).map((shortage) => shortage.words);
    return { blueprint, questions: questionCount(blueprint), shortages };
  }

  async function get(visitor: Visitor, examId: string): Promise<Exam> {
    return found(await exams.find(examId, visitor.courseId), 'exam');
  }

  async function create(visitor: Visitor, blueprintId: string, given?: ExamSettings): Promise<Exam> {
    demand(visitor, 'change exam settings');
    const blueprint = await blueprintOf(visitor, blueprintId);
    const { shortages } = await offerOf(visitor, blueprint);
    if (shortages.length > 0)
      throw new Refusal('invalid', `The item bank is too small for ${blueprint.title}: ${shortages.join('; ')}.`);
    const exam: Exam = {
      id: surroundings.newId(),
      organizationId: visitor.organizationId,
      platformId: visitor.platformId,
      courseId: visitor.courseId,
      version: 1,
      settings: given ?? settingsFor(blueprint),
    };
    await exams.insert(exam, visitor.personId, surroundings.now());
    await audit.note(visitor, { act: 'exam created', subjectId: exam.id, reason: '', detail: { blueprintId } });
    return exam;
  }

  return {
    get,
    create,

    /** What can be built in this organization, and what each blueprint lacks. */
    async offers(visitor: Visitor): Promise<Offer[]> {
      demand(visitor, 'change exam settings');
      const all = await blueprints.all(visitor.organizationId);
      return Promise.all(all.map((blueprint) => offerOf(visitor, blueprint)));
    },

    /** The exams of the course by title, "Mock 2" before "Mock 10", with how many people have an attempt open. */
    async list(visitor: Visitor): Promise<ExamInCourse[]> {
      demand(visitor, 'see results');
      const link = visitor.linkId ? await links.find(visitor.linkId, visitor.courseId) : null;
      const all = await exams.ofCourse(visitor.courseId);
      return Promise.all(
        all.toSorted(byTitle).map(async (exam) => ({
          exam,
          questions: questionCount(await blueprintOf(visitor, exam.settings.blueprintId)),
          openAttempts: await attempts.countOpen(exam.courseId, exam.id),
          closedAttempts: await attempts.countClosed(exam.courseId, exam.id),
          isChosenHere: link?.examId === exam.id,
        })),
      );
    },

    /** The exam that the visitor's link leads to, or null when none has been chosen. */
    async ofLink(visitor: Visitor): Promise<Exam | null> {
      if (!visitor.linkId) return null;
      const link = await links.find(visitor.linkId, visitor.courseId);
      return link?.examId ? exams.find(link.examId, visitor.courseId) : null;
    },

    /** Puts an exam of this course, or a new one from a blueprint, behind the visitor's link. */
    async choose(visitor: Visitor, choice: { examId: string } | { blueprintId: string }): Promise<Exam> {
      demand(visitor, 'change exam settings');
      const linkId = found(visitor.linkId, 'activity');
      const exam = 'examId' in choice ? await get(visitor, choice.examId) : await create(visitor, choice.blueprintId);
      found((await links.choose(linkId, visitor.courseId, exam.id)) ? true : null, 'activity');
      await audit.note(visitor, { act: 'exam chosen', subjectId: exam.id, reason: '', detail: { linkId } });
      return exam;
    },

    /**
     * Changes settings for future attempts; attempts under way keep theirs. `version` is what the form was opened with.
     * @throws Refusal already-done when somebody else changed them meanwhile
     */
    async change(visitor: Visitor, examId: string, version: number, settings: ExamSettings): Promise<Exam> {
      demand(visitor, 'change exam settings');
      const exam = await get(visitor, examId);
      await blueprintOf(visitor, settings.blueprintId);
      const checked = examSettingsSchema.parse(settings);
      const isChanged =
        exam.version === version && (await exams.change(exam, checked, visitor.personId, surroundings.now()));
      if (!isChanged)
        throw new Refusal(
          'already-done',
          'Somebody else changed these settings meanwhile. Your entries are below; compare and save again.',
        );
      await audit.note(visitor, {
        act: 'exam settings changed',
        subjectId: examId,
        reason: '',
        detail: { before: exam.settings, after: checked },
      });
      return get(visitor, examId);
    },

    /** Everybody in the course with their time accommodation and what it makes of each exam's limit. */
    async accommodationsOf(visitor: Visitor): Promise<AccommodatedPerson[]> {
      demand(visitor, 'set accommodations');
      const known: Awaited<ReturnType<typeof people.findAll>> = [];
      const set = new Map<string, Accommodation>();
      for (let skip = 0; ; skip += 500) {
        const page = (await courses.enrolled(visitor.courseId, 'learner', skip)).map((entry) => entry.personId);
        known.push(...(await people.findAll(page)));
        for (const entry of await accommodations.findAll(page)) set.set(entry.id, entry);
        if (page.length < 500) break;
      }
      const all = await exams.ofCourse(visitor.courseId);
      const setters = await people.findAll([...new Set([...set.values()].map((entry) => entry.setBy))]);
      return known
        .map((person) => {
          const accommodation = set.get(person.id) ?? null;
          const setByName = setters.find((setter) => setter.id === accommodation?.setBy)?.name ?? null;
          const limits = Object.fromEntries(
            all.map((exam) => [exam.id, needs.retiming.limitOf(exam.settings.allowedMinutes, accommodation)]),
          );
          return { personId: person.id, name: person.name, accommodation, setByName, limits };
        })
        .sort((a, b) => a.name.localeCompare(b.name));
    },

    /** Sets what a person gets from now on, for every exam; attempts under way get their new limit at once. */
    async accommodate(
      visitor: Visitor,
      personId: string,
      given: { factor: number; extraMinutes: number; reason: string },
    ): Promise<void> {
      demand(visitor, 'set accommodations');
      found(await courses.enrollment(visitor.courseId, personId), 'student');
      const accommodation = { ...given, setBy: visitor.personId, setAt: surroundings.now() };
      await accommodations.set(personId, visitor.platformId, accommodation);
      await audit.note(visitor, { act: 'accommodation set', subjectId: personId, reason: given.reason, detail: given });
      await needs.retiming.retimeOpen(visitor, personId, accommodation);
    },
  };
}
