// A student's exam for view tests: the sample bank's questions, a form drawn by the product's own assembly, answers by a fixed seed.

import { readItemBank, type BankItem } from '../../../fixtures/item-bank/read-item-bank.ts';
import { assemble } from '../../../src/domain/exam/assembly.ts';
import { orderNumber, type Answer, type Attempt } from '../../../src/domain/exam/attempt.ts';
import type { Blueprint } from '../../../src/domain/exam/blueprint.ts';
import { preparedTiming, remainingMs, startTiming, wouldCloseAt } from '../../../src/domain/exam/deadline.ts';
import type { Exam, ExamSettings } from '../../../src/domain/exam/exam.ts';
import type { Form } from '../../../src/domain/exam/form.ts';
import type { ItemVersion } from '../../../src/domain/exam/item.ts';
import { cpcDemo, passRuleOf } from '../../../src/domain/exam/presets.ts';
import { readinessOf } from '../../../src/domain/exam/readiness.ts';
import { breakdown, pacing, sectionBars, trend } from '../../../src/domain/exam/results.ts';
import { score } from '../../../src/domain/exam/scoring.ts';
import { shufflerOf } from '../../../src/domain/exam/shuffle.ts';
import { seedSectionOf } from '../../../src/domain/exam/taxonomy.ts';
import { areas, evidenceOf } from '../../../src/domain/exam/weak-areas.ts';
import type { Page } from '../../../src/http/page.ts';
import type { Briefing, PastAttempt } from '../../../src/services/briefing.ts';
import type { PaperSlot } from '../../../src/services/papers.ts';
import type { GradeStatus } from '../../../src/services/passback.ts';
import type { Result, ReviewSlot } from '../../../src/services/results.ts';
import type { Room } from '../../../src/services/sitting.ts';

/** Mon 23 Nov 2026, 12:03:22 in Chicago. */
export const noon = Date.UTC(2026, 10, 23, 18, 3, 22);
export const zone = 'America/Chicago';
const minute = 60_000;

export const page: Page = {
  title: 'Mock CPC exam 2',
  courseTitle: 'CPC preparation, fall 2026',
  personName: 'Ana Álvarez',
  roleWords: 'student',
  tabs: [
    { href: '/s/l1/', label: 'Exam', isCurrent: true, count: '' },
    { href: '/s/l1/results', label: 'Results', isCurrent: false, count: '' },
  ],
  zoneWords: 'Times are Chicago time, your own setting.',
  guessesZone: false,
  helpWords: 'Lakeshore Coding School, help: (312) 555-0148.',
  csrf: 'csrf-token',
  nonce: 'nonce',
  base: '/s/l1',
};

export const sent: GradeStatus = {
  rowId: 'row',
  state: 'sent',
  scoreGiven: 76.4,
  attemptId: 'a2',
  sentAt: noon + 161 * minute,
  nextAt: null,
  problem: null,
};

/** The exam's settings in a course, with what differs. */
export function anExam(differing: Partial<ExamSettings> = {}): Exam {
  return {
    id: 'exam-2',
    organizationId: 'o1',
    platformId: 'p1',
    courseId: 'c1',
    version: 1,
    settings: {
      title: 'Mock CPC exam 2',
      blueprintId: cpcDemo.id,
      allowedMinutes: 25,
      graceSeconds: 30,
      window: { opensAt: null, closesAt: Date.UTC(2026, 10, 30, 5, 59), policy: 'startBy' },
      attemptsAllowed: 3,
      cooldownMinutes: 0,
      review: 'full',
      attemptPolicy: 'best',
      accessCode: null,
      countsAs: 'mock',
      passVariant: 'blueprint',
      ...differing,
    },
  };
}

const bank = readItemBank();

/** The sample bank as item versions. */
export const items: ReadonlyMap<string, ItemVersion> = new Map(
  bank.map((item) => [`${item.id}:1`, versionOf(item)] as const),
);

/** A form of a blueprint. */
export function aForm(blueprint: Blueprint, seed = 5): Form {
  const summaries = [...items.values()].map((version) => ({
    versionId: version.id,
    itemId: version.item,
    places: version.places,
    edition: version.edition,
    enemies: version.enemies,
    difficulty: version.content.difficulty,
    options: version.content.kind === 'choice' ? version.content.options : [],
    fixedOrder: version.content.kind === 'choice' && version.content.fixedOrder,
  }));
  const drawn = assemble({ blueprint, items: summaries, history: new Map(), seed });
  if (drawn.kind === 'shortages') throw new Error(drawn.shortages.map((shortage) => shortage.words).join('; '));
  return { id: `form-${seed}`, organizationId: 'o1', ...drawn.form };
}

