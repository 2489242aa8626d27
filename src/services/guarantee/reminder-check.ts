// Whether a reminder still holds when it is sent: a mail may wait through the night, and its reader may have acted meanwhile.

import { aboutLoss, lossOf, retakeLossOf } from '../../domain/reminders/loss.ts';
import { isRetakeNews } from '../../domain/retakes/news.ts';
import type { MailRow } from '../../stores/guarantee/mail-store.ts';
import type { Eligibility } from './eligibility.ts';
import type { RetakesOfPeople } from './reminders.ts';

interface Needs {
  readonly eligibility: Pick<Eligibility, 'judge'>;
  readonly retakes: RetakesOfPeople;
}

type Mail = Pick<MailRow, 'organizationId' | 'platformId' | 'courseId' | 'personId' | 'kind' | 'about'>;

/** Answers for one mail at a time; whatever is no reminder of a loss holds always. */
export function reminderCheck({ eligibility, retakes }: Needs) {
  return async (mail: Mail): Promise<boolean> => {
    const { kind, about, personId } = mail;
    if (about === '' || (kind !== 'deadlines' && (kind !== 'retakes' || isRetakeNews(about)))) return true;
    if (kind === 'retakes') {
      const own = (await retakes.ofPeople(mail, [personId])).get(personId) ?? [];
      return own.some(({ entitlement, standing }) => saysSo(retakeLossOf(entitlement, standing), about));
    }
    const judgment = await eligibility.judge(mail, personId);
    return judgment.kind === 'judged' && saysSo(lossOf(judgment.verdict), about);
  };
}

function saysSo(loss: ReturnType<typeof lossOf>, about: string): boolean {
  return loss !== null && aboutLoss(loss) === about;
}
