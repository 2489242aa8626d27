// How values of a policy stand in form fields: each kind of field shows a value as text and reads the text back.

import { asObject } from '../guarantee/reading.ts';

/** What stands in the inputs of one field, by the name of each input; most fields have one, called "". */
export type Entry = Readonly<Record<string, string>>;

/** One kind of field. */
export interface Codec {
  /** The names of its inputs. */
  readonly inputs: readonly string[];
  /** The value as text; null where this kind of field cannot show it, so that it stays JSON. */
  readonly show: (value: unknown) => Entry | null;
  /**
   * The value that the text means; undefined for none. What cannot be understood is given back as it was typed: the
   * draft keeps it, and the checks name its place and its cure.
   */
  readonly read: (entry: Entry) => unknown;
}

export type FieldKind =
  | 'amount'
  | 'amountOrHours'
  | 'anchor'
  | 'number'
  | 'score'
  | 'scoreOrParts'
  | 'yesNo'
  | 'presence'
  | 'choice'
  | 'text'
  | 'longText'
  | 'value'
  | 'list'
  | 'numbers'
  | 'days'
  | 'measure';

/** The units of amounts, in the order of the list to choose from. */
export const UNITS = ['days', 'businessDays', 'weeks', 'months', 'years', 'hours'] as const;

/** What an attendance rule can measure. */
export const MEASURES = ['all', 'missMax', 'pct', 'maxAbsentMinutes'] as const;

/** The word in an anchor's list that stands for "as written beside it". */
export const OWN_ANCHOR = '+';

const only = (text: string): Entry => ({ '': text });
const typedIn = (entry: Entry, input = ''): string => (entry[input] ?? '').trim();
const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** "80", "80,5" and "80 %" are numbers; anything else stays as typed. */
function numberOrText(text: string): number | string | undefined {
  if (text === '') return undefined;
  const plain = text.replace(/\s*%$/, '').replace(',', '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : text;
}

/** A number, or what somebody typed in its place. A number written as text is neither: a field would make it a number. */
const isNumeric = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && typeof numberOrText(value) !== 'number');

const numberField: Codec = {
  inputs: [''],
  show: (value) => (value === undefined ? only('') : isNumeric(value) ? only(String(value)) : null),
  read: (entry) => numberOrText(typedIn(entry)),
};

function oneText(read: (text: string) => unknown): Codec {
  return {
    inputs: [''],
    show: (value) => (value === undefined ? only('') : isPlain(value) ? only(String(value)) : null),
    read: (entry) => read(typedIn(entry)),
  };
}

const textOrNothing = (text: string): string | undefined => (text === '' ? undefined : text);

function ticked(isTicked: (value: unknown) => boolean, whenTicked: unknown): Codec {
  return {
    inputs: [''],
    show: (value) => {
      if (isTicked(value)) return only('yes');
      return value === undefined || value === false ? only('') : null;
    },
    read: (entry) => (typedIn(entry) === 'yes' ? whenTicked : undefined),
  };
}

function listOf(join: string, read: (word: string) => unknown, isItem: (value: unknown) => boolean): Codec {
  return {
    inputs: [''],
    show: (value) => {
      if (value === undefined) return only('');
      return Array.isArray(value) && value.every(isItem) ? only(value.map(String).join(join)) : null;
    },
    read: (entry) => {
      const words = typedIn(entry)
        .split(/[,;\r\n]+/)
        .map((word) => word.trim())
        .filter((word) => word !== '');
      return words.length === 0 ? undefined : words.map(read);
    },
  };
}

const isWord = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && value.trim() === value && !/[,;\r\n]/.test(value);

function amount(units: readonly string[]): Codec {
  return {
    inputs: ['count', 'unit'],
    show: (value) => {
      if (value === undefined) return { count: '', unit: 'days' };
      const members = Object.entries(asObject(value) ?? {});
      const [unit, count] = members[0] ?? [];
      if (members.length !== 1 || unit === undefined || !units.includes(unit) || !isNumeric(count)) return null;
      return { count: String(count), unit };
    },
    read: (entry) => {
      const count = numberOrText(typedIn(entry, 'count'));
      return count === undefined ? undefined : { [typedIn(entry, 'unit') || 'days']: count };
    },
  };
}

const value: Codec = {
  inputs: [''],
  show: (given) => {
    if (typeof given === 'boolean') return only(given ? 'yes' : 'no');
    return given === undefined ? only('') : isPlain(given) ? only(String(given)) : null;
  },
  read: (entry) => {
    const text = typedIn(entry);
    const said = { yes: true, true: true, no: false, false: false }[text.toLowerCase()];
    return said ?? (/^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : textOrNothing(text));
  },
};

const anchor: Codec = {
  inputs: ['', 'own'],
  show: (given) => {
    if (given !== undefined && typeof given !== 'string') return null;
    return { '': given ?? '', own: '' };
  },
  read: (entry) => textOrNothing(typedIn(entry, typedIn(entry) === OWN_ANCHOR ? 'own' : '')),
};

/** One score, or one for each part of an exam: "60", "Reading: 60, Writing: 55". */
const scoreOrParts: Codec = {
  inputs: [''],
  show: (given) => {
    const parts = asObject(given);
    if (!parts) return numberField.show(given);
    const isShown = ([part, score]: [string, unknown]): boolean =>
      isWord(part) && !part.includes(':') && isNumeric(score);
    const entries = Object.entries(parts);
    return entries.length > 0 && entries.every(isShown)
      ? only(entries.map(([part, score]) => `${part}: ${String(score)}`).join(', '))
      : null;
  },
  read: (entry) => {
    const text = typedIn(entry);
    if (!text.includes(':')) return numberOrText(text);
    const parts = text.split(/[,;\r\n]+/).map((part) => part.trim());
    return Object.fromEntries(
      parts
        .filter((part) => part !== '')
        .map((part) => {
          const [name = '', ...score] = part.split(':');
          return [name.trim(), numberOrText(score.join(':').trim()) ?? ''];
        }),
    );
  },
};

const measure: Codec = {
  inputs: ['kind', 'most'],
  show: (given) => {
    if (given === undefined) return { kind: '', most: '' };
    const members = Object.entries(asObject(given) ?? {});
    const [kind, most] = members[0] ?? [];
    if (members.length !== 1 || kind === undefined) return null;
    if (kind === 'all') return most === true ? { kind, most: '' } : null;
    return MEASURES.some((known) => known === kind) && isNumeric(most) ? { kind, most: String(most) } : null;
  },
  read: (entry) => {
    const kind = typedIn(entry, 'kind');
    if (kind === '') return undefined;
    return kind === 'all' ? { all: true } : { [kind]: numberOrText(typedIn(entry, 'most')) ?? '' };
  },
};

/** The codec of each kind of field. */
export const codecs: Readonly<Record<FieldKind, Codec>> = {
  amount: amount(UNITS.filter((unit) => unit !== 'hours')),
  amountOrHours: amount(UNITS),
  anchor,
  number: numberField,
  score: numberField,
  scoreOrParts,
  yesNo: ticked((given) => given === true, true),
  presence: ticked((given) => asObject(given) !== null, {}),
  choice: oneText(textOrNothing),
  text: oneText(textOrNothing),
  longText: oneText(textOrNothing),
  value,
  list: listOf(', ', (word) => word, isWord),
  numbers: listOf(
    ', ',
    (word) => numberOrText(word),
    (given) => typeof given === 'number',
  ),
  days: listOf('\n', (word) => word, isWord),
  measure,
};
