/** A projection as a tree of fields, put to documents. */
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';

/** What happens to a field. */
export type Leaf =
  | { kind: 'include' | 'exclude' }
  | { kind: 'computed'; evaluate: (doc: Doc) => unknown }
  /** Changes the field's value; undefined takes it away. */
  | { kind: 'transform'; including: boolean; change: (value: unknown, root: Doc) => unknown };

/** The fields of a projection, by name, level by level. */
export type Tree = Map<string, Leaf | Tree>;

/** Does any field come from an expression? */
export function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some((node) => (node instanceof Map ? hasComputed(node) : node.kind === 'computed'));
}

/** The fields that the tree takes in, in the order of the document. */
export function include(doc: Doc, tree: Tree, root: Doc): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.get(name);
    const value = node === undefined ? undefined : includeValue(doc[name], node, root);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function includeValue(value: unknown, node: Leaf | Tree, root: Doc): unknown {
  if (node instanceof Map) {
    if (Array.isArray(value)) {
      return value
        .filter((item) => isDocument(item) || Array.isArray(item))
        .map((item) => includeValue(item, node, root));
    }
    return isDocument(value) ? include(value, node, root) : undefined;
  }
  if (node.kind === 'include') return value;
  return node.kind === 'transform' ? node.change(value, root) : undefined;
}

/** The fields that the tree does not leave out. */
export function exclude(doc: Doc, tree: Tree, root: Doc): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.get(name);
    const value = node === undefined ? doc[name] : excludeValue(doc[name], node, root);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function excludeValue(value: unknown, node: Leaf | Tree, root: Doc): unknown {
  if (node instanceof Map) {
    if (Array.isArray(value)) {
      return value.map((item) => (isDocument(item) || Array.isArray(item) ? excludeValue(item, node, root) : item));
    }
    return isDocument(value) ? exclude(value, node, root) : value;
  }
  if (node.kind === 'transform') return node.change(value, root);
  return node.kind === 'exclude' ? undefined : value;
}

/** Puts the computed fields behind the included ones, in the projection's order. */
export function withComputed(target: Doc, tree: Tree, root: Doc): Doc {
  for (const [name, node] of tree) {
    if (node instanceof Map) {
      if (hasComputed(node)) target[name] = computedInside(target[name], node, root);
    } else if (node.kind === 'computed') {
      const value = node.evaluate(root);
      // What is missing, or `$$REMOVE`, takes away what was there.
      if (value === undefined) delete target[name];
      else target[name] = value;
    }
  }
  return target;
}

function computedInside(value: unknown, tree: Tree, root: Doc): unknown {
  if (Array.isArray(value)) return value.map((item) => computedInside(item, tree, root));
  return withComputed(isDocument(value) ? { ...value } : {}, tree, root);
}
