/** The kinds of indexes, and what filters need to know of an index. */
import type { Doc } from './values.ts';

/**
 * What an index is made for. Those on places, on words and on any field hold no entries here: the collection is searched
 * instead. They say which fields are meant, and some questions may be asked only where they are.
 */
export type IndexKind = 'ordered' | 'hashed' | 'geo' | 'text' | 'wildcard';

/** An index as filters look at it. */
export interface IndexLook {
  kind: IndexKind;
  /** As it was asked for: directions, or the names of kinds. */
  key: Doc;
  /** As `listIndexes` shows it. */
  spec: Doc;
}

/** The kind of an index, by its key. */
export function kindOf(key: Doc): IndexKind {
  const values = Object.values(key);
  if (values.includes('text')) return 'text';
  if (values.includes('2dsphere') || values.includes('2d')) return 'geo';
  if (values.includes('hashed')) return 'hashed';
  return Object.keys(key).some((name) => name.split('.').includes('$**')) ? 'wildcard' : 'ordered';
}
