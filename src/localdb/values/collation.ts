/** Collations: how text is compared by the rules of a language, as bytes like every other key. */
import { DatabaseError, badValue } from '../errors.ts';
import type { Weights } from './collation-weights.ts';
import { weightsOf } from './collation-weights.ts';
import type { TextKey } from './keys.ts';
import { TAG } from './keys.ts';
import type { Doc } from './values.ts';
import { isDocument, show, toInteger, typeName } from './values.ts';

/** A collation that has been read. */
export interface Collation {
  /** Complete, as `listIndexes` shows it. */
  spec: Doc;
  /** Equal for equal collations. */
  id: string;
  textKey: TextKey;
}

/** What a collation is when it says nothing but its locale. */
const DEFAULTS: Doc = {
  caseLevel: false,
  caseFirst: 'off',
  strength: 3,
  numericOrdering: false,
  alternate: 'non-ignorable',
  maxVariable: 'punct',
  normalization: false,
  backwards: false,
};

const CHOICES: Record<string, readonly string[]> = {
  caseFirst: ['upper', 'lower', 'off'],
  alternate: ['non-ignorable', 'shifted'],
  maxVariable: ['punct', 'space'],
};

const known = new Map<string, Collation>();

/** Reads a collation; undefined for the simple one, which compares bytes. Refuses what is none (2, 14, 40414, 40415). */
export function readCollation(value: unknown): Collation | undefined {
  if (!isDocument(value)) {
    throw new DatabaseError(
      14,
      `BSON field 'collation' is the wrong type '${typeName(value)}', expected type 'object'`,
    );
  }
  if (!Object.keys(value).length) return undefined;
  const locale = value.locale;
  if (locale === undefined) {
    throw new DatabaseError(40414, "BSON field 'collation.locale' is missing but a required field");
  }
  if (typeof locale !== 'string') {
    throw new DatabaseError(14, `BSON field 'collation.locale' is the wrong type '${typeName(locale)}'`);
  }
  const tag = languageTag(locale);
  if (locale !== 'simple' && tag === undefined) throw badValue(`Field 'locale' is invalid in: ${show(value)}`);
  const spec: Doc = { locale, ...DEFAULTS };
  for (const [name, option] of Object.entries(value)) {
    if (name !== 'version') spec[name] = checkOption(name, option);
  }
  if (locale === 'simple') return undefined;
  const id = JSON.stringify(spec);
  const found = known.get(id);
  if (found) return found;
  const collation: Collation = { spec: { ...spec, version: '57.1' }, id, textKey: makeTextKey(spec, tag!) };
  known.set(id, collation);
  return collation;
}

function checkOption(name: string, option: unknown): unknown {
  if (name === 'locale') return option;
  if (!Object.hasOwn(DEFAULTS, name)) {
    throw new DatabaseError(40415, `BSON field 'collation.${name}' is an unknown field.`);
  }
  if (name === 'strength') {
    const strength = toInteger(option);
    if (strength === undefined || strength < 1 || strength > 5) {
      throw badValue(`Field 'strength' must be a whole number from 1 to 5, got ${show(option)}`);
    }
    return strength;
  }
  const isRight = CHOICES[name] ? CHOICES[name].includes(String(option)) : typeof option === 'boolean';
  if (!isRight) throw badValue(`Field '${name}' of a collation has an invalid value: ${show(option)}`);
  return option;
}

/** The variants that a locale may name behind its `@`, in the words of language tags. */
const VARIANTS: Record<string, string> = { phonebook: 'phonebk', traditional: 'trad', dictionary: 'dict' };

/** `de_AT@collation=phonebook` as a language tag; undefined when nothing is known of the language. */
function languageTag(locale: string): string | undefined {
  const [name = '', variant] = locale.split('@collation=');
  const tag = name.replaceAll('_', '-');
  try {
    if (!Intl.Collator.supportedLocalesOf([tag]).length) return undefined;
  } catch {
    return undefined;
  }
  return variant === undefined ? tag : `${tag}-u-co-${VARIANTS[variant] ?? variant}`;
}

/** The three levels of a text, each complete before the next: letters, then accents, then case. */
function makeTextKey(spec: Doc, tag: string): TextKey {
  const strength = Number(spec.strength);
  let weights: Weights | undefined;
  return (text) => {
    weights ??= weightsOf(tag, {
      caseFirst: spec.caseFirst as 'upper' | 'lower' | 'off',
      ignored: spec.alternate === 'shifted' ? (spec.maxVariable as 'punct' | 'space') : undefined,
      numeric: spec.numericOrdering === true,
    });
    const { primary, secondary, tertiary, cases } = weights(text);
    const levels = [TAG.string, ...primary, 0, 0];
    if (strength >= 2) levels.push(...(spec.backwards === true ? secondary.reverse() : secondary), 0);
    if (strength < 3 && spec.caseLevel === true) levels.push(...cases, 0);
    if (strength >= 3) levels.push(...tertiary, 0);
    const key = Buffer.from(levels);
    return strength === 5 ? Buffer.concat([key, Buffer.from(text), Buffer.of(0, 0)]) : key;
  };
}
