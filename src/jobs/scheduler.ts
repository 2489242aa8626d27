// The night watch: runs each job again and again, never twice at once, and lets no failure stop the rest.

import type { Logger } from '../log.ts';

/** A job holds no logic: it calls one verb of a service and says how many units it looked after. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<number>;
}

export interface Scheduler {
  start(): void;
  /** Stops starting runs and waits for those under way. */
  stop(): Promise<void>;
}

/** Runs jobs on timers. A run that is still going when its turn comes again is left to finish. */
export function scheduler(jobs: readonly Job[], log: Logger, note: (job: string, units: number) => void): Scheduler {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  async function once(job: Job): Promise<void> {
    try {
      note(job.name, await job.run());
    } catch (error) {
      log.error(
        { job: job.name, err: error instanceof Error ? { type: error.name, message: error.message } : {} },
        'job failed',
      );
    }
  }

  function again(job: Job): void {
    if (isStopped) return;
    const run = once(job).finally(() => {
      running.delete(run);
      if (!isStopped) timers.set(job.name, setTimeout(() => again(job), job.everyMs).unref());
    });
    running.add(run);
  }

  return {
    start: () => jobs.forEach(again),
    async stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
