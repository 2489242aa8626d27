/** `$text`: which documents hold the words that are looked for, and how well they fit. */
import { DatabaseError, badValue, failedToParse, typeMismatch } from '../errors.ts';
import type { IndexLook } from '../values/index-kinds.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber, typeName } from '../values/values.ts';
import type { Reading } from './tokens.ts';
import { folded, isEnglish, wordsOf } from './tokens.ts';

/** A search for words that has been read. */
export interface TextSearch {
  matches: (doc: Doc) => boolean;
  /** How well a document fits, by MongoDB's formula. */
  scoreOf: (doc: Doc) => number;
}

interface Wanted {
  words: Set<string>;
  phrases: string[];
  unwantedWords: Set<string>;
  unwantedPhrases: string[];
}

const OPTIONS = ['$search', '$language', '$caseSensitive', '$diacriticSensitive'];

/** Reads the operand of `$text`. Refuses what is none (2, 9, 14), and (27) where there is no index on words. */
export function readTextSearch(operand: unknown, indexes: readonly IndexLook[] | undefined): TextSearch {
  if (!isDocument(operand)) throw badValue('$text expects an object');
  const unknown = Object.keys(operand).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw badValue(`extra fields in $text: ${unknown}`);
  const { $search: search, $language: language } = operand;
  if (typeof search !== 'string') {
    throw typeMismatch(`"$search" had the wrong type. Expected string, found ${typeName(search)}`);
  }
  if (language !== undefined && typeof language !== 'string') throw typeMismatch('"$language" must be a string');
  const index = indexes?.find(({ kind }) => kind === 'text');
  if (indexes && !index) throw new DatabaseError(27, 'text index required for $text query');
  const reading: Reading = {
    isEnglish: isEnglish(language ?? String(index?.spec.default_language ?? 'english')),
    caseSensitive: flagOf(operand, '$caseSensitive'),
    diacriticSensitive: flagOf(operand, '$diacriticSensitive'),
  };
  const wanted = readSearch(search, reading);
  if (!index) return { matches: () => false, scoreOf: () => 0 };
  const fields = weightedFields(index);
  return {
    matches: (doc) => fits(textsOf(doc, fields), wanted, reading),
    scoreOf: (doc) =>
      textsOf(doc, fields).reduce((sum, { text, weight }) => sum + score(text, weight, wanted, reading), 0),
  };
}

function flagOf(operand: Doc, name: string): boolean {
  const value = operand[name];
  if (value !== undefined && typeof value !== 'boolean') throw failedToParse(`"${name}" must be a boolean`);
  return value === true;
}

/** `coffee -shop "ice cream"`: words, words that must not be there, and phrases. */
function readSearch(search: string, reading: Reading): Wanted {
  const wanted: Wanted = { words: new Set(), phrases: [], unwantedWords: new Set(), unwantedPhrases: [] };
  for (const [, minus, phrase, word] of search.matchAll(/(?<=^|\s)(-?)"([^"]*)"|(\S+)/g)) {
    if (phrase !== undefined) {
      (minus ? wanted.unwantedPhrases : wanted.phrases).push(folded(phrase, reading));
      if (!minus) for (const one of wordsOf(phrase, reading)) wanted.words.add(one);
    } else {
      const isUnwanted = word!.startsWith('-');
      for (const one of wordsOf(word!, reading)) (isUnwanted ? wanted.unwantedWords : wanted.words).add(one);
    }
  }
  return wanted;
}

function weightedFields({ spec }: IndexLook): [path: string, weight: number][] {
  return Object.entries(spec.weights as Doc).map(([path, weight]) => [path, toNumber(weight) ?? 1]);
}

interface WeightedText {
  text: string;
  weight: number;
}

function textsOf(doc: Doc, fields: readonly [path: string, weight: number][]): WeightedText[] {
  return fields.flatMap(([path, weight]) => {
    const values = path === '$**' ? allTexts(doc) : findValues(doc, path.split('.')).flat();
    return values.filter((value) => typeof value === 'string').map((text) => ({ text, weight }));
  });
}

function allTexts(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(allTexts);
  return isDocument(value) ? Object.values(value).flatMap(allTexts) : [value];
}

function fits(texts: readonly WeightedText[], wanted: Wanted, reading: Reading): boolean {
  const forms = texts.map(({ text }) => folded(text, reading));
  const holdsPhrase = (phrase: string): boolean => forms.some((form) => form.includes(phrase));
  if (wanted.unwantedPhrases.some(holdsPhrase) || !wanted.phrases.every(holdsPhrase)) return false;
  const words = texts.flatMap(({ text }) => wordsOf(text, reading));
  if (words.some((word) => wanted.unwantedWords.has(word))) return false;
  return words.some((word) => wanted.words.has(word));
}

/** Each time a word comes again it counts half as much; a short text counts more, one that is the word itself most. */
function score(text: string, weight: number, wanted: Wanted, reading: Reading): number {
  const words = wordsOf(text, reading);
  const found = new Map<string, { count: number; frequency: number; share: number }>();
  for (const word of words) {
    const known = found.get(word) ?? { count: 0, frequency: 0, share: 2 };
    const share = known.share / 2;
    found.set(word, { count: known.count + 1, frequency: known.frequency + share, share });
  }
  let sum = 0;
  for (const [word, { count, frequency }] of found) {
    if (!wanted.words.has(word)) continue;
    const coefficient = (0.5 * count) / words.length + 0.5;
    sum += weight * frequency * coefficient * (folded(text, reading) === word ? 1.1 : 1);
  }
  return sum;
}
