// What of a page's acts a visitor may do, so that buttons for the rest are not there; the guards refuse them all the same.

import { mayDo, type Visitor } from '../../domain/person.ts';
import type { MayHere } from './sitting-part.ts';

/** The acts of the pages about exams. */
export function mayHere(visitor: Visitor): MayHere {
  return {
    act: mayDo(visitor, 'change attempts'),
    settings: mayDo(visitor, 'change exam settings'),
    preview: mayDo(visitor, 'preview exams'),
    resend: mayDo(visitor, 'resend grades'),
  };
}
