// A remedy as a sentence of the terms: what it is, how much, and what closes it.
import { dayInWords, readDay } from '../day.ts';
import { moneyWords, readMoney } from '../money.ts';
import { upperFirst } from '../phrases.ts';
import { countWords } from '../time.ts';
import { amountWords, dayAmountSchema } from './amount.ts';
import { anchorWords, nameWords } from './anchor.ts';
import type { Remedy } from './remedy.ts';
import { valueWords } from './rules/names.ts';

/** "Tuition refund (100 %, without exam fee); not together with access extension." */
export function remedyText(remedy: Remedy): string {
  const { type, exclusiveWith, noActivityAfter, onlyIfGainAtMost, pctPerPoint, afterFails, onlyWhen, written } = remedy;
  const parts = [
    upperFirst(nameWords(type)) + amountText(written),
    pctPerPoint === undefined ? '' : `100 % less ${pctPerPoint} % for each point you gained`,
    noActivityAfter ? `only if you use nothing of the course after ${anchorWords(noActivityAfter)}` : '',
    afterFails === undefined ? '' : `after exactly ${countWords(afterFails, 'fail')}`,
    onlyWhen ? `only if ${nameWords(onlyWhen.fact)} is ${valueWords(onlyWhen.equals)}` : '',
    onlyIfGainAtMost === undefined ? '' : `only if you gained at most ${onlyIfGainAtMost} points`,
    ...handlingText(written),
    exclusiveWith.length > 0 ? `not together with ${exclusiveWith.map(nameWords).join(' or ')}` : '',
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

/** How often it is given, who approves it, and how and by when it is paid. */
function handlingText({ max, approvedBy, method, payIn, payBy }: Remedy['written']): string[] {
  const within = dayAmountSchema.safeParse(payIn);
  const by = typeof payBy === 'string' ? readDay(payBy) : null;
  return [
    typeof max === 'number' ? (max === 1 ? 'once only' : `at most ${max} times`) : '',
    typeof approvedBy === 'string' ? `approved by ${approvedBy}` : '',
    typeof method === 'string' ? `by ${method}` : '',
    within.success ? `paid within ${amountWords(within.data)}` : '',
    by === null ? '' : `paid by ${dayInWords(by)}`,
  ];
}

/** What a policy writes beside a remedy: money, a share, a length of time, what it holds and what it leaves out. */
function amountText(written: Remedy['written']): string {
  const { amount, currency, percent, cap, price, unit, validFor, when, scope, basis, plus, condition, hours, count } =
    written;
  const money = (value: number) => sumWords(value, currency);
  const [length, validity] = [dayAmountSchema.safeParse(amount), dayAmountSchema.safeParse(validFor)];
  const said = [
    typeof count === 'number' && count > 1 ? String(count) : '',
    typeof percent === 'number' ? `${percent} %` : '',
    typeof amount === 'number' ? money(amount) : '',
    typeof cap === 'number' ? `at most ${money(cap)}` : '',
    typeof price === 'number' ? `for ${money(price)}${typeof unit === 'string' ? ` a ${unit}` : ''}` : '',
    length.success ? amountWords(length.data) : '',
    validity.success ? `to be used within ${amountWords(validity.data)}` : '',
    typeof hours === 'number' ? countWords(hours, 'hour') : '',
    listWords('', written['items']),
    typeof basis === 'string' ? basis : '',
    listWords('without ', written['excludes']),
    listWords('less ', written['minus']),
    typeof plus === 'string' ? `plus ${plus}` : '',
    typeof when === 'string' ? when : '',
    typeof condition === 'string' ? `if ${condition}` : '',
    typeof scope === 'string' ? `for the ${scope}` : '',
  ].filter((text) => text !== '');
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

/** Money as everywhere; an amount that its currency does not have, as the policy writes it. */
function sumWords(value: number, currency: unknown): string {
  if (typeof currency !== 'string') return String(value);
  const money = readMoney(String(value), currency);
  return money ? moneyWords(money) : `${currency} ${value}`;
}

function listWords(opening: string, items: unknown): string {
  const texts = Array.isArray(items) ? items.filter((item): item is string => typeof item === 'string') : [];
  return texts.length === 0 ? '' : `${opening}${texts.join(', ')}`;
}
