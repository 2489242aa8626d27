// Results: what an ended attempt came to, what it says about the way so far, and its review as far as it is released.

import { closedStates, type Answer, type Attempt } from '../domain/exam/attempt.ts';
import type { Blueprint, PassCondition } from '../domain/exam/blueprint.ts';
import type { Exam } from '../domain/exam/exam.ts';
import type { CaseRecord, ItemContent } from '../domain/exam/item.ts';
import { passRuleOf } from '../domain/exam/presets.ts';
import { readinessOf, type Readiness } from '../domain/exam/readiness.ts';
import {
  breakdown,
  pacing,
  sectionBars,
  trend,
  type BreakdownRow,
  type Pacing,
  type SectionBar,
  type TrendPoint,
} from '../domain/exam/results.ts';
import type { Score, SlotScore } from '../domain/exam/score.ts';
import { areas, evidenceOf, type Area, type Evidence } from '../domain/exam/weak-areas.ts';
import type { Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { ScoreStore } from '../stores/score-store.ts';
import type { Papers } from './papers.ts';
import type { GradeStatus, Passback } from './passback.ts';
import type { Sitting } from './sitting.ts';
import { found, type Surroundings } from './surroundings.ts';

/** What the review of an attempt may show now, and if less than everything, why. */
export type Release = {
  readonly level: 'score' | 'missed' | 'full';
  readonly words: string;
  readonly fullAt: number | null;
};

export interface Result {
  readonly attempt: Attempt;
  readonly exam: Exam;
  readonly blueprint: Blueprint;
  readonly passRule: readonly PassCondition[];
  /** Null for the moment between handing in and scoring, and never for long. */
  readonly score: Score | null;
  readonly sections: readonly SectionBar[];
  readonly subtopics: readonly BreakdownRow[];
  readonly topics: readonly BreakdownRow[];
  readonly pacing: Pacing;
  /** The person's weak areas over all attempts, most rewarding first. */
  readonly areas: readonly Area[];
  readonly readiness: Readiness | null;
  /** How many attempts and answers areas and readiness rest on. */
  readonly basis: { readonly attempts: number; readonly answers: number };
  readonly trend: readonly TrendPoint[];
  readonly grade: GradeStatus;
  readonly release: Release;
  readonly now: number;
}

/** One question in the review; what is not released is null. */
export interface ReviewSlot {
  readonly slot: string;
  readonly number: number;
  readonly sectionTitle: string;
  readonly topic: string;
  readonly isRight: boolean;
  readonly isAnswered: boolean;
  readonly spentMs: number;
  readonly flagged: boolean;
  readonly note: string;
  readonly question: {
    readonly stem: string;
    readonly record: CaseRecord | null;
    readonly options: readonly {
      readonly id: string;
      readonly text: string;
      readonly why: string;
      readonly isKey: boolean;
      readonly isChosen: boolean;
    }[];
    readonly typed: readonly string[];
    readonly keyCodes: readonly string[];
    readonly rationale: string;
    readonly citation: ItemContent['citation'];
  } | null;
}

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly scores: ScoreStore;
  readonly papers: Papers;
  readonly sitting: Sitting;
  readonly passback: Passback;
  readonly surroundings: Surroundings;
}

/** The share of the exam at which booking the real one is advised, and the level that weak areas are measured by. */
const targetLevel = 0.8;

export type Results = ReturnType<typeof resultsService>;

