// Acts about retake entitlements, in words.

import { kindWords } from '../retakes/kind.ts';
import type { ActTable, Told } from './told.ts';

/** "the retake voucher" */
const what = (told: Told): string => `the ${told.has('kind') ? kindWords(told.text('kind')).toLowerCase() : 'retake'}`;

export const retakeActs: ActTable = {
  'retake granted': (told) =>
    `granted ${what(told)}${told.has('expiresOn') ? `, good until ${told.day('expiresOn')}` : ''}`,
  'retake booked': (told) =>
    `recorded a booking of ${what(told)}${told.has('startAt') ? ` for ${told.moment('startAt')}` : ''}`,
  'retake booking released': (told) => `took the booking of ${what(told)} out`,
  'retake use recorded': (told) => `recorded that ${what(told)} was used`,
  'retake use taken back': (told) => `took back the use of ${what(told)}`,
  'retake code entered': (told) => `entered the code of ${what(told)}`,
  'retake extended': (told) =>
    `moved the last day of ${what(told)} from ${told.has('before') ? told.day('before') : 'none'} to ${told.has('after') ? told.day('after') : 'none'}`,
  'retake voided': (told) => `made ${what(told)} void`,
  'retake granted again': (told) => `granted ${what(told)} again, in the place of one that was void`,
  'retake replaced': (told) => `replaced ${what(told)}`,
  'refund agreed to': () => 'agreed to a refund as the second person',
  'refund paid': (told) =>
    `recorded that a refund was paid${told.has('on') ? ` on ${told.day('on')}` : ''}${told.has('reference') ? `, reference ${told.text('reference')}` : ''}`,
};
