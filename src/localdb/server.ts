/** The listening socket: takes requests from drivers and sends the answers back, one after the other per connection. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answer } from './commands/dispatch.ts';
import type { Engine } from './engine.ts';
import type { Address } from './lock.ts';
import { encodeReply, messageSplitter, parseRequest } from './wire.ts';

/** Systems cut longer socket paths silently; 104 bytes is the smallest limit in use (macOS). */
const MAX_SOCKET_PATH = 103;

/** A server that accepts connections. */
export interface Listener {
  address: Address;
  /** Takes no new requests, lets those under way finish, then closes. */
  close: () => Promise<void>;
}

/** Listens on a private socket in the directory, or in a private temporary one, or on a port where there are no sockets. */
export async function listen(engine: Engine, directory: string): Promise<Listener> {
  const connections = new Set<Connection>();
  let lastId = 0;
  const server = createServer((socket) => {
    const connection = new Connection(engine, socket, ++lastId);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  const { address, cleanUp } = await bind(server, directory);
  return {
    address,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...connections].map((connection) => connection.end()));
      await closed;
      await cleanUp();
    },
  };
}

interface Bound {
  address: Address;
  cleanUp: () => Promise<void>;
}

async function bind(server: Server, directory: string): Promise<Bound> {
  if (process.platform === 'win32') return bindPort(server);
  const path = join(directory, 'db.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) {
    try {
      return await bindSocket(server, path, async () => rm(path, { force: true }));
    } catch {
      // Some mounted file systems hold no sockets; a temporary directory does.
    }
  }
  return bindTemporary(server);
}

async function bindTemporary(server: Server): Promise<Bound> {
  const path = join(await mkdtemp(join(tmpdir(), 'localdb-')), 'db.sock');
  return bindSocket(server, path, async () => rm(dirname(path), { recursive: true, force: true }));
}

async function bindSocket(server: Server, path: string, cleanUp: () => Promise<void>): Promise<Bound> {
  await rm(path, { force: true });
  await started(server, () => server.listen({ path }));
  await chmod(path, 0o600);
  return { address: { path }, cleanUp };
}

async function bindPort(server: Server): Promise<Bound> {
  await started(server, () => server.listen({ host: '127.0.0.1', port: 0 }));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The database has no port.');
  return { address: { port: bound.port }, cleanUp: async () => undefined };
}

async function started(server: Server, start: () => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      // A connection that could not be taken is its caller's to try again; the others go on.
      server.on('error', () => undefined);
      resolve();
    });
    start();
  });
}

/** One driver's connection. */
class Connection {
  readonly #engine: Engine;
  readonly #socket: Socket;
  readonly #id: number;
  /** The requests of a connection are answered in their order. */
  #queue: Promise<void> = Promise.resolve();
  #ending = false;

  constructor(engine: Engine, socket: Socket, id: number) {
    this.#engine = engine;
    this.#socket = socket;
    this.#id = id;
    const split = messageSplitter((message) => this.#take(message));
    socket.on('data', (chunk: Buffer) => {
      try {
        if (!this.#ending) split(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
  }

  #take(message: Buffer): void {
    this.#queue = this.#queue.then(() => this.#answer(message));
  }

  async #answer(message: Buffer): Promise<void> {
    try {
      const request = parseRequest(message);
      const reply = await answer(this.#engine, request, this.#id);
      if (!request.isSilent && !this.#socket.destroyed) this.#socket.write(encodeReply(request, reply));
    } catch {
      // Not a message of a driver: there is nothing to answer.
      this.#socket.destroy();
    }
  }

  /** Finishes the requests that have come and hangs up. */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#queue;
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#socket.end(() => this.#socket.destroy());
    });
  }
}
