/** The wire protocol: messages whole, in pieces, and broken. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Double } from 'bson';
import { expect } from 'chai';
import type { Socket } from 'node:net';
import { decode } from '../../src/localdb/values/raw-bson.ts';
import { encode } from '../../src/localdb/values/write-bson.ts';
import { decodeBody, encodeReply, messageSplitter, parseRequest } from '../../src/localdb/wire.ts';
import type { Doc } from '../../src/localdb/values/values.ts';
import { openTestDatabase } from '../support/database.ts';

function message(body: Doc, options: { id?: number; flags?: number; extra?: Buffer } = {}): Buffer {
  const head = Buffer.alloc(20);
  const section = Buffer.concat([Buffer.of(0), encode(body), options.extra ?? Buffer.alloc(0)]);
  head.writeInt32LE(head.length + section.length, 0);
  head.writeInt32LE(options.id ?? 7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(options.flags ?? 0, 16);
  return Buffer.concat([head, section]);
}

function sequence(name: string, docs: Doc[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map(encode)]);
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeInt32LE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

describe('localdb wire protocol', () => {
  it('reads the documents within a body and those beside it', () => {
    const request = parseRequest(message({ insert: 'c' }, { extra: sequence('documents', [{ a: 1 }, { a: 2 }]) }));
    expect(request.sequences.get('documents')!.map((bytes) => decode(bytes))).to.deep.equal([{ a: 1 }, { a: 2 }]);
    expect(decodeBody(parseRequest(message({ insert: 'c', documents: [{ a: 1 }], $db: 'x' })).body)).to.deep.equal({
      insert: 'c',
      $db: 'x',
    });
  });

  it('answers under the number of the request', () => {
    const request = parseRequest(message({ ping: 1 }, { id: 99 }));
    const reply = encodeReply(request, { ok: 1 });
    expect(reply.readInt32LE(0)).to.equal(reply.length);
    expect(reply.readInt32LE(8)).to.equal(99);
    expect(decode(reply.subarray(21))).to.deep.equal({ ok: new Double(1) });
  });

  it('sends stored documents as they are', () => {
    const batch = [encode({ a: 1 }), encode({ b: [2] })];
    const reply = encodeReply(parseRequest(message({ find: 'c' })), {
      batchName: 'firstBatch',
      batch,
      cursorId: 5n,
      namespace: 'x.c',
    });
    const { cursor } = decode(reply.subarray(21)) as { cursor: Doc };
    expect(cursor.firstBatch).to.deep.equal([{ a: 1 }, { b: [2] }]);
    expect(String(cursor.id)).to.equal('5');
    expect(cursor.ns).to.equal('x.c');
  });

  it('puts messages together from pieces of any size', () => {
    const sent = [message({ ping: 1 }), message({ find: 'x'.repeat(300) }), message({ ping: 2 })];
    const stream = Buffer.concat(sent);
    for (const size of [1, 7, 16, 100, stream.length]) {
      const received: Buffer[] = [];
      const split = messageSplitter((one) => received.push(Buffer.from(one)));
      for (let at = 0; at < stream.length; at += size) split(stream.subarray(at, at + size));
      expect(received.map((one) => one.toString('hex'))).to.deep.equal(sent.map((one) => one.toString('hex')));
    }
  });

  it('refuses lengths that cannot be', () => {
    const bad = Buffer.alloc(16);
    bad.writeInt32LE(5, 0);
    expect(() => messageSplitter(() => undefined)(bad)).to.throw('bad message length');
    const cut = message({ ping: 1 }, { extra: sequence('documents', [{ a: 1 }]) });
    cut.writeInt32LE(10_000, cut.length - encode({ a: 1 }).length - 'documents\0'.length - 4);
    expect(() => parseRequest(cut)).to.throw('beyond its message');
  });
});

(process.env.TEST_MONGODB_URI ? describe.skip : describe)('localdb server and broken messages', () => {
  async function exchange(socket: Socket, bytes: Buffer): Promise<Doc | 'hung up'> {
    socket.write(bytes);
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [undefined])])) as [
      Buffer?,
    ];
    return chunk ? decode(chunk.subarray(21)) : 'hung up';
  }

  it('hangs up on what is no message, and goes on serving others', async () => {
    const database = await openTestDatabase();
    const path = decodeURIComponent(new URL(database.uri.replace('mongodb://', 'http://x/')).pathname.split('/')[1]!);
    const open = async (): Promise<Socket> => {
      const socket = connect(path);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket;
    };
    const [good, bad, wrong] = [await open(), await open(), await open()];
    expect(await exchange(good, message({ ping: 1, $db: 'x' }))).to.deep.equal({ ok: new Double(1) });
    expect(await exchange(bad, Buffer.alloc(64, 255))).to.equal('hung up');
    const unknownOperation = message({ ping: 1 });
    unknownOperation.writeInt32LE(2010, 12);
    expect(await exchange(wrong, unknownOperation)).to.equal('hung up');
    expect(await exchange(good, message({ ping: 1, $db: 'x' }))).to.deep.equal({ ok: new Double(1) });
    good.destroy();
    await database.close();
  });
});
