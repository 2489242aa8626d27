// The bench: what Resit does in a second on this machine, beside what its database does by itself; or, with `crash`, what it survives.

import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { boardEveryMs, boardStudents } from './board.ts';
import { crashRun } from './crash.ts';
import { guaranteeBench } from './guarantee.ts';
import { classSize, hands, measure, savesPerSecond, type Figures } from './measure.ts';

const usage = `Usage: npm run bench [-- options]
  --minutes N   how long saves are sustained, 1 by default
  --json        one JSON object on stdout, progress on stderr
  crash [N]     kill -9 the database N times under load, 20 by default`;

interface Wanted {
  readonly minutes: number;
  readonly isJson: boolean;
  /** Null: the bench itself. */
  readonly kills: number | null;
}

/** The command line, or null where it makes no sense. */
function readArguments(args: readonly string[]): Wanted | null {
  try {
    const options = { minutes: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, count = '20', ...rest] = positionals;
    const minutes = Number(values.minutes);
    const isUnderstood = rest.length === 0 && (command === undefined || command === 'crash') && /^\d{1,4}$/.test(count);
    if (!isUnderstood || !(minutes > 0 && minutes <= 24 * 60)) return null;
    return { minutes, isJson: values.json, kills: command === 'crash' ? Number(count) : null };
  } catch {
    return null;
  }
}

const machine = {
  'machine.cores': availableParallelism(),
  'machine.processor': cpus()[0]?.model ?? 'unknown',
  'machine.node': process.version,
  'machine.platform': `${process.platform} ${process.arch}`,
};

/** What was measured against what, for whoever reads the figures without this file. */
const measured = {
  launches: `${classSize} launches, 16 at once: login, authentication at a pretend Canvas in the bench's own process, launch`,
  starts: `${classSize} students press Start at the same moment, their papers drawn ahead (papers)`,
  autosave: `at full speed, ${hands} saves under way at once: HTTP PUT of one answer over kept-alive connections to the server in its own process, through session, rate limit, service and store, to the acknowledged write of the embedded database; ${classSize} people are sitting`,
  rawUpdates: `updateOne through the MongoDB driver with the same filter and update, ${hands} at once, on copies of the same attempts in the same collection of the same running database, in turns with the saves: in the process of the server, as the application does it (rawUpdates), and in the process of the bench, which has a processor core of its own (rawUpdatesFromOutside)`,
  ratio: 'autosave.perSecond / autosave.rawUpdatesPerSecond; ratioFromOutside likewise',
  lost: 'acknowledged saves of all phases that the database did not hold after the server was killed (SIGKILL) in the middle of saving and its database opened again',
  sustained: `${savesPerSecond} saves a second, measured from when each was due, while the instructor opens the page of the exam every 5 s`,
  eventLoop: 'the longest that the event loop of the server was late during the sustained phase',
  board: `milliseconds from request to last byte of the eligibility board of ${boardStudents} students (board.students), 28 classes and 3 mock exams each, in a course of its own: alone (openMs the median, openFirstMs with nothing read before, openWorstMs the longest), and while ${savesPerSecond} saves a second go on and the board is opened every ${boardEveryMs / 1000} s (openWhileSavingMs, openWhileSavingWorstMs)`,
  eventLoopWithBoard:
    'eventLoop.worstDelayWithBoardMs: the longest that the event loop of the server was late while saves went on and the board was opened; sustainedWithBoard.p99Ms: the saves meanwhile, from when each was due',
  guarantee: 'evaluations of the pass guarantee on one core, in the process of the bench',
};

async function bench({ minutes, isJson }: Wanted): Promise<void> {
  const progress = (words: string): void => console.error(`bench: ${words}`);
  const figures: Figures = await measure({ seconds: minutes * 60, progress });
  progress('judging guarantees');
  const all = { ...figures, ...(await guaranteeBench(6)) };
  if (isJson) console.log(JSON.stringify({ ...all, ...machine, measured }));
  else for (const [name, value] of Object.entries({ ...all, ...machine })) console.log(`${name.padEnd(40)} ${value}`);
  if (figures['autosave.lost'] !== 0) process.exitCode = 1;
}

async function crash(kills: number, isJson: boolean): Promise<void> {
  console.error(`bench: killing the database ${kills} times under load`);
  const report = Object.entries(await crashRun(kills)).map(([name, value]) => [`crash.${name}`, value] as const);
  if (isJson) console.log(JSON.stringify({ ...Object.fromEntries(report), ...machine }));
  else for (const [name, value] of report) console.log(`${name.padEnd(40)} ${value}`);
  const mustBeZero = ['crash.lost', 'crash.inconsistent'];
  if (report.some(([name, value]) => mustBeZero.includes(name) && value !== 0)) process.exitCode = 1;
}

const wanted = readArguments(process.argv.slice(2));
if (!wanted) {
  console.error(usage);
  process.exitCode = 2;
} else if (wanted.kills === null) await bench(wanted);
else await crash(wanted.kills, wanted.isJson);
