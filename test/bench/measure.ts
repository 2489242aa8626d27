// The measurement itself: a class launches, starts and saves against a server in its own process, beside the bare driver.

import mongoose from 'mongoose';
import { runningServerUri } from '../../src/localdb/open.ts';
import { boardEveryMs, boardFigures, boardStudents, openAlone, openBoard } from './board.ts';
import { boardCourseLabel, openClassroom, type Visitor } from './classroom.ts';
import { prepare, start, type Candidate } from './candidates.ts';
import { countLost } from './held-answers.ts';
import { httpClient, type HttpClient } from './http-client.ts';
import { latencies, rounded, type Latencies } from './latencies.ts';
import { atFullSpeed, atPace, inTurns, joined, type LoadRun } from './load.ts';
import { rawUpdates } from './raw-updates.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export interface BenchOptions {
  /** How long saves are sustained at their pace. */
  readonly seconds: number;
  readonly progress: (words: string) => void;
}

/** Every figure under a plain name that ends in its unit. */
export type Figures = Readonly<Record<string, number>>;

export const classSize = 400;
export const savesPerSecond = 300;
/** How many saves, or bare updates, are under way at once at full speed. */
export const hands = 64;
/** Each turn at full speed: short for the bare driver, so that what the application keeps in memory for 10 s stays there. */
const rawSeconds = 1;
const savingSeconds = 3;
const rounds = 4;
/** Bare updates go to copies of so many attempts. */
const rawCopies = 100;
/** How often the instructor looks at the exam while it is sat. */
const instructorEveryMs = 5000;
/** How long saves are sustained beside the board, at most. */
const boardSeconds = 30;

/** Runs the whole bench and answers its figures. The server is killed at the end in the middle of saving. */
export async function measure({ seconds, progress }: BenchOptions): Promise<Figures> {
  progress('starting the server and filling its item bank');
  const server = await startServer();
  const client = httpClient(200);
  const classroom = await openClassroom(server, client, classSize).catch(async (error: unknown) => {
    await server.remove();
    throw error;
  });
  try {
    const instructor = await classroom.setUp();
    progress(`launching ${classSize} students`);
    const { launches, seconds: launchSeconds } = await classroom.launchAll();
    const visitors = await inTurns(launches, 16, classroom.enter);
    progress(`${classSize} students start at once`);
    const starting = await startAll(client, visitors);
    const { candidates } = starting;
    progress(`bare updates and saves at full speed, ${rounds} times in turns`);
    const { inside, outside, saves } = await atTopSpeed(server, candidates);
    progress(`${savesPerSecond} saves a second for ${seconds} s`);
    const sustained = await sustain(server, client, candidates, instructor, seconds);
    progress(`a board of ${boardStudents} students, alone and beside the saves`);
    const boardVisitor = await classroom.enterBoardCourse();
    await server.ask({ board: { label: boardCourseLabel, students: boardStudents } });
    const alone = await openAlone(client, boardVisitor);
    const beside = await sustainWithBoard(server, client, candidates, boardVisitor, Math.min(seconds, boardSeconds));
    progress('killing the server in the middle of saving, and looking what it kept');
    await killWhileSaving(server, candidates);
    const lost = await countLost(server.databaseDirectory, candidates);
    return {
      'launches.perSecond': rounded(classSize / launchSeconds),
      ...starting.figures,
      ...savingFigures('autosave', saves),
      'autosave.rawUpdatesPerSecond': rounded(inside),
      'autosave.ratio': rounded(saves.perSecond / inside),
      'autosave.rawUpdatesFromOutsidePerSecond': rounded(outside),
      'autosave.ratioFromOutside': rounded(saves.perSecond / outside),
      'autosave.lost': lost,
      'autosave.acknowledged': saves.latencies.count() + sustained.run.latencies.count() + beside.run.latencies.count(),
      ...savingFigures('sustained', sustained.run),
      'sustained.seconds': rounded(sustained.run.seconds),
      'eventLoop.worstDelayMs': rounded(sustained.worstDelayMs),
      ...boardFigures(alone, beside.openings),
      'eventLoop.worstDelayWithBoardMs': rounded(beside.worstDelayMs),
      'sustainedWithBoard.p99Ms': rounded(beside.run.latencies.percentile(99)),
    };
  } finally {
    client.close();
    await classroom.close();
    await server.remove();
  }
}

/**
 * Bare updates and saves in turns, so that whatever else the machine does meanwhile hits them alike: by the server's own driver in
 * its own process, by a driver in the process of the bench, and through everything.
 */
