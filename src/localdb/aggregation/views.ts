/** Views: a question to a view is one to the collection behind it, with the view's pipeline before its own. */
import { DatabaseError } from '../errors.ts';
import type { Catalogue, Collection } from '../storage/catalogue.ts';

/** Views may stand on views, so deep. */
const MAX_DEPTH = 20;

/** What stands behind a collection: itself, or for a view a collection and the stages that make the view of it. */
export interface Behind {
  collection: Collection | undefined;
  stages: unknown[];
}

/** Follows views to the collection they stand on. Refuses too many of them (165). */
export function behind(catalogue: Catalogue, collection: Collection | undefined): Behind {
  let current = collection;
  const stages: unknown[] = [];
  for (let depth = 0; current?.view; depth++) {
    if (depth === MAX_DEPTH)
      throw new DatabaseError(165, `View depth too deep or view cycle detected at ${current.namespace}`);
    stages.unshift(...current.view.pipeline);
    current = catalogue.find(current.database, current.view.on);
  }
  return { collection: current, stages };
}

/** Refuses (166) to write into a view. */
export function refuseView(collection: Collection | undefined): void {
  if (collection?.view) throw new DatabaseError(166, `Namespace ${collection.namespace} is a view, not a collection`);
}
