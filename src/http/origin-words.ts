// Who recorded something, in words.

import type { Origin, Source } from '../domain/evidence/recorded.ts';

const ways: Readonly<Record<Source, (by: string) => string>> = {
  staff: (by) => `recorded by ${by}`,
  student: (by) => `given by ${by}`,
  csv: (by) => `from a file that ${by} brought in`,
  api: (by) => `told by another system (${by})`,
  launch: () => 'told by the LMS',
  system: () => 'seen by Resit itself',
};

/** "recorded by Dana Whitfield". */
export function sourceWords({ source, byName }: Pick<Origin, 'source' | 'byName'>): string {
  return ways[source](byName === '' ? 'somebody' : byName);
}
