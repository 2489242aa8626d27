// What the pages of staff need from the floors below; wiring gives it, tests give their own.

import type { Audit } from '../../services/audit.ts';
import type { Exams } from '../../services/exams.ts';
import type { ApiKeys } from '../../services/guarantee/api-keys.ts';
import type { Eligibility } from '../../services/guarantee/eligibility.ts';
import type { Invigilation } from '../../services/invigilation.ts';
import type { Passback } from '../../services/passback.ts';
import type { Surroundings } from '../../services/surroundings.ts';
import type { Renderer } from '../render.ts';

export interface InstructorNeeds {
  readonly render: Renderer['render'];
  readonly eligibility: Eligibility;
  readonly exams: Exams;
  readonly invigilation: Invigilation;
  readonly passback: Pick<Passback, 'sendAgain'>;
  readonly audit: Pick<Audit, 'of'>;
  readonly apiKeys: Pick<ApiKeys, 'list' | 'issue' | 'revoke'>;
  /** The origin under which other systems reach Resit. */
  readonly publicUrl: string;
  /** The time, and ids that name one press of a button. */
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}
