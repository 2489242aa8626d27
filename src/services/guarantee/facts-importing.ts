// Importing people's facts: a file is read and matched, shown with what it would change, and recorded only when staff say so; and it can be undone.

import type { AskedFacts } from '../../domain/evidence/asked-facts.ts';
import type { CoursePlan } from '../../domain/evidence/course-plan.ts';
import type { EntryGiven } from '../../domain/evidence/entry.ts';
import { readEntry } from '../../domain/evidence/entry.ts';
import type { FactsImport, ImportRow } from '../../domain/evidence/facts-import.ts';
import { withChanges, type FieldChange } from '../../domain/evidence/field-change.ts';
import { changeBy } from '../../domain/evidence/file-change.ts';
import { peopleMatcher, type SaidPerson } from '../../domain/evidence/people-match.ts';
import { emptyFile, studentFileId, type StudentFile } from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { FactsImportStore, ImportHead } from '../../stores/guarantee/facts-import-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Author, Evidence } from './evidence.ts';
import type { MissingDates } from './missing-dates.ts';

/** A date, a stored value or a module that a column of a file may name. */
export interface Importable {
  readonly kind: 'date' | 'value' | 'module';
  readonly name: string;
  readonly label: string;
  readonly options: readonly (string | number | boolean)[];
}

/** A file as it was read; an importer fits. */
export interface FactsFile {
  readonly rows: readonly {
    readonly line: number;
    readonly person: SaidPerson;
    readonly entries: readonly EntryGiven[];
    readonly faults: readonly string[];
  }[];
  readonly ignored: readonly string[];
  readonly faults: readonly string[];
}

/** A row with what it would change, or has changed. */
export interface ImportLine {
  readonly row: ImportRow;
  readonly changes: readonly FieldChange[];
}

export interface ImportView {
  readonly facts: FactsImport;
  readonly lines: readonly ImportLine[];
  readonly people: readonly Person[];
  readonly plan: CoursePlan;
  readonly asked: AskedFacts | null;
}

interface Needs {
  readonly imports: FactsImportStore;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly evidence: Pick<Evidence, 'record' | 'putBack'>;
  readonly missingDates: Pick<MissingDates, 'asked'>;
  readonly readFile: (text: string, known: readonly Importable[]) => FactsFile;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId' | 'breathe'>;
}

const shownImports = 10;
const rowsPerBreath = 20;

export type FactsImporting = ReturnType<typeof factsImportingService>;