/** Answers to the first `answered` questions of a form, right about as often as `rightInTen` of ten. */
export function answersTo(form: Form, answered: number, rightInTen: number): Record<string, Answer> {
  const dice = shufflerOf(11)(Array.from({ length: 10 }, (_, index) => index));
  return Object.fromEntries(
    form.slots.slice(0, answered).map((slot, index) => {
      const { content } = items.get(slot.itemVersion)!;
      const isRight = dice[index % 10]! < rightInTen;
      const wrong = slot.optionOrder.find((id) => !content.key.includes(id)) ?? '';
      const answer: Answer = {
        q: orderNumber(1, index + 1),
        v: isRight ? content.key : [wrong],
        flagged: index % 7 === 3,
        struck: index % 5 === 2 ? slot.optionOrder.filter((id) => !content.key.includes(id)).slice(1, 2) : [],
        note: index % 7 === 3 ? 'check the Excludes1 note' : '',
        spentMs: 20_000 + ((index * 37_000) % 160_000),
      };
      return [slot.slot, answer];
    }),
  );
}

/** A running attempt, started ten minutes ago unless something else is given. */
export function anAttempt(form: Form, exam: Exam, differing: Partial<Attempt> = {}): Attempt {
  const startedAt = noon - 10 * minute;
  return {
    id: 'a2',
    organizationId: 'o1',
    platformId: 'p1',
    courseId: 'c1',
    personId: 'ana',
    examId: exam.id,
    examVersion: 1,
    formId: form.id,
    number: 2,
    isPreview: false,
    guarantee: null,
    state: 'in_progress',
    timing: startTiming(exam.settings, null, startedAt),
    slotCount: form.slots.length,
    epoch: 1,
    tab: null,
    answers: answersTo(form, 12, 7),
    late: [],
    savedAt: noon - 3000,
    end: null,
    voided: null,
    scoreVersion: 0,
    outbox: [],
    rev: 1,
    createdAt: startedAt,
    ...differing,
  } as Attempt;
}

/** The open room of an attempt. */
export function aRoom(form: Form = aForm(cpcDemo), exam: Exam = anExam(), differing: Partial<Attempt> = {}): Room {
  const attempt = anAttempt(form, exam, differing);
  return { attempt, exam, paper: paperOf(form), remainingMs: remainingMs(attempt.timing, noon) };
}

/** What a student may know before the start. */
export function aBriefing(differing: Partial<Briefing> = {}, exam: Exam = anExam()): Briefing {
  return {
    exam,
    blueprint: cpcDemo,
    questions: 20,
    passRule: passRuleOf(cpcDemo, exam.settings.passVariant),
    accommodation: null,
    outlook: wouldCloseAt(exam.settings, differing.accommodation ?? null, noon),
    availability: { kind: 'may start', words: 'You can start now.', nextAt: null },
    open: null,
    attemptsLeft: 2,
    isPreview: false,
    guarantee: null,
    history: [aPast(1, 6)],
    grade: sent,
    now: noon,
    ...differing,
  };
}

/** An attempt that has ended and been scored. */
export function aPast(number: number, rightInTen: number, blueprint: Blueprint = cpcDemo): PastAttempt {
  const form = aForm(blueprint, number);
  const exam = anExam();
  const startedAt = noon - (10 - number) * 24 * 60 * minute;
  const attempt = anAttempt(form, exam, {
    id: `a${number}`,
    number,
    state: 'graded',
    answers: answersTo(form, form.slots.length - (number === 2 ? 1 : 0), rightInTen),
    timing: startTiming(exam.settings, null, startedAt),
    end: { by: 'user', at: startedAt + 21 * minute, receipt: '7Q4K-M2XD', digest: 'd' },
    scoreVersion: 1,
    createdAt: startedAt,
  });
  const of = { attemptId: attempt.id, version: 1, scoredAt: startedAt + 21 * minute };
  return { attempt, score: score(form, items, attempt.answers, passRuleOf(blueprint, 'blueprint'), of) };
}

