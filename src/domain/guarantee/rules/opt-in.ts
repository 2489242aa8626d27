// opt_in: the student accepted the guarantee (or signed another form) by a deadline.
import { dayAfterRule } from './window-rule.ts';

/** The date fact `fact` (default `optInOn`) lies on or before the window's last day. */
export const optIn = dayAfterRule({
  name: 'opt_in',
  defaultFact: 'optInOn',
  order: (fact) => (fact === 'optInOn' ? 'Opt in to the guarantee' : undefined),
  done: (fact) => (fact === 'optInOn' ? 'opted in' : undefined),
});
