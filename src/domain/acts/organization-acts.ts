// Acts about what belongs to the whole organization (policies, API keys, lead instructors), in words.

import { scopes, scopeWords } from '../api-key.ts';
import type { ActTable, Told } from './told.ts';

export const organizationActs: ActTable = {
  'policy begun': (told) => `began the policy “${told.text('name')}”`,
  'policy published': (told) =>
    `published version ${told.text('number')} of the policy${told.has('label') ? `, “${told.text('label')}”` : ''}${told.has('effectiveFrom') ? `, in force from ${told.day('effectiveFrom')}` : ''}`,
  'policy taken back': (told) => `began the draft of the policy anew from version ${told.text('number')}`,
  'policy put away': () => 'put the policy away',
  'policy brought back': () => 'brought the policy back',
  'lead named': () => 'named this person lead instructor',
  'lead taken back': () => 'took back that this person is lead instructor',
  'API key issued': (told) => `made the API key “${told.text('name')}”, which may: ${mayWords(told)}`,
  'API key revoked': (told) => `revoked the API key “${told.text('name')}”`,
};

function mayWords(told: Told): string {
  const given = told.whole()['scopes'];
  const words = scopes.filter((scope) => Array.isArray(given) && given.includes(scope)).map(scopeWords);
  return words.join('; ').toLowerCase() || 'nothing';
}
