// Structured logs, one JSON object a line on stderr; no token, no request body, no name and no address of a person.

import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** A logger on stderr, so that stdout stays free for what programs answer. `silent` is for tests. */
export function openLog(level: 'info' | 'warn' | 'silent' = 'info'): Logger {
  const redact = {
    paths: ['*.token', '*.id_token', '*.name', '*.email', 'req', 'res', 'headers', 'body'],
    remove: true,
  };
  return pino({ level, base: null, redact }, pino.destination({ dest: 2, sync: true }));
}
