// Logic: requirements that contradict each other, can never be met together, or ask the same thing twice.
import { joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type FormSite, type Node, type Outline, type RuleSite, isEvery, textIn, windowIn } from './outline.ts';

/** Two stored values asked of one fact at once. */
export function contradictoryFlags({ together }: Outline): LintFinding[] {
  return together.flatMap((rules) =>
    pairs(rules.filter(({ rule }) => rule === 'flag')).flatMap(([a, b]) => {
      if (!areExclusive(a, b)) return [];
      const values = [a, b].map(({ raw }) => JSON.stringify(memberOf(raw, 'equals'))).join(' and ');
      const fault = `"${textIn(a.raw, 'fact')}" is asked to be ${values} at once: nobody can meet both.`;
      return [error(b.path, fault, `Leave one out, or offer them as a choice with "any" (the other is at ${a.path}).`)];
    }),
  );
}

function areExclusive(a: RuleSite, b: RuleSite): boolean {
  if (a.rule !== 'flag' || b.rule !== 'flag') return false;
  return textIn(a.raw, 'fact') === textIn(b.raw, 'fact') && memberOf(a.raw, 'equals') !== memberOf(b.raw, 'equals');
}

/** A number of requirements of which so many can never be met at once. */
export function unreachableNOf({ forms }: Outline): LintFinding[] {
  return forms.flatMap((form) => {
    const need = memberOf(form.raw, 'nOf');
    if (form.form !== 'nOf' || typeof need !== 'number') return [];
    const most = mostAtOnce(form);
    if (need <= most) return [];
    const fault = `${need} of these are asked for, but at most ${most} can be met at once.`;
    return [
      error(joinPath(form.path, ['nOf']), fault, `Ask for ${most} or fewer, or change what excludes each other.`),
    ];
  });
}

/** Of flags that ask one fact for different values only the largest group of equal ones can be met. */
function mostAtOnce({ below }: FormSite): number {
  const byFact = new Map<string, Map<string, number>>();
  let free = 0;
  for (const node of below) {
    const fact = node.kind === 'rule' && node.site.rule === 'flag' ? textIn(node.site.raw, 'fact') : undefined;
    if (node.kind !== 'rule' || fact === undefined) {
      free += 1;
      continue;
    }
    const values = byFact.get(fact) ?? new Map<string, number>();
    const value = JSON.stringify(memberOf(node.site.raw, 'equals'));
    values.set(value, (values.get(value) ?? 0) + 1);
    byFact.set(fact, values);
  }
  return [...byFact.values()].reduce((sum, values) => sum + Math.max(...values.values()), free);
}

/** Something and its opposite: both asked, nobody can meet it; one of them asked, everybody does. */
export function opposites({ forms }: Outline): LintFinding[] {
  return forms.flatMap((form) => {
    if (!isEvery(form) && form.form !== 'any') return [];
    const said = new Set(form.below.map(contentOf));
    return form.below.flatMap((node) => {
      if (node.kind !== 'form' || node.site.form !== 'not') return [];
      const child = node.site.below[0];
      if (!child || !said.has(contentOf(child))) return [];
      const isAll = isEvery(form);
      const fault = isAll
        ? 'A requirement and its opposite are both asked: nobody can meet this.'
        : 'Either a requirement or its opposite is asked: everybody meets this.';
      return [
        isAll ? error(node.site.path, fault, 'Leave one out.') : warning(node.site.path, fault, 'Leave both out.'),
      ];
    });
  });
}

/** What a requirement says, whatever its id and its notes. */
function contentOf(node: Node): string {
  const strip = (key: string, value: unknown) => (key === 'id' || key === 'note' ? undefined : value);
  return JSON.stringify(node.site.raw, strip);
}

const AMOUNTS = ['count', 'minScore', 'pct', 'gradeMin', 'target', 'nearMiss', 'amount', 'within', 'per', 'require'];

/** The same thing asked twice with different numbers: a student cannot tell which one counts. */
export function askedTwice({ together }: Outline): LintFinding[] {
  return together.flatMap((rules) =>
    pairs(rules).flatMap(([a, b]) => {
      if (a.rule === 'flag' || a.rule !== b.rule || subjectOf(a) !== subjectOf(b)) return [];
      const isSame = numbersOf(a) === numbersOf(b);
      const fault = isSame
        ? `This asks the same as ${a.path}.`
        : `This asks for the same thing as ${a.path} with other numbers: only the stricter one decides.`;
      return [warning(b.path, fault, 'Keep one of them.')];
    }),
  );
}

/** What a rule is about: all its members but its numbers. */
function subjectOf({ raw, rule }: RuleSite): string {
  const about = Object.entries(raw).filter(([key]) => !['id', 'window', 'note', 'label', ...AMOUNTS].includes(key));
  return JSON.stringify([rule, windowIn(raw).anchor ?? null, about.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function numbersOf({ raw }: RuleSite): string {
  return JSON.stringify([windowIn(raw).amount ?? null, ...AMOUNTS.map((key) => raw[key] ?? null)]);
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(0, 300).flatMap((a, index) => list.slice(index + 1, 300).map((b): [T, T] => [a, b]));
}