export function resultsService(needs: Needs) {
  const { attempts, exams, scores, papers, sitting, passback, surroundings } = needs;

  async function ended(visitor: Visitor, attemptId: string): Promise<Attempt> {
    const attempt = await sitting.own(visitor, attemptId);
    if (!closedStates.includes(attempt.state) && attempt.state !== 'voided')
      throw new Refusal('too-late', 'This attempt is still under way. Its result is here when it has ended.');
    return attempt;
  }

  const scoreOf = (attempt: Attempt): Promise<Score | null> =>
    attempt.scoreVersion > 0 ? scores.find(attempt.id, attempt.scoreVersion) : Promise.resolve(null);

  /** All closed attempts of the person on this platform as evidence, in the blueprint's taxonomy. */
  async function evidenceAbout(
    visitor: Visitor,
    blueprint: Blueprint,
  ): Promise<{ evidence: Evidence[]; attempts: number }> {
    const mine = (await attempts.closedOfPerson(visitor.platformId, visitor.personId)).filter(
      (attempt) => attempt.scoreVersion > 0,
    );
    const marks = new Map((await scores.findAll(mine)).map((score) => [score.attemptId, score]));
    const evidence: Evidence[] = [];
    for (const attempt of mine) {
      const mark = marks.get(attempt.id);
      if (!mark || !attempt.end) continue;
      const form = await papers.form(attempt.formId);
      evidence.push(...evidenceOf(form, mark, await papers.versionsOf(form), blueprint.taxonomy, attempt.end.at));
    }
    return { evidence, attempts: mine.length };
  }

  async function wayOf(visitor: Visitor, exam: Exam, isPreview: boolean): Promise<TrendPoint[]> {
    const { platformId, personId } = visitor;
    const mine = (await attempts.ofPerson({ platformId, personId, examId: exam.id }, isPreview)).filter(
      (attempt) => closedStates.includes(attempt.state) && attempt.scoreVersion > 0,
    );
    const marks = new Map((await scores.findAll(mine)).map((score) => [score.attemptId, score]));
    return trend(
      mine.flatMap((attempt) => {
        const score = marks.get(attempt.id);
        return score && attempt.end
          ? [{ attemptId: attempt.id, number: attempt.number, at: attempt.end.at, score }]
          : [];
      }),
    );
  }

  return {
    /**
     * The result of the visitor's own attempt.
     * @throws Refusal not-found for anybody else's · too-late while it is under way
     */
    async of(visitor: Visitor, attemptId: string): Promise<Result> {
      const attempt = await ended(visitor, attemptId);
      const [sat, today, form] = await Promise.all([
        sitting.examOf(attempt),
        exams.find(attempt.examId, attempt.courseId),
        papers.form(attempt.formId),
      ]);
      const exam = found(today, 'exam');
      const [blueprint, items, score] = await Promise.all([
        papers.blueprintOf(form),
        papers.versionsOf(form),
        scoreOf(attempt),
      ]);
      const passRule = passRuleOf(blueprint, sat.settings.passVariant);
      const now = surroundings.now();
      const [known, way, grade] = await Promise.all([
        evidenceAbout(visitor, blueprint),
        wayOf(visitor, exam, attempt.isPreview),
        passback.statusOf(exam, attempt.personId),
      ]);
      const shares = sharesOf(blueprint);
      const weak = areas({ taxonomy: blueprint.taxonomy, evidence: known.evidence, now, target: targetLevel, shares });
      const levels = new Map(weak.filter((area) => area.answered > 0).map((area) => [area.leaf, area.level]));
      return {
        attempt,
        exam: { ...exam, settings: { ...exam.settings, passVariant: sat.settings.passVariant } },
        blueprint,
        passRule,
        score,
        sections: score ? sectionBars(score, passRule) : [],
        subtopics: score ? breakdown(form, score, items, 'subtopic') : [],
        topics: score ? breakdown(form, score, items, 'topic') : [],
        pacing: pacing(form, attempt.answers, attempt.timing.limitMs),
        areas: weak.filter((area) => shares.has(area.leaf)),
        readiness: levels.size > 0 ? readinessOf(blueprint, passRule, levels) : null,
        basis: { attempts: known.attempts, answers: known.evidence.length },
        trend: way,
        grade,
        release: releaseOf(exam, now),
        now,
      };
    },

    /**
     * The questions of the visitor's own attempt, as far as the exam releases them.
     * @throws Refusal not-allowed while only the score is released
     */
    async review(
      visitor: Visitor,
      attemptId: string,
    ): Promise<{
      readonly exam: Exam;
      readonly attempt: Attempt;
      readonly release: Release;
      readonly slots: readonly ReviewSlot[];
    }> {
      const attempt = await ended(visitor, attemptId);
      const exam = found(await exams.find(attempt.examId, attempt.courseId), 'exam');
      const release = attempt.isPreview ? fullRelease : releaseOf(exam, surroundings.now());
      if (release.level === 'score') throw new Refusal('not-allowed', release.words);
      const [form, score] = await Promise.all([papers.form(attempt.formId), scoreOf(attempt)]);
      const items = await papers.versionsOf(form);
      const titles = new Map(form.sections.map((section) => [section.id, section.title]));
      const slots = form.slots.map((slot, index): ReviewSlot => {
        const { content } = items.get(slot.itemVersion)!;
        const answer = attempt.answers[slot.slot] ?? null;
        const mark = score?.slots[slot.slot] ?? null;
        return {
          slot: slot.slot,
          number: index + 1,
          sectionTitle: titles.get(slot.section) ?? '',
          topic: content.topic,
          ...factsOf(answer, mark),
          question: release.level === 'full' ? questionOf(content, slot.optionOrder, answer) : null,
        };
      });
      return { exam, attempt, release, slots };
    },
  };

  function sharesOf(blueprint: Blueprint): Map<string, number> {
    const weights = blueprint.sections.reduce((sum, section) => sum + section.weight, 0);
    return new Map(
      blueprint.sections.flatMap((section) => {
        const asked = section.quotas.reduce((sum, quota) => sum + quota.count, 0);
        return section.quotas.map((quota) => [quota.leaf, ((section.weight / weights) * quota.count) / asked] as const);
      }),
    );
  }
}

