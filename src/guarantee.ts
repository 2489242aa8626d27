// The guarantee's evaluator on files: one case, or a batch of them; the command line that language and contract promise.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { archetypeNames } from './domain/guarantee/archetypes.ts';
import { judge } from './domain/guarantee/judge.ts';
import { type Read, refuse } from './domain/guarantee/reading.ts';
import { verdictJson } from './domain/guarantee/verdict-json.ts';

const USAGE = `Usage:
  npm run --silent guarantee -- --policy POLICY --facts FACTS.json --as-of WHEN
  npm run --silent guarantee -- --batch CASES.json
POLICY is a file or an archetype: ${archetypeNames.join(', ')}.
WHEN is an instant such as 2026-11-24T09:30:00-06:00, or a day, which means its noon in the policy's zone.`;

/** What was asked for on the command line. */
type Order =
  | { readonly kind: 'single'; readonly policy: string; readonly facts: string; readonly asOf: string }
  | { readonly kind: 'batch'; readonly cases: string };

/** What a run gives: text for stdout, or complaints for stderr. */
function run(args: readonly string[], startedIn: string): Read<string> {
  const order = readOrder(args);
  if (!order.ok) return order;
  return order.value.kind === 'batch'
    ? runBatch(resolve(startedIn, order.value.cases))
    : runSingle(order.value, startedIn);
}

function readOrder(args: readonly string[]): Read<Order> {
  const text = { type: 'string' } as const;
  const options = { policy: text, facts: text, 'as-of': text, batch: text };
  let given: { policy?: string; facts?: string; 'as-of'?: string; batch?: string };
  try {
    given = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return refuse('', `${messageOf(error)}\n${USAGE}`);
  }
  const { policy, facts, 'as-of': asOf, batch } = given;
  const isSingle = policy !== undefined && facts !== undefined && asOf !== undefined;
  if (batch === undefined)
    return isSingle ? { ok: true, value: { kind: 'single', policy, facts, asOf } } : refuse('', USAGE);
  if (policy ?? facts ?? asOf)
    return refuse('', `--batch stands alone: its cases name policy, facts and instant.\n${USAGE}`);
  return { ok: true, value: { kind: 'batch', cases: batch } };
}

function runSingle(order: Extract<Order, { kind: 'single' }>, startedIn: string): Read<string> {
  const policy = archetypeNames.includes(order.policy)
    ? { ok: true as const, value: order.policy }
    : readPolicyFile(resolve(startedIn, order.policy));
  const facts = readJson(resolve(startedIn, order.facts), 'facts');
  if (!policy.ok || !facts.ok) {
    return { ok: false, faults: [policy, facts].flatMap((read) => (read.ok ? [] : read.faults)) };
  }
  const judged = judge({ policy: policy.value, facts: facts.value, asOf: order.asOf });
  return judged.ok ? { ok: true, value: `${JSON.stringify(verdictJson(judged.value), null, 2)}\n` } : judged;
}

/** A file that holds a mere name is no policy: only the command line and a batch may name an archetype. */
function readPolicyFile(path: string): Read<unknown> {
  const read = readJson(path, 'policy');
  return read.ok && typeof read.value === 'string' ? refuse('policy', 'give the policy as an object: { ... }') : read;
}

function runBatch(path: string): Read<string> {
  const cases = readJson(path, 'batch');
  if (!cases.ok) return cases;
  if (!Array.isArray(cases.value)) return refuse('batch', 'the file must hold a list of cases: [ ... ]');
  const answers = cases.value.map((each: unknown) => `  ${answerText(each)}`);
  return { ok: true, value: answers.length === 0 ? '[]\n' : `[\n${answers.join(',\n')}\n]\n` };
}

/** An id is given back as it came, unless it is nested too deep to be written. */
function answerText(raw: unknown): string {
  try {
    return JSON.stringify(answerCase(raw));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify({ id: null, faults: [{ path: 'id', message: 'give the id as a text or a number' }] });
  }
}

function answerCase(raw: unknown) {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { id: null, faults: [{ path: '', message: 'give a case as {"id", "policy", "facts", "asOf"}' }] };
  }
  const { id, policy, policyArchetype, facts, asOf } = raw as Readonly<Record<string, unknown>>;
  const judged = judge({ policy: policy ?? policyArchetype, facts, asOf });
  return judged.ok ? { id: id ?? null, ...verdictJson(judged.value) } : { id: id ?? null, faults: judged.faults };
}

function readJson(path: string, what: string): Read<unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const names = what === 'policy' ? `; or name an archetype: ${archetypeNames.join(', ')}` : '';
    return refuse(what, `cannot be read: ${messageOf(error)}${names}`);
  }
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return refuse(what, `is not JSON: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// A reader that closes early (head, less) has what it wanted.
process.stdout.on('error', () => {});
const answer = run(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
if (answer.ok) process.stdout.write(answer.value);
else {
  const lines = answer.faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  process.stderr.write(`${lines.join('\n')}\n`);
  // Setting the code instead of leaving lets a pipe take everything first.
  process.exitCode = 2;
}
