// What to work on: the weak areas that pay most, and those of which too little is known to say anything.

import type { Area } from '../../domain/exam/weak-areas.ts';
import { countWords } from '../../domain/time.ts';
import type { Result } from '../../services/results.ts';
import { chips, type Chip } from '../chips.ts';

const mostThings = 3;

export interface ThingToWorkOn {
  readonly title: string;
  readonly chip: Chip;
  readonly words: string;
}

/** Up to three areas, the most rewarding first, and a word on those without enough answers. */
export function workView({ areas }: Pick<Result, 'areas'>) {
  const known = areas.filter((area) => area.verdict === 'weak' || area.verdict === 'near the line');
  const things = known.slice(0, mostThings).map(thingOf);
  const unknown = areas.filter((area) => area.verdict === 'not enough evidence' && area.answered > 0);
  return {
    things,
    title: [
      unknown.length > 0 ? 'Too few answers to say what to work on' : 'Nothing stands out to work on',
      'One thing to work on',
      'Two things to work on',
      'Three things to work on',
    ][things.length],
    unknown: unknownWords(unknown),
    hasAnything: things.length > 0 || unknown.length > 0,
  };
}

function thingOf(area: Area): ThingToWorkOn {
  const range = `${Math.round(area.range.low * 100)} and ${Math.round(area.range.high * 100)} %`;
  return {
    title: area.title,
    chip: area.verdict === 'weak' ? { ...chips.atRisk, word: 'Weak' } : { ...chips.notYet, word: 'Near the line' },
    words: `${area.right} of ${area.answered} right in all your attempts. Your true level lies between ${range}, 8 times of 10.`,
  };
}

function unknownWords(areas: readonly Area[]): string {
  const [first] = areas;
  if (first === undefined) return '';
  if (areas.length === 1)
    return `${first.title}: ${countWords(first.answered, 'question')} so far, too few to say anything. Answer ${first.answerMore} more and we will.`;
  return `Too few answers to say anything yet: ${areas.map((area) => area.title).join(', ')}.`;
}
