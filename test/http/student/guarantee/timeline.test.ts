// The drawn dates of a guarantee: which labels find room, and that none lies over another or over a stem.

import { expect } from 'chai';
import { readDay } from '../../../../src/domain/day.ts';
import { timelineOf, type TimelinePoint } from '../../../../src/http/student/guarantee/timeline.ts';

const point = (on: string, label: string, isLastDay = false): TimelinePoint => ({
  day: readDay(on)!,
  label,
  note: '',
  isLastDay,
  state: '',
});

const crowded = [
  point('2026-09-22', 'Enrolled'),
  point('2026-09-26', 'Course begins'),
  point('2026-10-21', 'Course ends'),
  point('2026-11-01', 'Course completed'),
  point('2026-11-28', 'Exam, booked'),
  point('2026-12-01', 'Sit the official exam', true),
  point('2027-03-23', 'Course access ends'),
];

function drawn(points: readonly TimelinePoint[]) {
  const asked = { points, classes: null, today: readDay('2026-11-23')!, zoneWords: 'Chicago time' };
  return timelineOf(asked)!;
}

describe('the timeline of a guarantee', () => {
  it('never leaves a last day without its name, however crowded the dates are', () => {
    const many = [...crowded, ...[2, 4, 6, 8].map((day) => point(`2026-11-0${day}`, `Exam ${day}, result pending`))];
    const { points } = drawn(many);
    const due = points.find(({ label }) => label && label.when === 'by Tue 1 Dec 2026');
    expect(due?.label).to.include({ words: 'Sit the official exam' });
  });

  it('names whatever is still to come before what has happened', () => {
    const coming = drawn(crowded).points.filter(({ isPast }) => !isPast);
    expect(coming.map(({ label }) => label && label.words)).to.deep.equal([
      'Exam, booked',
      'Sit the official exam',
      'Course access ends',
    ]);
  });

  it('lets no stem run through a label', () => {
    const { points } = drawn(crowded);
    for (const { x, label } of points) {
      if (!label || (label.y !== 22 && label.y !== 194)) continue;
      const nearY = label.y === 22 ? 62 : 152;
      for (const other of points) {
        if (!other.label || other.label.y !== nearY) continue;
        const wide = Math.max(other.label.words.length, other.label.when.length);
        const left = { middle: other.x - wide / 2, start: other.x, end: other.x - wide }[
          other.label.anchor as 'middle'
        ];
        expect(x < left || x > left + wide, `${label.words} through ${other.label.words}`).to.equal(true);
      }
    }
  });

  it('leaves no empty row above, and cuts no label off', () => {
    const few = [point('2026-09-22', 'Enrolled'), point('2027-03-23', 'Course access ends')];
    expect(drawn(few).up).to.equal(40);
    const fortnightly = Array.from({ length: 24 }, (_, at) =>
      point(`2026-${at % 2 ? '10' : '11'}-${(10 + at / 2) | 0}`, `E${at}`),
    );
    for (const points of [few, crowded, [...crowded, ...fortnightly]]) {
      const { up, height, points: shown } = drawn(points);
      for (const { label } of shown) if (label) expect(label.y - up).to.be.within(14, height - 20);
      expect(up === 0).to.equal(shown.some(({ label }) => label && label.y === 22));
    }
  });

  it('has each date in its table, whether or not it found room', () => {
    expect(drawn(crowded).twin.rows.map(({ label }) => label)).to.deep.equal(crowded.map(({ label }) => label));
  });
});
