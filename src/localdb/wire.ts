/** MongoDB's wire protocol: OP_MSG, and OP_QUERY for the first hello of a connection. */
import { Double } from 'bson';
import { decode, elements } from './values/raw-bson.ts';
import { encode } from './values/write-bson.ts';
import type { Doc } from './values/values.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** The largest message, as `hello` says. */
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A request as it came. */
export interface Request {
  id: number;
  isLegacy: boolean;
  /** Does the sender wait for no answer? */
  isSilent: boolean;
  /** The command document, as bytes. */
  body: Buffer;
  /** Lists of documents sent beside the body, by the field they belong to. */
  sequences: Map<string, Buffer[]>;
}

/** A reply whose batch of documents goes out as it is stored. */
export interface CursorReply {
  batchName: 'firstBatch' | 'nextBatch';
  batch: readonly Buffer[];
  cursorId: bigint;
  namespace: string;
}

export type Reply = Doc | CursorReply;

/** Reads one whole message. Throws when it is not one that drivers of today send. */
export function parseRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const operation = message.readInt32LE(12);
  if (operation === OP_QUERY) return parseQuery(message, id);
  if (operation !== OP_MSG) throw new Error(`unsupported operation ${operation}`);
  const flags = message.readUInt32LE(HEADER_BYTES);
  const end = flags & CHECKSUM_PRESENT ? message.length - 4 : message.length;
  const sequences = new Map<string, Buffer[]>();
  let body: Buffer | undefined;
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message[at]!;
    const stop = at + 1 + message.readInt32LE(at + 1);
    if (stop > end) throw new Error('a section reaches beyond its message');
    if (kind === 0) body = message.subarray(at + 1, stop);
    else if (kind === 1) readSequence(message.subarray(at + 5, stop), sequences);
    else throw new Error(`unsupported section ${kind}`);
    at = stop;
  }
  if (!body) throw new Error('a message without a body');
  return { id, isLegacy: false, isSilent: (flags & MORE_TO_COME) !== 0, body, sequences };
}

function parseQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const start = nameEnd + 1 + 8;
  const body = message.subarray(start, start + message.readInt32LE(start));
  return { id, isLegacy: true, isSilent: false, body, sequences: new Map() };
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0);
  const documents: Buffer[] = [];
  let at = nameEnd + 1;
  while (at < section.length) {
    const length = section.readInt32LE(at);
    if (length < 5 || at + length > section.length) throw new Error('a document reaches beyond its section');
    documents.push(section.subarray(at, at + length));
    at += length;
  }
  sequences.set(section.toString('utf8', 0, nameEnd), documents);
}

/** The lists of a write command, which are taken as bytes. */
const LISTS = new Set(['documents', 'updates', 'deletes']);

/** The command of a request without the lists of documents that it writes. */
export function decodeBody(body: Buffer): Doc {
  const names = new Set<string>();
  for (const element of elements(body)) if (!LISTS.has(element.name)) names.add(element.name);
  return decode(body, names);
}

function isCursorReply(reply: Reply): reply is CursorReply {
  return 'batchName' in reply && Array.isArray(reply.batch);
}

let lastRequestId = 0;

/** The bytes of an answer to a request. */
export function encodeReply(request: Request, reply: Reply): Buffer {
  const body = isCursorReply(reply) ? encodeCursorReply(reply) : encode(withDoubleOk(reply));
  const head = Buffer.alloc(request.isLegacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5);
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(lastRequestId, 4);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.isLegacy ? OP_REPLY : OP_MSG, 12);
  if (request.isLegacy) {
    // Flags "await capable", then cursor id 0, starting from 0, one document.
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return Buffer.concat([head, body]);
}

/** MongoDB's `ok` is a double, and strongly typed drivers take it for one. */
function withDoubleOk(reply: Doc): Doc {
  return typeof reply.ok === 'number' ? { ...reply, ok: new Double(reply.ok) } : reply;
}

const OK_FIELD = Buffer.from('\x01ok\0\0\0\0\0\0\0\xf0\x3f', 'latin1');

/** `{ cursor: { firstBatch: [...], id, ns }, ok: 1 }`, written by hand so that stored documents need no decoding. */
function encodeCursorReply({ batchName, batch, cursorId, namespace }: CursorReply): Buffer {
  const items = batch.flatMap((doc, i) => [Buffer.from(`\x03${i}\0`), doc]);
  const id = Buffer.allocUnsafe(12);
  id.write('\x12id\0', 0, 'latin1');
  id.writeBigInt64LE(cursorId, 4);
  const name = Buffer.from(`${namespace}\0`);
  const ns = Buffer.concat([Buffer.from('\x02ns\0'), int32(name.length), name]);
  const cursor = wrap([Buffer.from(`\x04${batchName}\0`), wrap(items), id, ns]);
  return wrap([Buffer.from('\x03cursor\0'), cursor, OK_FIELD]);
}

function wrap(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  return Buffer.concat([int32(length), ...parts, Buffer.of(0)], length);
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value, 0);
  return bytes;
}

/** Cuts a stream of bytes into messages. Throws when a length cannot be right. */
export function messageSplitter(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let available = 0;
  let needed = HEADER_BYTES;
  return (chunk) => {
    chunks.push(chunk);
    available += chunk.length;
    while (available >= needed) {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, available);
      const length = bytes.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new Error('bad message length');
      if (available < length) {
        chunks = [bytes];
        needed = length;
        return;
      }
      onMessage(bytes.subarray(0, length));
      const rest = bytes.subarray(length);
      chunks = rest.length ? [rest] : [];
      available = rest.length;
      needed = HEADER_BYTES;
    }
  };
}
