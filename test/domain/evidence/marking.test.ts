// Marking: late, repeated and reordered presses, students' own check-ins, and undoing.

import { expect } from 'chai';
import fc from 'fast-check';
import {
  checkedIn,
  cutToNow,
  markNumber,
  momentOfNumber,
  press,
  undone,
  type HeldMark,
  type NewMark,
  type Press,
} from '../../../src/domain/evidence/marking.ts';

const now = Date.UTC(2026, 10, 23, 20);
const empty: HeldMark = { mark: null, order: 0 };

function says(status: NewMark['status'], more: Partial<NewMark> = {}): NewMark {
  return {
    source: 'staff',
    by: 'dana',
    byName: 'Dana',
    at: now,
    status,
    minutes: null,
    makeup: null,
    note: '',
    ...more,
  };
}

function at(minute: number, mark: NewMark | null, lane = 1): Press {
  return { number: markNumber(now - 3_600_000 + minute * 60_000, lane), mark, only: 'all', batch: null };
}

/** What is held after some presses, in the order in which they arrive. */
function after(presses: readonly Press[], first = empty): HeldMark {
  return presses.reduce<HeldMark>((held, one) => {
    const result = press(held, one, now);
    return result.kind === 'written' ? { mark: result.mark, order: result.order } : held;
  }, first);
}

describe('marking', () => {
  it('takes the press that was made last, not the one that arrives last', () => {
    const held = after([at(9, says('absent')), at(5, says('present'))]);
    expect(held.mark?.status).to.equal('absent');
  });

  it('comes to the same end in whatever order and however often presses arrive', () => {
    const statuses = fc.constantFrom<NewMark['status'] | null>('present', 'late', 'absent', 'excused', null);
    const presses = fc.uniqueArray(fc.tuple(fc.nat(50), fc.nat(3), statuses), {
      minLength: 1,
      maxLength: 8,
      selector: ([minute, lane]) => `${minute}/${lane}`,
    });
    const shuffled = presses.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.array(fc.constantFrom(...all), { maxLength: 20 }),
        fc.shuffledSubarray(all, { minLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([all, repeats, order]) => {
        const messages = [...repeats, ...order].map(([minute, lane, status]) =>
          at(minute, status && says(status), lane),
        );
        const [, , last] = all.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).at(-1)!;
        expect(after(messages).mark?.status ?? null).to.equal(last);
      }),
    );
  });

  it('remembers the press that took a mark away, so that an older one does not bring it back', () => {
    const held = after([at(5, says('present')), at(8, null), at(6, says('late'))]);
    expect(held.mark).to.equal(null);
  });

  it('does not let a clock that runs ahead shut others out', () => {
    const ahead = press(
      empty,
      { number: markNumber(now + 86_400_000, 7), mark: says('late'), only: 'all', batch: null },
      now,
    );
    expect(ahead.kind).to.equal('written');
    const held = ahead.kind === 'written' ? { mark: ahead.mark, order: ahead.order } : empty;
    const later = press(held, { ...at(0, says('present')), number: markNumber(now + 1000, 1) }, now + 1000);
    expect(later.kind).to.equal('written');
    expect(momentOfNumber(cutToNow(markNumber(now + 5000, 3), now))).to.equal(now);
  });

  it('lets a press on a page that shows what is held count after everything else', () => {
    const held = after([at(59, says('present')), { number: null, mark: says('absent'), only: 'all', batch: null }]);
    expect(held.mark?.status).to.equal('absent');
    const again = after([{ number: null, mark: says('late'), only: 'all', batch: null }], held);
    expect(again.mark?.status, 'also in the same millisecond').to.equal('late');
  });

  it('marks the rest only where nothing is marked', () => {
    const rest: Press = { ...at(30, says('present')), only: 'unmarked', batch: 'rest' };
    expect(after([at(5, says('absent')), rest]).mark?.status).to.equal('absent');
    expect(after([rest]).mark?.batch).to.equal('rest');
  });

  it('keeps a mark made by hand where an import is told to', () => {
    const imported: Press = { ...at(50, says('present', { minutes: 100 })), only: 'not by hand', batch: 'import' };
    expect(after([at(5, says('excused')), imported]).mark?.status).to.equal('excused');
    const own: HeldMark = { mark: { ...says('present', { source: 'student' }), batch: null, before: null }, order: 0 };
    expect(after([imported], own).mark?.minutes).to.equal(100);
  });

  it('lets a check-in count only where nothing is marked, and staff win over it even from an older press', () => {
    const own = checkedIn(empty, says('present', { source: 'student', by: 'ana' }));
    expect(own.kind).to.equal('written');
    const held = own.kind === 'written' ? { mark: own.mark, order: own.order } : empty;
    expect(after([at(1, says('absent'))], held).mark?.status).to.equal('absent');
    expect(checkedIn(after([at(1, says('absent'))]), says('present', { source: 'student' })).kind).to.equal('kept');
  });

  it('brings the mark before back, once, and not over a newer one of another act', () => {
    const held = after([at(5, says('absent')), { ...at(6, says('present')), batch: 'b' }]);
    const back = undone(held, 'b', now);
    expect(back.kind === 'written' && back.mark?.status).to.equal('absent');
    expect(undone(after([at(7, says('late'))], held), 'b', now).kind).to.equal('kept');
    expect(undone(empty, null, now).kind).to.equal('kept');
    const twice = back.kind === 'written' ? undone({ mark: back.mark, order: back.order }, null, now) : null;
    expect(twice?.kind === 'written' && twice.mark).to.equal(null);
  });

  it('does not make a mark its own predecessor when the same is said again', () => {
    const held = after([at(5, says('absent')), at(6, says('present')), at(7, says('present'))]);
    expect(held.mark?.before?.status).to.equal('absent');
  });
});
