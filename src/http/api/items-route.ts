// A route that takes items: one alone, or up to 500 answered one by one; with an Idempotency-Key it is carried out once.

import type { Request, RequestHandler } from 'express';
import { z, type ZodType } from 'zod';
import { Refusal } from '../../domain/refusal.ts';
import type { Idempotency } from '../../services/guarantee/idempotency.ts';
import type { Sender } from '../../services/guarantee/intake.ts';
import type { Receipt } from '../../services/guarantee/intake-item.ts';
import type { Surroundings } from '../../services/surroundings.ts';
import { ApiRefusal, refusalAnswer, type ErrorBody } from './api-failure.ts';
import { courseOf } from './course-door.ts';
import { keyOf } from './key-door.ts';
import { itemShape } from './members.ts';

export interface ItemsNeeds {
  readonly idempotency: Idempotency;
  readonly surroundings: Pick<Surroundings, 'breathe'>;
}

/** How items of a kind are read and recorded. */
export interface ItemsKind<Item> {
  /** The last word of the address. */
  readonly name: string;
  readonly shape: ZodType<Item>;
  readonly record: (sender: Sender, item: Item) => Promise<Receipt>;
}

/** What became of one item of a batch. */
export type ItemResult = { readonly index: number; readonly status: number } & (
  Receipt | { readonly error: ErrorBody }
);

const mostItems = 500;
const itemsPerBreath = 10;
const batchWords = `Give "items" as a list of 1 to ${mostItems}; send more in several requests.`;
const batchShape = itemShape(
  { items: z.array(z.unknown(), { error: batchWords }).min(1, batchWords).max(mostItems, batchWords) },
  batchWords,
);
const nameShape = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** The handler behind the doors. */
export function itemsRoute<Item>({ idempotency, surroundings }: ItemsNeeds, kind: ItemsKind<Item>): RequestHandler {
  /** One item, recorded or refused; what is no refusal goes on up. */
  async function settle(
    sender: Sender,
    given: unknown,
    below: string,
  ): Promise<{ status: number; body: Receipt | { error: ErrorBody } }> {
    try {
      return { status: 200, body: await kind.record(sender, parsed(kind.shape, given)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, error: body } = refusalAnswer(error, below);
      return { status, body: { error: body } };
    }
  }

  async function settleAll(sender: Sender, items: readonly unknown[]) {
    const results: ItemResult[] = [];
    for (const [index, item] of items.entries()) {
      if (index % itemsPerBreath === itemsPerBreath - 1) await surroundings.breathe();
      const { status, body } = await settle(sender, item, `items.${index}`);
      results.push({ index, status, ...body });
    }
    const recorded = results.filter(({ status }) => status === 200).length;
    return { status: 200, body: { recorded, refused: results.length - recorded, results } };
  }

  return async (request, response) => {
    const sender = { key: keyOf(request), course: courseOf(request) };
    const body: unknown = request.body;
    const batch = isBatch(body) ? parsed(batchShape, body) : null;
    // A single item that cannot be read is refused before anything is carried out or kept.
    if (!batch) parsed(kind.shape, body);
    const work = async () => {
      const { status, body: answer } = batch ? await settleAll(sender, batch.items) : await settle(sender, body, '');
      return { status, body: JSON.stringify(answer) };
    };
    const name = requestName(request);
    if (name === null) {
      const { status, body: answer } = await work();
      return void response.status(status).type('json').send(answer);
    }
    const scope = JSON.stringify([sender.key.id, sender.course.id, kind.name]);
    const carried = await idempotency.once({ scope, name, content: canonical(body) }, work);
    if (carried.kind === 'reused')
      throw new ApiRefusal(
        422,
        'invalid',
        'This Idempotency-Key was sent with another body within 24 hours. Use a new one for a new request.',
        'Idempotency-Key',
      );
    if (carried.kind === 'under way')
      throw new ApiRefusal(
        409,
        'under-way',
        'The first request with this Idempotency-Key is still being carried out. Ask again in a moment.',
        'Idempotency-Key',
        { 'Retry-After': '2' },
      );
    if (carried.isReplay) response.set('Idempotency-Replayed', 'true');
    response.status(carried.answer.status).type('json').send(carried.answer.body);
  };
}

function isBatch(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'items');
}

/** @throws Refusal invalid with every fault */
function parsed<T>(shape: ZodType<T>, given: unknown): T {
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  throw new Refusal('invalid', faults[0]!.message, faults);
}

/** The name that the request gives itself; null without one. */
function requestName(request: Request): string | null {
  const given = request.get('idempotency-key');
  if (given === undefined) return null;
  const name = nameShape.safeParse(given).data;
  if (name === undefined)
    throw new ApiRefusal(
      422,
      'invalid',
      'Give the Idempotency-Key in 1 to 200 visible characters, such as a UUID.',
      'Idempotency-Key',
    );
  return name;
}

/** A body as one text, the same for members in any order. */
function canonical(body: unknown): string {
  return JSON.stringify(body, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