const fullRelease: Release = { level: 'full', words: '', fullAt: null };

/** What the exam's settings release at this moment. */
function releaseOf(exam: Exam, now: number): Release {
  const { review, window } = exam.settings;
  if (review === 'full') return fullRelease;
  if (review === 'missed')
    return {
      level: 'missed',
      words: 'Your instructor shows which questions you missed, not the answers.',
      fullAt: null,
    };
  if (review === 'score')
    return { level: 'score', words: 'Your instructor shows the result only, not the questions.', fullAt: null };
  const isOver = window.closesAt !== null && now >= window.closesAt;
  if (isOver) return fullRelease;
  return {
    level: 'score',
    words: 'The questions and their explanations are shown when this exam has closed for everybody.',
    fullAt: window.closesAt,
  };
}

function factsOf(
  answer: Answer | null,
  mark: SlotScore | null,
): Pick<ReviewSlot, 'isRight' | 'isAnswered' | 'spentMs' | 'flagged' | 'note'> {
  return {
    isRight: mark?.isRight ?? false,
    isAnswered: (answer?.v.length ?? 0) > 0,
    spentMs: answer?.spentMs ?? 0,
    flagged: answer?.flagged ?? false,
    note: answer?.note ?? '',
  };
}

function questionOf(
  content: ItemContent,
  order: readonly string[],
  answer: Answer | null,
): NonNullable<ReviewSlot['question']> {
  const chosen = answer?.v ?? [];
  const byId = new Map(content.kind === 'choice' ? content.options.map((option) => [option.id, option]) : []);
  const options = order.flatMap((id) => {
    const option = byId.get(id);
    return option
      ? [{ id, text: option.text, why: option.why, isKey: content.key.includes(id), isChosen: chosen.includes(id) }]
      : [];
  });
  const isTyped = content.kind === 'codes';
  return {
    stem: content.stem,
    record: content.record,
    options,
    typed: isTyped ? chosen : [],
    keyCodes: isTyped ? content.key : [],
    rationale: content.rationale,
    citation: content.citation,
  };
}
