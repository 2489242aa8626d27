// A policy as the linter sees it: its rules with their places, and which of them are asked together.
import { asObject, joinPath, memberOf } from '../reading.ts';

/** A JSON object. */
export type Bag = Readonly<Record<string, unknown>>;

/** A rule as written, with its place. */
export interface RuleSite {
  readonly path: string;
  readonly rule: string;
  readonly id: string | undefined;
  readonly raw: Bag;
}

/** A combinator as written, with its place and the nodes right below it. */
export interface FormSite {
  readonly path: string;
  readonly form: string;
  readonly raw: Bag;
  readonly below: readonly Node[];
}

/** A requirement: a rule or a combinator. */
export type Node =
  { readonly kind: 'rule'; readonly site: RuleSite } | { readonly kind: 'form'; readonly site: FormSite };

/** One version of a policy, laid out. */
export interface Outline {
  readonly kind: 'guarantee' | 'ladder' | 'entitlement';
  readonly policy: Bag;
  /** The place of a member of the policy: in the version that says it, or in the policy itself. */
  readonly placeOf: (key: string) => string;
  readonly root: Node | undefined;
  readonly rules: readonly RuleSite[];
  readonly forms: readonly FormSite[];
  /** Lists of rules that must all hold at once; each list once. */
  readonly together: readonly (readonly RuleSite[])[];
  readonly remedies: readonly { readonly path: string; readonly raw: Bag }[];
  readonly claim: Bag | undefined;
}

const LIST_FORMS = { all: 'all', any: 'any', nOf: 'of' } as const;
const PART_FORMS = ['perSection', 'perRound', 'group'] as const;
const DEEPEST = 40;

/** Lays out one version; `own` are the keys that the version at `path` says itself. */
export function outlineOf(policy: Bag, path: string, own: ReadonlySet<string>): Outline {
  const placeOf = (key: string) => joinPath(own.has(key) ? path : '', [key]);
  const root = nodeOf(memberOf(policy, 'requires'), placeOf('requires'), 0);
  const nodes = root ? allNodes(root) : [];
  const remedies = memberOf(policy, 'remedies');
  const kind = memberOf(policy, 'kind');
  return {
    policy,
    placeOf,
    root,
    kind: kind === 'ladder' || kind === 'entitlement' ? kind : 'guarantee',
    rules: nodes.flatMap((node) => (node.kind === 'rule' ? node.site : [])),
    forms: nodes.flatMap((node) => (node.kind === 'form' ? node.site : [])),
    together: root ? conjunctions(root, []) : [],
    claim: asObject(memberOf(policy, 'claim')) ?? undefined,
    remedies: (Array.isArray(remedies) ? remedies : []).flatMap((remedy: unknown, index) => {
      const raw = asObject(remedy);
      return raw ? [{ raw, path: joinPath(placeOf('remedies'), [index]) }] : [];
    }),
  };
}

function nodeOf(raw: unknown, path: string, depth: number): Node | undefined {
  const given = asObject(raw);
  if (!given || depth > DEEPEST) return undefined;
  const rule = memberOf(given, 'rule');
  if (typeof rule === 'string') {
    const id = memberOf(given, 'id');
    return { kind: 'rule', site: { path, rule, raw: given, id: typeof id === 'string' ? id : undefined } };
  }
  const found = childrenOf(given, path);
  if (!found) return undefined;
  const below = found.children.flatMap(([child, at]) => nodeOf(child, at, depth + 1) ?? []);
  return { kind: 'form', site: { path, form: found.form, raw: given, below } };
}

type Placed = readonly [raw: unknown, path: string];

function childrenOf(given: Bag, path: string): { form: string; children: Placed[] } | undefined {
  const below = (key: string): Placed => [memberOf(given, key), joinPath(path, [key])];
  for (const [form, key] of Object.entries(LIST_FORMS)) {
    const list = memberOf(given, key);
    if (memberOf(given, form) === undefined || !Array.isArray(list)) continue;
    return { form, children: list.map((child: unknown, index): Placed => [child, joinPath(path, [key, index])]) };
  }
  if (memberOf(given, 'not') !== undefined) return { form: 'not', children: [below('not')] };
  if (memberOf(given, 'onlyWhen') !== undefined) {
    return { form: 'onlyWhen', children: [below('onlyWhen'), below('apply')] };
  }
  const part = PART_FORMS.find((form) => memberOf(given, form) !== undefined);
  if (part) return { form: part, children: [below(part)] };
  const cases = asObject(memberOf(given, 'cases'));
  if (memberOf(given, 'variant') === undefined || !cases) return undefined;
  const children = Object.keys(cases).map((key): Placed => [cases[key], joinPath(path, ['cases', key])]);
  return { form: 'variant', children: [...children, below('else')] };
}

function allNodes(node: Node): Node[] {
  return node.kind === 'rule' ? [node] : [node, ...node.site.below.flatMap(allNodes)];
}

/** Whether all children of a combinator must hold. */
export function isEvery({ form, raw, below }: FormSite): boolean {
  return form === 'all' || (form === 'nOf' && raw['nOf'] === below.length);
}

/** The lists of rules that must hold at once: through `all` from the top, and into each branch of a choice. */
function conjunctions(node: Node, inherited: readonly RuleSite[]): RuleSite[][] {
  const rules: RuleSite[] = [];
  const choices: FormSite[] = [];
  const gather = (each: Node): void => {
    if (each.kind === 'rule') rules.push(each.site);
    else if (isEvery(each.site)) each.site.below.forEach(gather);
    else choices.push(each.site);
  };
  gather(node);
  const here = [...inherited, ...rules];
  return [here, ...choices.flatMap((choice) => branchesOf(choice).flatMap((branch) => conjunctions(branch, here)))];
}

/** What may come to be asked below a choice. What is below `not`, or a mere condition, is asked of nobody. */
function branchesOf({ form, below }: FormSite): readonly Node[] {
  if (form === 'not') return [];
  return form === 'onlyWhen' ? below.slice(1) : below;
}

/** The attempt at the official exam that a rule looks at. */
export function attemptIn(raw: Bag): number {
  const attempt = memberOf(raw, 'attempt');
  return typeof attempt === 'number' ? attempt : 1;
}

/** The anchor and the amount of a rule's window. */
export function windowIn(raw: Bag): { anchor: string | undefined; amount: unknown } {
  const window = asObject(memberOf(raw, 'window'));
  const anchor = window && memberOf(window, 'anchor');
  return {
    anchor: typeof anchor === 'string' ? anchor : undefined,
    amount: window ? memberOf(window, 'amount') : undefined,
  };
}

/** A member that is a number. */
export function numberIn(raw: Bag, key: string): number | undefined {
  const value = memberOf(raw, key);
  return typeof value === 'number' ? value : undefined;
}

/** A member that is a text. */
export function textIn(raw: Bag, key: string): string | undefined {
  const value = memberOf(raw, key);
  return typeof value === 'string' ? value : undefined;
}

/** What a policy assumes of the world outside it: `courseLength`, `bookingTime`, `resultDelay`, `retakeWait`. */
export function assumed({ policy }: Outline, key: string): unknown {
  const assumes = asObject(memberOf(policy, 'assumes'));
  return assumes ? memberOf(assumes, key) : undefined;
}
