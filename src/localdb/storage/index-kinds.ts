/** The options that go with the kinds of indexes: on words, on places, by hash and on any field. */
import { DatabaseError } from '../errors.ts';
import { kindOf } from '../values/index-kinds.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, show, toNumber } from '../values/values.ts';
import { isEnglish } from '../words/tokens.ts';

/** Checks what an index says beyond its key for its kind; answers it as it is stored and listed. */
export function checkKind(spec: Doc, key: Doc): Doc {
  switch (kindOf(key)) {
    case 'text':
      return checkText(spec, key);
    case 'geo':
      return checkPlaces(spec, key);
    case 'hashed':
      return checkHashed(spec, key);
    case 'wildcard':
      return checkWildcard(spec);
    default:
      return {};
  }
}

/** The fields of an index on words are listed with their weights; its key has a form of its own. */
function checkText(spec: Doc, key: Doc): Doc {
  if (isTruthy(spec.unique)) throw new DatabaseError(67, "Index type 'text' does not support the unique option");
  const given = isDocument(spec.weights) ? spec.weights : {};
  // An index that has been listed says its fields by their weights alone.
  const named = Object.keys(key).filter((name) => key[name] === 'text' && name !== '_fts');
  const weights = [...new Set([...named, ...Object.keys(given)])].map((name) => {
    const weight = given[name] === undefined ? 1 : toNumber(given[name]);
    if (weight === undefined || weight <= 0 || weight >= 1_000_000) {
      throw new DatabaseError(
        67,
        `weight for text index needs to be a number from 1 to 999999, found ${show(given[name])}`,
      );
    }
    return [name, weight] as const;
  });
  const { default_language: language = 'english', language_override: override = 'language' } = spec;
  isEnglish(String(language));
  return {
    key: textKey(key),
    weights: Object.fromEntries(weights.sort(([a], [b]) => (a < b ? -1 : 1))),
    default_language: language,
    language_override: override,
    textIndexVersion: 3,
  };
}

function textKey(key: Doc): Doc {
  const fields = Object.entries(key).flatMap(([name, value]) =>
    value === 'text'
      ? [
          ['_fts', 'text'],
          ['_ftsx', 1],
        ]
      : [[name, value]],
  );
  return Object.fromEntries(fields) as Doc;
}

function checkPlaces(spec: Doc, key: Doc): Doc {
  const kinds = Object.values(key);
  if (kinds.includes('2dsphere')) return { '2dsphereIndexVersion': 3 };
  const [min, max] = [toNumber(spec.min) ?? -180, toNumber(spec.max) ?? 180];
  if (min >= max) throw new DatabaseError(67, 'region for hash must be valid');
  return Object.fromEntries(
    ['bits', 'min', 'max'].filter((name) => spec[name] !== undefined).map((name) => [name, spec[name]]),
  );
}

function checkHashed(spec: Doc, key: Doc): Doc {
  if (isTruthy(spec.unique)) {
    throw new DatabaseError(16764, 'Currently hashed indexes cannot guarantee uniqueness. Use a regular index.');
  }
  if (Object.values(key).filter((value) => value === 'hashed').length > 1) {
    throw new DatabaseError(31303, `A maximum of one index field is allowed to be hashed, found more in ${show(key)}`);
  }
  return {};
}

function checkWildcard(spec: Doc): Doc {
  for (const option of ['unique', 'expireAfterSeconds', 'sparse']) {
    if (spec[option] !== undefined && spec[option] !== false) {
      throw new DatabaseError(67, `Index type 'wildcard' does not support the ${option} option`);
    }
  }
  return spec.wildcardProjection === undefined ? {} : { wildcardProjection: spec.wildcardProjection };
}
