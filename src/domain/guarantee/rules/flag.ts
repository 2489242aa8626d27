// flag: a stored value equals what the policy asks; the rule for everything that staff or another system simply know.
import { upperFirst } from '../../phrases.ts';
import { nameWords } from '../anchor.ts';
import { flagNow } from '../evidence.ts';
import { objectSchema, optional, textSchema, valueSchema, yesNoSchema } from '../reading.ts';
import { type Judgement, type Telling, defineRule, settled } from '../rule.ts';
import { valueWords } from './names.ts';

/** The parameters of a `flag` rule. */
export interface FlagRule {
  readonly fact: string;
  readonly equals: string | number | boolean;
  readonly curable: boolean;
}

/** Nothing stored: unknown. A wrong value: failed, or not yet where it is `curable`. */
export const flag = defineRule<FlagRule>({
  name: 'flag',
  schema: objectSchema({
    fact: textSchema('the name of a stored value'),
    equals: valueSchema,
    curable: optional(yesNoSchema),
  }).transform(({ fact, equals, curable }) => ({ fact, equals, curable: curable === true })),
  uses: ({ fact }) => ({ flags: [fact] }),
  judge: ({ fact, equals, curable }, evidence) => {
    const value = flagNow(evidence, fact);
    if (value === undefined) return settled('unknown');
    return settled(value === equals ? 'met' : curable ? 'not_yet' : 'failed');
  },
  tell: ({ fact, equals }, evidence, judgement) => tell(fact, equals, flagNow(evidence, fact), judgement),
  terms: (rule) => `Your record says “${nameWords(rule.fact)}: ${valueWords(rule.equals)}”${cureWords(rule)}.`,
  suffix: cureWords,
});

function cureWords({ curable }: FlagRule): string {
  return curable ? '; you can still put this right later' : '';
}

function tell(
  fact: string,
  equals: FlagRule['equals'],
  value: FlagRule['equals'] | undefined,
  { result }: Judgement,
): Telling {
  const name = nameWords(fact);
  const need = valueWords(equals);
  const have = value === undefined ? 'not recorded' : valueWords(value);
  switch (result) {
    case 'met':
      return { need, have, student: `${upperFirst(name)}: ${have}, as asked.`, staff: `${upperFirst(name)}: ${have}.` };
    case 'not_yet':
      return {
        need,
        have,
        student: `${upperFirst(name)} is ${have} and must become ${need}.`,
        staff: `${upperFirst(name)} is ${have}; it can still become ${need}.`,
      };
    case 'unknown':
      return {
        need,
        have,
        student: `Staff must still record this: ${name}.`,
        staff: `Record "${fact}": the policy asks for ${need}.`,
      };
    case 'failed':
      return {
        need,
        have,
        student: `${upperFirst(name)} is ${have}; the guarantee asks for ${need}.`,
        staff: `${upperFirst(name)} is ${have}, not ${need}.`,
      };
  }
}