async function atTopSpeed(
  server: ServerProcess,
  candidates: readonly Candidate[],
): Promise<{ inside: number; outside: number; saves: LoadRun }> {
  const attemptIds = candidates.slice(0, rawCopies).map(({ attemptId }) => attemptId);
  const order = { attemptIds, hands, seconds: rawSeconds };
  const uri = await runningServerUri(server.databaseDirectory);
  const connection = await mongoose.createConnection(`${uri}resit`, { maxPoolSize: 100 }).asPromise();
  const [inside, outside, saves]: [number[], number[], LoadRun[]] = [[], [], []];
  const save = (turn: number): Promise<void> => candidates[turn % candidates.length]!.save();
  try {
    await atFullSpeed(hands, rawSeconds, save);
    for (let round = 0; round < rounds; round += 1) {
      inside.push(Number(await server.ask({ raw: order })));
      outside.push((await rawUpdates(connection, order)).perSecond);
      saves.push(await atFullSpeed(hands, savingSeconds, save));
    }
  } finally {
    await connection.close();
  }
  return { inside: mean(inside), outside: mean(outside), saves: joined(saves) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function savingFigures(name: string, { latencies, perSecond }: LoadRun): Figures {
  return {
    [`${name}.perSecond`]: rounded(perSecond),
    [`${name}.p50Ms`]: rounded(latencies.percentile(50)),
    [`${name}.p95Ms`]: rounded(latencies.percentile(95)),
    [`${name}.p99Ms`]: rounded(latencies.percentile(99)),
    [`${name}.worstMs`]: rounded(latencies.percentile(100)),
  };
}

/** Papers are drawn ahead; then everybody presses Start at the same moment. */
async function startAll(
  client: HttpClient,
  visitors: readonly Visitor[],
): Promise<{ candidates: Candidate[]; figures: Figures }> {
  const preparing = performance.now();
  await inTurns(visitors, 16, (visitor) => prepare(client, visitor));
  const from = performance.now();
  const taken = latencies();
  const candidates = await inTurns(visitors, visitors.length, async (visitor) => {
    const started = await start(client, visitor);
    taken.add(performance.now() - from);
    return started;
  });
  const seconds = (performance.now() - from) / 1000;
  return {
    candidates,
    figures: {
      'papers.perMinute': rounded((visitors.length / (from - preparing)) * 60_000),
      'starts.perMinute': rounded((visitors.length / seconds) * 60),
      'starts.p99Ms': rounded(taken.percentile(99)),
    },
  };
}

/** Saves at their pace, with the instructor looking at the exam now and then, and the event loop watched. */
async function sustain(
  server: ServerProcess,
  client: HttpClient,
  candidates: readonly Candidate[],
  { visitor, examUrl }: { visitor: Visitor; examUrl: string },
  seconds: number,
): Promise<{ run: LoadRun; worstDelayMs: number }> {
  await server.ask('watch');
  let failure: unknown = null;
  const looking = setInterval(() => {
    client.send(examUrl, { method: 'GET', cookie: visitor.cookie }).catch((error: unknown) => (failure = error));
  }, instructorEveryMs);
  try {
    const run = await atPace(savesPerSecond, seconds, (turn) => candidates[turn % candidates.length]!.save());
    if (failure) throw failure;
    return { run, worstDelayMs: Number(await server.ask('delay')) };
  } finally {
    clearInterval(looking);
  }
}

/** Saves at their pace while somebody opens the large board again and again. */
async function sustainWithBoard(
  server: ServerProcess,
  client: HttpClient,
  candidates: readonly Candidate[],
  visitor: Visitor,
  seconds: number,
): Promise<{ run: LoadRun; openings: Latencies; worstDelayMs: number }> {
  await server.ask('watch');
  const openings = latencies();
  let isOver = false;
  const opening = (async () => {
    while (!isOver) {
      openings.add((await openBoard(client, visitor)).ms);
      await new Promise((resolve) => setTimeout(resolve, boardEveryMs));
    }
  })();
  const run = await atPace(savesPerSecond, seconds, (turn) => candidates[turn % candidates.length]!.save());
  isOver = true;
  await opening;
  return { run, openings, worstDelayMs: Number(await server.ask('delay')) };
}

/** Kills the server after a second at full speed. Saves that were not answered any more are nobody's promise. */
async function killWhileSaving(server: ServerProcess, candidates: readonly Candidate[]): Promise<void> {
  let isDead = false;
  const saving = atFullSpeed(hands, 5, async (turn) => {
    if (isDead) return;
    await candidates[turn % candidates.length]!.save().catch((error: unknown) => {
      if (!isDead) throw error;
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  isDead = true;
  await server.kill();
  await saving;
}
