/** Texts as words: what a text index makes of them. */
import { badValue } from '../errors.ts';
import { stemOf } from './stem.ts';

/** What counts of a text. */
export interface Reading {
  /** English is read for the stems of its words; of other languages every word counts as it is. */
  isEnglish: boolean;
  caseSensitive: boolean;
  diacriticSensitive: boolean;
}

const OTHER_LANGUAGES = new Set(
  'none,da,danish,nl,dutch,fi,finnish,fr,french,de,german,hu,hungarian,it,italian,nb,norwegian,pt,portuguese,ro,romanian,ru,russian,es,spanish,sv,swedish,tr,turkish'.split(
    ',',
  ),
);

/** Reads the name of a language. Refuses (2) one that MongoDB does not know. */
export function isEnglish(language: string): boolean {
  const name = language.toLowerCase();
  if (name === 'en' || name === 'english') return true;
  if (OTHER_LANGUAGES.has(name)) return false;
  throw badValue(`unsupported language: "${language}" for text index version 3`);
}

/** English words so common that nobody looks for them. */
const COMMON = new Set(
  (
    "a about above after again against all am an and any are aren't as at be because been before being below between " +
    "both but by can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from " +
    "further had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his " +
    "how how's i i'd i'll i'm i've if in into is isn't it it's its itself let's me more most mustn't my myself no nor " +
    "not of off on once only or other ought our ours ourselves out over own same shan't she she'd she'll she's should " +
    "shouldn't so some such than that that's the their theirs them themselves then there there's these they they'd " +
    "they'll they're they've this those through to too under until up very was wasn't we we'd we'll we're we've were " +
    "weren't what what's when when's where where's which while who who's whom why why's with won't would wouldn't you " +
    "you'd you'll you're you've your yours yourself yourselves"
  ).split(' '),
);

/** A text in the form in which it is compared. */
export function folded(text: string, { caseSensitive, diacriticSensitive }: Reading): string {
  const cased = caseSensitive ? text : text.toLowerCase();
  return diacriticSensitive ? cased : cased.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** The words of a text that count, in their order, each in the form in which it is compared. */
export function wordsOf(text: string, reading: Reading): string[] {
  const words = text.match(/[\p{L}\p{N}\p{M}_]+(?:['’][\p{L}]+)*/gu) ?? [];
  return words.flatMap((word) => {
    const form = folded(word, reading);
    if (!reading.isEnglish) return [form];
    if (COMMON.has(word.toLowerCase().replaceAll('’', "'"))) return [];
    const stem = stemOf(form.toLowerCase());
    return [reading.caseSensitive ? withCaseOf(form, stem) : stem];
  });
}

/** A stem with the capitals of its word. */
function withCaseOf(word: string, stem: string): string {
  const isCapital = (letter = ''): boolean => letter !== letter.toLowerCase();
  return [...stem].map((letter, i) => (isCapital(word[i]) ? letter.toUpperCase() : letter)).join('');
}
