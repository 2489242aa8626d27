// Facts that another system records: dates, values, measurements and completions, each handed on as an entry of evidence.

import type { CoursePlan } from '../../domain/evidence/course-plan.ts';
import { readEntry, type EntryGiven } from '../../domain/evidence/entry.ts';
import { Ambiguous, Refusal, type Fault } from '../../domain/refusal.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { Evidence } from './evidence.ts';
import type { Addressed, OfStudent, Outcome } from './intake-item.ts';

export interface CompletionItem extends OfStudent {
  /** A module's id or title; absent: the whole course. */
  readonly module?: string | null;
  readonly completedOn: string;
  readonly grade?: number | null;
}

type Measured<Kind extends EntryGiven['kind']> = Omit<Extract<EntryGiven, { kind: Kind }>, 'kind' | 'reason'>;

export interface FactsItem extends OfStudent {
  readonly dates?: Readonly<Record<string, string | null>> | null;
  readonly values?: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly progress?: readonly Measured<'progress'>[] | null;
  readonly questionBank?: readonly Measured<'questionBank'>[] | null;
  readonly baselines?: readonly Measured<'baseline'>[] | null;
  readonly coursework?: Measured<'coursework'> | null;
  readonly priorAttempts?: number | null;
  readonly reason?: string | null;
}

export interface FactsNeeds {
  readonly plans: Pick<CoursePlanStore, 'find'>;
  readonly evidence: Pick<Evidence, 'record'>;
}

/** An entry, and where in the item it stands. */
interface Placed {
  readonly entry: EntryGiven;
  /** The path of the item's member; the entry's own members are below it where `isWhole` says so. */
  readonly path: string;
  readonly isWhole: boolean;
}

/** Records facts and completions. */
export function factsIntake({ plans, evidence }: FactsNeeds) {
  /** Reads every entry before the first is recorded, so that an item with a fault records nothing. */
  async function recordAll({ author, owner }: Addressed, placed: readonly Placed[]): Promise<Outcome> {
    const faults = placed.flatMap((one) => {
      const read = readEntry(one.entry);
      return read.ok ? [] : read.faults.map((fault) => faultAt(one, fault));
    });
    if (faults.length > 0) throw new Refusal('invalid', faults[0]!.message, faults);
    let changed = false;
    for (const one of placed) {
      try {
        changed = (await evidence.record(author, owner, one.entry)).isNews || changed;
      } catch (error) {
        if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
        const elsewhere = error.faults.map((fault) => faultAt(one, fault));
        throw new Refusal('invalid', elsewhere[0]?.message ?? error.message, elsewhere);
      }
    }
    return { changed, note: '' };
  }

  return {
    async completion(to: Addressed, { module, completedOn, grade }: CompletionItem): Promise<Outcome> {
      if (!module) {
        if (typeof grade === 'number')
          throw refusal(
            'invalid',
            'A grade belongs to a module. Name the module, or send coursework as a fact.',
            'grade',
          );
        const entry = { kind: 'date', name: 'completedOn', on: completedOn } as const;
        return recordAll(to, [{ entry, path: 'completedOn', isWhole: false }]);
      }
      const { organizationId, platformId, courseId } = to.owner;
      const plan = await plans.find({ id: courseId, organizationId, platformId });
      const entry = {
        kind: 'module',
        module: moduleMeant(plan, module),
        on: completedOn,
        grade: grade ?? null,
      } as const;
      return recordAll(to, [{ entry, path: 'completedOn', isWhole: false }]);
    },

    facts: (to: Addressed, item: FactsItem): Promise<Outcome> => recordAll(to, entriesOf(item)),
  };
}

function entriesOf(item: FactsItem): Placed[] {
  const reason = item.reason ?? '';
  const lists = <T extends object>(name: string, all: readonly T[] | null | undefined, make: (one: T) => EntryGiven) =>
    (all ?? []).map((one, index): Placed => ({ entry: make(one), path: `${name}.${index}`, isWhole: true }));
  const { coursework, priorAttempts } = item;
  return [
    ...Object.entries(item.dates ?? {}).map(([name, on]): Placed => ({
      entry: { kind: 'date', name, on, reason },
      path: `dates.${name}`,
      isWhole: false,
    })),
    ...Object.entries(item.values ?? {}).map(([name, value]): Placed => ({
      entry: { kind: 'value', name, value, reason },
      path: `values.${name}`,
      isWhole: false,
    })),
    ...lists('progress', item.progress, (one) => ({ kind: 'progress', ...one, reason })),
    ...lists('questionBank', item.questionBank, (one) => ({ kind: 'questionBank', ...one, reason })),
    ...lists('baselines', item.baselines, (one) => ({ kind: 'baseline', ...one, reason })),
    ...(coursework
      ? [{ entry: { kind: 'coursework', ...coursework, reason }, path: 'coursework', isWhole: true } as const]
      : []),
    ...(typeof priorAttempts === 'number'
      ? [
          {
            entry: { kind: 'priorAttempts', count: priorAttempts, reason },
            path: 'priorAttempts',
            isWhole: false,
          } as const,
        ]
      : []),
  ];
}

/** The id of the module that is meant. @throws Refusal not-found; Ambiguous */
function moduleMeant({ modules }: CoursePlan, named: string): string {
  const plain = (text: string): string => text.trim().toLowerCase();
  const byId = modules.find(({ id }) => id === named);
  if (byId) return byId.id;
  const titled = modules.filter(({ title }) => plain(title) === plain(named));
  if (titled.length > 1) {
    const candidates = titled.map(({ id, title }) => ({ id, name: title }));
    throw new Ambiguous('Several modules have this title. Name one of the candidates by id.', 'module', candidates);
  }
  if (titled[0]) return titled[0].id;
  throw refusal(
    'not-found',
    'There is no such module in this course. Staff list its modules in the course’s plan.',
    'module',
  );
}

function refusal(reason: 'not-found' | 'invalid', message: string, path: string): Refusal {
  return new Refusal(reason, message, [{ path, message }]);
}

function faultAt({ path, isWhole }: Placed, fault: Fault): Fault {
  return { path: isWhole && fault.path !== '' ? `${path}.${fault.path}` : path, message: fault.message };
}
