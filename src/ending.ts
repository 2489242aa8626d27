// Ending in order: a signal, or the end of the npm that started us, closes everything once and within 8 seconds.

/** What closes when the program is told to end. */
export type Close = (why: string) => Promise<void>;

/** Well below the 8 s that deployers are promised; whatever still holds the process by then must not. */
const longestEndingMs = 7000;
const parentWatchMs = 500;

/**
 * Calls `close` once when the process is told to end. npm hands a signal on to the shell that it started, and some shells end without
 * telling us; so under npm the end of that shell counts as a signal too.
 */
export function endWith(close: Close, { isUnderNpm }: { readonly isUnderNpm: boolean }): void {
  let isEnding = false;
  const end = (why: string): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(process.exitCode ?? 0), longestEndingMs).unref();
    void close(why).finally(() => process.exit(process.exitCode ?? 0));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  const parent = process.ppid;
  if (isUnderNpm && parent > 1)
    setInterval(() => {
      if (process.ppid !== parent) end('the npm that started Resit has ended');
    }, parentWatchMs).unref();
}
