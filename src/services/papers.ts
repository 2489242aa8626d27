// Papers: drawing the form of an attempt, and showing it to a candidate without anything that gives an answer away.

import { assemble, type ItemHistory } from '../domain/exam/assembly.ts';
import type { Blueprint } from '../domain/exam/blueprint.ts';
import type { Exam } from '../domain/exam/exam.ts';
import type { Form } from '../domain/exam/form.ts';
import type { CaseRecord, ItemVersion } from '../domain/exam/item.ts';
import { summaryOf } from '../domain/exam/selection.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { BlueprintStore } from '../stores/blueprint-store.ts';
import type { FormStore } from '../stores/form-store.ts';
import type { ScoreStore } from '../stores/score-store.ts';
import type { ItemBank } from './item-bank.ts';
import { found, type Surroundings } from './surroundings.ts';

/** One question as a candidate sees it: no key, no rationale, no mark of an unscored item, opaque option ids. */
export interface PaperSlot {
  readonly slot: string;
  readonly number: number;
  readonly section: string;
  readonly sectionTitle: string;
  readonly kind: 'choice' | 'codes';
  /** How many options to pick, or codes to type. */
  readonly pick: number;
  readonly stem: string;
  readonly record: CaseRecord | null;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}

export interface Paper {
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly slots: readonly PaperSlot[];
}

interface Needs {
  readonly forms: FormStore;
  readonly blueprints: BlueprintStore;
  readonly attempts: AttemptStore;
  readonly scores: ScoreStore;
  readonly bank: ItemBank;
  readonly surroundings: Surroundings;
}

export type Papers = ReturnType<typeof papersService>;

export function papersService({ forms, blueprints, attempts, scores, bank, surroundings }: Needs) {
  async function newestBlueprint(exam: Exam): Promise<Blueprint> {
    const all = await blueprints.all(exam.organizationId);
    return found(
      all.find((blueprint) => blueprint.id === exam.settings.blueprintId),
      'blueprint',
    );
  }

  /** What this person has met before: unseen items come first, then those they got wrong. */
  async function historyOf(exam: Exam, personId: string): Promise<Map<string, ItemHistory>> {
    const past = await attempts.closedOfPerson(exam.platformId, personId);
    const [papers, marks] = await Promise.all([
      forms.findAll(past.map((attempt) => attempt.formId)),
      scores.findAll(past.filter((attempt) => attempt.scoreVersion > 0)),
    ]);
    const formById = new Map(papers.map((form) => [form.id, form]));
    const markByAttempt = new Map(marks.map((score) => [score.attemptId, score]));
    const newest = past.toSorted((a, b) => (a.end?.at ?? 0) - (b.end?.at ?? 0));
    const history = new Map<string, ItemHistory>();
    for (const attempt of newest)
      for (const { slot, itemVersion } of formById.get(attempt.formId)?.slots ?? []) {
        const wasRight = markByAttempt.get(attempt.id)?.slots[slot]?.isRight ?? false;
        const item = itemVersion.slice(0, itemVersion.lastIndexOf(':'));
        history.set(item, { seen: wasRight ? 'right' : 'wrong', wasInLastForm: attempt === newest.at(-1) });
      }
    return history;
  }

  async function paperOf(form: Form): Promise<Paper> {
    const versions = await bank.byId(form.slots.map((slot) => slot.itemVersion));
    const titles = new Map(form.sections.map((section) => [section.id, section.title]));
    return {
      sections: form.sections.map(({ id, title }) => ({ id, title })),
      slots: form.slots.map((slot, index) => {
        const version = versions.get(slot.itemVersion);
        if (!version) throw new Error(`form ${form.id} names the missing item version ${slot.itemVersion}`);
        const number = index + 1;
        return {
          slot: slot.slot,
          number,
          section: slot.section,
          sectionTitle: titles.get(slot.section) ?? '',
          ...questionOf(version, slot.optionOrder),
        };
      }),
    };
  }

  return {
    paperOf,

    /** The blueprint that a form was drawn from. */
    async blueprintOf(form: Form): Promise<Blueprint> {
      const { id, version } = form.blueprint;
      return found(await blueprints.version(form.organizationId, id, version), 'blueprint');
    },

    newestBlueprint,

    /** The form of an attempt, by id. */
    async form(id: string): Promise<Form> {
      return found(await forms.find(id), 'paper');
    },

    /**
     * Draws and keeps the form of an attempt under the attempt's own id; drawing again gives the form that is already there.
     * @throws Refusal invalid when the bank cannot fill the blueprint, naming the shortage
     */
    async draw(exam: Exam, personId: string, attemptId: string): Promise<Form> {
      const kept = await forms.find(attemptId);
      if (kept) return kept;
      const blueprint = await newestBlueprint(exam);
      const [pool, history] = await Promise.all([bank.pool(exam.organizationId), historyOf(exam, personId)]);
      const seed = new DataView(surroundings.randomBytes(4).slice().buffer).getInt32(0);
      const drawn = assemble({ blueprint, items: pool.map(summaryOf), history, seed });
      if (drawn.kind === 'shortages') {
        const words = drawn.shortages.map((shortage) => shortage.words).join('; ');
        throw new Refusal('invalid', `This exam cannot be put together: ${words}. Please tell your instructor.`);
      }
      const form: Form = { id: attemptId, organizationId: exam.organizationId, ...drawn.form };
      const isOurs = await forms.insert(form);
      return isOurs ? form : found(await forms.find(attemptId), 'paper');
    },

    /** Every item version of a form, keys and rationales included: for scoring and for released reviews only. */
    versionsOf: (form: Form): Promise<Map<string, ItemVersion>> =>
      bank.byId(form.slots.map((slot) => slot.itemVersion)),
  };
}

/** The candidate's view of a version, its options in the form's order. */
function questionOf(
  version: ItemVersion,
  order: readonly string[],
): Pick<PaperSlot, 'kind' | 'pick' | 'stem' | 'record' | 'options'> {
  const { content } = version;
  const texts = new Map(content.kind === 'choice' ? content.options.map((option) => [option.id, option.text]) : []);
  return {
    kind: content.kind,
    pick: content.key.length,
    stem: content.stem,
    record: content.record,
    options: order.map((id) => ({ id, text: texts.get(id) ?? '' })),
  };
}