/** The result of the second of two attempts, computed by the product's own functions. */
export function aResult(rightInTen = 8, differing: Partial<Result> = {}, blueprint: Blueprint = cpcDemo): Result {
  const [first, second] = [aPast(1, 6, blueprint), aPast(2, rightInTen, blueprint)];
  const form = aForm(blueprint, 2);
  const passRule = passRuleOf(blueprint, 'blueprint');
  const marked = second.score!;
  const evidence = [first, second].flatMap((past) =>
    evidenceOf(aForm(blueprint, past.attempt.number), past.score!, items, blueprint.taxonomy, past.attempt.end!.at),
  );
  const known = areas({ taxonomy: blueprint.taxonomy, evidence, now: noon, target: 0.8 });
  return {
    attempt: second.attempt,
    exam: anExam(),
    blueprint,
    passRule,
    score: marked,
    sections: sectionBars(marked, passRule),
    subtopics: breakdown(form, marked, items, 'subtopic'),
    topics: breakdown(form, marked, items, 'topic'),
    pacing: pacing(form, second.attempt.answers, second.attempt.timing.limitMs),
    areas: known,
    readiness: readinessOf(blueprint, passRule, new Map(known.map((area) => [area.leaf, area.level]))),
    basis: { attempts: 2, answers: evidence.length },
    trend: trend(
      [first, second].map((past) => ({
        attemptId: past.attempt.id,
        number: past.attempt.number,
        at: past.attempt.end!.at,
        score: past.score!,
      })),
    ),
    grade: sent,
    release: { level: 'full', words: '', fullAt: null },
    now: noon,
    ...differing,
  };
}

/** The released review of an ended attempt. */
export function aReview(level: 'missed' | 'full' = 'full', past: PastAttempt = aPast(2, 8), seed = 2) {
  const form = aForm(cpcDemo, seed);
  const slots = form.slots.map((slot, index): ReviewSlot => {
    const { content } = items.get(slot.itemVersion)!;
    const answer = past.attempt.answers[slot.slot];
    const options = slot.optionOrder.flatMap((id) =>
      content.kind === 'choice'
        ? content.options
            .filter((option) => option.id === id)
            .map((option) => ({
              ...option,
              isKey: content.key.includes(id),
              isChosen: answer?.v.includes(id) ?? false,
            }))
        : [],
    );
    return {
      slot: slot.slot,
      number: index + 1,
      sectionTitle: slot.section,
      topic: content.topic,
      isRight: past.score!.slots[slot.slot]!.isRight,
      isAnswered: (answer?.v.length ?? 0) > 0,
      spentMs: answer?.spentMs ?? 0,
      flagged: answer?.flagged ?? false,
      note: answer?.note ?? '',
      question:
        level === 'full'
          ? {
              stem: content.stem,
              record: content.record,
              options,
              typed: [],
              keyCodes: [],
              rationale: content.rationale,
              citation: content.citation,
            }
          : null,
    };
  });
  return {
    exam: anExam(),
    attempt: past.attempt,
    release: {
      level,
      words: level === 'full' ? '' : 'Your instructor shows which questions you missed.',
      fullAt: null,
    },
    slots,
  };
}

/** A prepared attempt: the paper is drawn, the clock has not started. */
export function aPrepared(): Attempt {
  const exam = anExam();
  return anAttempt(aForm(cpcDemo), exam, {
    state: 'prepared',
    timing: preparedTiming(exam.settings, null),
    answers: {},
  });
}

function versionOf(item: BankItem): ItemVersion {
  const { stem, record, rationale, citation, topic, difficulty } = item;
  return {
    id: `${item.id}:1`,
    item: item.id,
    version: 1,
    organizationId: 'o1',
    places: { aapc: item.leaf, seed: seedSectionOf(item.leaf), subtopic: item.subtopic },
    edition: '2026',
    enemies: [],
    content: {
      kind: 'choice',
      stem,
      record,
      rationale,
      citation,
      topic,
      difficulty,
      options: item.options.map((option) => ({ ...option, pinned: false })),
      key: [item.key],
      fixedOrder: item.pinned,
    },
  };
}

function paperOf(form: Form): Room['paper'] {
  const titles = new Map(form.sections.map((section) => [section.id, section.title]));
  return {
    sections: form.sections.map(({ id, title }) => ({ id, title })),
    slots: form.slots.map((slot, index): PaperSlot => {
      const { content } = items.get(slot.itemVersion)!;
      const texts = new Map(content.kind === 'choice' ? content.options.map((option) => [option.id, option.text]) : []);
      return {
        slot: slot.slot,
        number: index + 1,
        section: slot.section,
        sectionTitle: titles.get(slot.section) ?? '',
        kind: content.kind,
        pick: content.key.length,
        stem: content.stem,
        record: content.record,
        options: slot.optionOrder.map((id) => ({ id, text: texts.get(id) ?? '' })),
      };
    }),
  };
}