export function factsImportingService(needs: Needs) {
  const { imports, files, plans, courses, people, evidence, missingDates, readFile, audit, surroundings } = needs;
  const planOf = ({ courseId: id, organizationId, platformId }: Visitor) =>
    plans.find({ id, organizationId, platformId });

  async function studentsOf({ courseId }: Visitor): Promise<Person[]> {
    const all: Person[] = [];
    for (let skip = 0; ; skip += 500) {
      const page = (await courses.enrolled(courseId, 'learner', skip)).map(({ personId }) => personId);
      all.push(...(await people.findAll(page)).filter(({ isTestUser }) => !isTestUser));
      if (page.length < 500) return all.toSorted((a, b) => a.name.localeCompare(b.name));
    }
  }

  async function importables(visitor: Visitor): Promise<Importable[]> {
    const [asked, plan] = await Promise.all([missingDates.asked(visitor), planOf(visitor)]);
    const dates = asked ? asked.dates.filter(({ isOfCourse }) => !isOfCourse) : [];
    return [
      ...dates.map(({ name, label }) => ({ kind: 'date' as const, name, label, options: [] })),
      ...(asked?.values ?? []).map(({ name, label, options }) => ({ kind: 'value' as const, name, label, options })),
      ...plan.modules.map(({ id, title }) => ({ kind: 'module' as const, name: id, label: title, options: [] })),
    ];
  }

  async function get(visitor: Visitor, id: string): Promise<FactsImport> {
    demand(visitor, 'record evidence');
    const { courseId, platformId } = visitor;
    return found(await imports.find({ id, courseId, platformId }), 'import');
  }

  const authorOf = ({ by, byName }: Pick<FactsImport, 'by' | 'byName'>): Author => ({ source: 'csv', by, byName });

  /** What each row would change, one after the other: a second row about somebody finds what the first has done. */
  async function linesOf(facts: FactsImport, plan: CoursePlan): Promise<ImportLine[]> {
    const ids = [...new Set(facts.rows.flatMap(({ personId }) => personId ?? []))];
    const now = new Map<string, StudentFile>();
    for (let from = 0; from < ids.length; from += 500)
      for (const file of await files.findAll(facts.courseId, ids.slice(from, from + 500))) now.set(file.id, file);
    const origin = { ...authorOf(facts), at: facts.createdAt };
    return facts.rows.map((row) => {
      if (facts.state !== 'open') return { row, changes: row.changes as FieldChange[] };
      if (row.personId === null || row.faults.length > 0) return { row, changes: [] };
      const key = studentFileId(facts.courseId, row.personId);
      let file = now.get(key) ?? emptyFile({ ...facts, personId: row.personId });
      const changes: FieldChange[] = [];
      for (const entry of row.entries) {
        const change = changeBy(file, plan, entry, origin, false);
        if (change.kind !== 'changes') continue;
        changes.push(...change.changes);
        file = withChanges(file, change.changes);
      }
      now.set(key, file);
      return { row, changes };
    });
  }

  /** Records the rows of an import that was begun; those recorded before say nothing new. */
  async function carryOut(facts: FactsImport): Promise<void> {
    for (const [index, row] of facts.rows.entries()) {
      if (row.personId === null || row.faults.length > 0) continue;
      const { organizationId, platformId, courseId } = facts;
      const owner = { organizationId, platformId, courseId, personId: row.personId };
      for (const entry of row.entries) {
        // A module may have been taken out of the plan since the file was read; the other facts of the row still hold.
        if (entry.kind === 'module' && !(await hasModule(facts, entry.module))) continue;
        const { changes } = await evidence.record(authorOf(facts), owner, entry);
        if (changes.length === 0 || (await imports.keepChanges(facts, index, changes))) continue;
        // The import was undone in between: what was recorded after that goes too.
        await evidence.putBack(authorOf(facts), owner, changes, 'The import was undone');
        return;
      }
      if (index % rowsPerBreath === rowsPerBreath - 1) await surroundings.breathe();
    }
    await imports.finish(facts, 'applied', surroundings.now());
  }

  async function hasModule(
    { courseId: id, organizationId, platformId }: FactsImport,
    module: string,
  ): Promise<boolean> {
    return (await plans.find({ id, organizationId, platformId })).modules.some((one) => one.id === module);
  }

  async function putBack(facts: FactsImport, author: Author, reason: string): Promise<void> {
    for (const row of facts.rows.toReversed()) {
      if (row.personId === null || row.changes.length === 0) continue;
      const { organizationId, platformId, courseId } = facts;
      const owner = { organizationId, platformId, courseId, personId: row.personId };
      await evidence.putBack(author, owner, row.changes as FieldChange[], reason);
    }
    await imports.finish(facts, 'undone', surroundings.now());
  }

  /** Says whom a row is about. @throws Refusal already-done once the file is recorded */
  async function say(facts: FactsImport, index: number, chosen: Pick<ImportRow, 'personId' | 'by'>): Promise<void> {
    if (await imports.choose(facts, index, chosen)) return;
    throw new Refusal(
      'already-done',
      'This file has been recorded already. Undo the import first, then read it again.',
    );
  }

  return {
    importables,

    /** What the page of imports shows: what can be imported, who is in the course, and the newest imports. */
    async overview(
      visitor: Visitor,
    ): Promise<{ importables: Importable[]; students: Person[]; imports: ImportHead[] }> {
      demand(visitor, 'record evidence');
      const { courseId, platformId } = visitor;
      const [known, students, newest] = await Promise.all([
        importables(visitor),
        studentsOf(visitor),
        imports.newest(courseId, platformId, shownImports),
      ]);
      return { importables: known, students, imports: newest };
    },

    /** Reads a file and matches its rows; nothing is recorded yet. Gives the import's id. @throws Refusal not-allowed, invalid */
    async read(visitor: Visitor, { fileName, text }: { fileName: string; text: string }): Promise<string> {
      demand(visitor, 'record evidence');
      const table = readFile(text, await importables(visitor));
      const faults = [
        ...table.faults,
        ...(table.faults.length + table.rows.length === 0 ? ['The file has no rows.'] : []),
      ];
      if (faults.length > 0)
        throw new Refusal(
          'invalid',
          faults.join(' '),
          faults.map((message) => ({ path: 'file', message })),
        );
      const match = peopleMatcher(await studentsOf(visitor));
      const { organizationId, platformId, courseId, personId: by, name: byName } = visitor;
      const rows = table.rows.map(({ line, person, entries, faults: wrong }): ImportRow => {
        const matched = match(person);
        const read = entries.flatMap((entry) => {
          const one = readEntry(entry);
          return one.ok ? [one.entry] : [];
        });
        return {
          line,
          said: person,
          candidates: matched.kind === 'several' ? [...matched.personIds] : [],
          personId: matched.kind === 'one' ? matched.personId : null,
          by: matched.kind === 'one' ? matched.by : null,
          entries: read,
          faults: [...wrong],
          changes: [],
        };
      });
      const id = surroundings.newId();
      await imports.insert({
        id,
        organizationId,
        platformId,
        courseId,
        fileName: fileName.slice(0, 200),
        createdAt: surroundings.now(),
        by,
        byName,
        state: 'open',
        ignored: [...table.ignored],
        rows,
        appliedAt: null,
        finishedAt: null,
        undoneAt: null,
      });
      return id;
    },

    /** An import with what each row would change, or has changed. @throws Refusal not-allowed, not-found */
    async view(visitor: Visitor, id: string): Promise<ImportView> {
      const facts = await get(visitor, id);
      const [plan, students, asked] = await Promise.all([
        planOf(visitor),
        studentsOf(visitor),
        missingDates.asked(visitor),
      ]);
      return { facts, plan, people: students, asked, lines: await linesOf(facts, plan) };
    },

    /**
     * Says whom rows are about, by a name, an e-mail or a student's id; "" leaves a row out.
     * @throws Refusal not-allowed, not-found, already-done; invalid where nobody, or more than one, is called so
     */
    async choose(visitor: Visitor, id: string, choices: Readonly<Record<number, string>>): Promise<void> {
      const facts = await get(visitor, id);
      const students = await studentsOf(visitor);
      const match = peopleMatcher(students);
      const faults: Fault[] = [];
      for (const [index, { line }] of facts.rows.entries()) {
        const typed = choices[line]?.trim();
        if (typed === undefined) continue;
        const isKnown = students.some((student) => student.id === typed);
        const matched = isKnown ? null : match({ email: typed, userId: '', sourcedId: '', name: typed });
        if (typed === '') await say(facts, index, { personId: null, by: null });
        else if (matched === null) await say(facts, index, { personId: typed, by: 'staff' });
        else if (matched.kind === 'one') await say(facts, index, { personId: matched.personId, by: 'staff' });
        else faults.push({ path: `person-${line}`, message: unmatchedWords(line, typed, matched.kind) });
      }
      if (faults.length > 0) throw new Refusal('invalid', faults.map(({ message }) => message).join(' '), faults);
    },

    /** Records an import; doing it again completes what was cut off and otherwise changes nothing. @throws Refusal already-done once undone */
    async apply(visitor: Visitor, id: string): Promise<FactsImport> {
      const facts = await get(visitor, id);
      if (facts.state === 'undone') throw new Refusal('already-done', 'This import was undone. Read the file again.');
      const at = surroundings.now();
      const turned = await imports.turn(facts, 'open', { state: 'applied', appliedAt: at });
      if (turned) {
        const detail = { importId: id, fileName: facts.fileName, rows: facts.rows.length };
        await audit.note(visitor, { act: 'facts imported', subjectId: id, reason: '', detail });
      }
      const begun = turned ?? (await get(visitor, id));
      if (begun.finishedAt === null) await carryOut(begun);
      return get(visitor, id);
    },

    /** Puts back what an import changed, where nobody changed it since. @throws Refusal not-allowed, not-found, invalid, already-done */
    async undo(visitor: Visitor, id: string, given: string): Promise<FactsImport> {
      const reason = given.trim().slice(0, 500);
      if (reason === '')
        throw new Refusal('invalid', 'Give a reason.', [
          { path: 'reason', message: 'Give a reason: it stands in every history.' },
        ]);
      const facts = await get(visitor, id);
      if (facts.state === 'open') throw new Refusal('already-done', 'Nothing of this file has been recorded yet.');
      if (facts.state === 'applied' && facts.finishedAt === null) await carryOut(facts);
      const turned = await imports.turn(facts, 'applied', { state: 'undone', undoneAt: surroundings.now() });
      if (turned) await audit.note(visitor, { act: 'import undone', subjectId: id, reason, detail: { importId: id } });
      const begun = turned ?? (await get(visitor, id));
      const author = { source: 'csv', by: visitor.personId, byName: visitor.name } as const;
      if (begun.finishedAt === null) await putBack(await get(visitor, id), author, reason);
      return get(visitor, id);
    },
  };
}

function unmatchedWords(line: number, typed: string, kind: 'nobody' | 'several'): string {
  return kind === 'nobody'
    ? `Line ${line}: nobody in this course is called “${typed}”. Choose a name of the list.`
    : `Line ${line}: more than one student is called “${typed}”. Give the e-mail address.`;
}
