// How far an import of facts is, as a chip.

import type { FactsImport } from '../../../domain/evidence/facts-import.ts';
import { chips, type Chip } from '../../chips.ts';

export const importChips: Readonly<Record<FactsImport['state'], Chip>> = {
  open: { ...chips.needsReview, word: 'Not recorded yet' },
  applied: { ...chips.met, word: 'Recorded' },
  undone: { ...chips.voided, word: 'Undone' },
};
