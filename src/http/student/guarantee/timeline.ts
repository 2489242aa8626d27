// The dates of a guarantee drawn in time: across where there is room, upright on phones, and as a table.

import { civilOfDay, dayInWords, dayOfCivil, type Day } from '../../../domain/day.ts';

/** A date on the line. */
export interface TimelinePoint {
  readonly day: Day;
  readonly label: string;
  /** "by" for last days. */
  readonly isLastDay: boolean;
  /** What the date is counted from or who recorded it; for the table. */
  readonly note: string;
  /** A `data-state` where it stands out; "" otherwise. */
  readonly state: string;
}

/** Exactly the names that `guarantee-timeline.hbs` prints. `x` are percentages, `y` pixels. */
export interface Timeline {
  readonly title: string;
  readonly height: number;
  /** How far the drawing is moved up, where the upper row of labels is not used. */
  readonly up: number;
  readonly axisY: number;
  readonly band: { readonly x: number; readonly width: number; readonly words: string } | false;
  readonly months: readonly { readonly x: number; readonly label: string }[];
  readonly today: { readonly x: number; readonly anchor: string; readonly words: string };
  readonly points: readonly DrawnPoint[];
  readonly upright: { readonly height: number; readonly last: number; readonly rows: readonly UprightRow[] };
  readonly twin: {
    readonly caption: string;
    readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
    readonly rows: readonly {
      readonly label: string;
      readonly cells: readonly { readonly words: string; readonly isNumber: boolean }[];
    }[];
  };
}

interface DrawnPoint {
  readonly x: number;
  readonly state: string;
  readonly isPast: boolean;
  /** False where its label found no room: the table has it. */
  readonly label:
    | {
        readonly words: string;
        readonly when: string;
        readonly anchor: string;
        readonly y: number;
        readonly whenY: number;
        readonly stemY: number;
      }
    | false;
}

interface UprightRow {
  readonly y: number;
  readonly textY: number;
  readonly whenY: number;
  readonly words: string;
  readonly when: string;
  readonly state: string;
  readonly isPast: boolean;
  readonly isToday: boolean;
}

interface Asked {
  readonly points: readonly TimelinePoint[];
  /** The first and the last class; null where none is planned. */
  readonly classes: { readonly from: Day; readonly to: Day } | null;
  readonly today: Day;
  readonly zoneWords: string;
}

const axisY = 104;
/** Rows of labels: above near, below near, above far, below far; each with the y of its two lines and of its stem's end. */
const lanes = [
  { y: 62, whenY: 80, stemY: 86 },
  { y: 152, whenY: 170, stemY: 138 },
  { y: 22, whenY: 40, stemY: 46 },
  { y: 194, whenY: 212, stemY: 180 },
] as const;
/** Below the last row of labels that is used, the drawing ends. */
const heights = { far: 222, near: 180, none: 160 } as const;
/** The height of the upper row of labels. */
const farRow = 40;
/** The drawing is at least so many pixels wide where it lies across, and a letter about so many. */
const width = 700;
const letter = 7;

/** Draws the dates; null where there are fewer than two. */
export function timelineOf({ points, classes, today, zoneWords }: Asked): Timeline | null {
  const inOrder = points.toSorted((a, b) => a.day - b.day);
  if (inOrder.length < 2) return null;
  const days = [...inOrder.map(({ day }) => day), today, ...(classes ? [classes.from, classes.to] : [])];
  const from = Math.min(...days);
  const to = Math.max(...days, from + 14);
  const x = (day: Day): number => round(2 + (96 * (day - from)) / (to - from));
  const next = inOrder.find(({ day, isLastDay }) => isLastDay && day >= today);
  const todayX = x(today);
  const drawn = placed(inOrder, x, today, todayX);
  const uses = (lane: number): boolean => drawn.some(({ label }) => label && label.y === lanes[lane]!.y);
  const up = uses(2) ? 0 : farRow;
  return {
    title: `From ${dayInWords(inOrder[0]!.day)} to ${dayInWords(inOrder.at(-1)!.day)}. Today is ${dayInWords(today)}${next ? `; the next last day is ${dayInWords(next.day)}: ${next.label}` : ''}.`,
    height: (uses(3) ? heights.far : uses(1) ? heights.near : heights.none) - up,
    up,
    axisY,
    band: classes
      ? {
          x: x(classes.from),
          width: round(Math.max(0.5, x(classes.to) - x(classes.from))),
          words: `Classes, ${dayInWords(classes.from)} to ${dayInWords(classes.to)}`,
        }
      : false,
    months: monthsBetween(from, to).map(({ day, label }) => ({ x: x(day), label })),
    today: { x: todayX, anchor: todayX > 85 ? 'end' : todayX < 8 ? 'start' : 'middle', words: 'Today' },
    points: drawn,
    upright: uprightOf(inOrder, today),
    twin: {
      caption: `Dates of your guarantee, ${zoneWords}`,
      columns: [
        { label: 'What', isNumber: false },
        { label: 'Date', isNumber: false },
        { label: 'Where it comes from', isNumber: false },
      ],
      rows: inOrder.map((point) => ({
        label: point.label,
        cells: [
          { words: whenWords(point), isNumber: false },
          { words: point.note, isNumber: false },
        ],
      })),
    },
  };
}

/**
 * Each label takes the first lane and side in which it meets no other label and no stem; last days choose first, then what is to come,
 * so that what decides is never the one without a name.
 */
function placed(points: readonly TimelinePoint[], x: (day: Day) => number, today: Day, todayX: number): DrawnPoint[] {
  // "Today" stands below the axis.
  const taken: [number, number][][] = [[], [[todayX - 4, todayX + 4]], [], []];
  const drawn = new Map<TimelinePoint, DrawnPoint>();
  const isFree = (lane: number, [from, to]: readonly [number, number]): boolean =>
    taken[lane]!.every(([begin, end]) => from > end + 1 || to < begin - 1);
  for (const point of points.toSorted((a, b) => rankOf(a, today) - rankOf(b, today))) {
    const at = x(point.day);
    const words = shortened(point.label);
    const when = whenWords(point);
    const wide = (100 * letter * Math.max(words.length, when.length)) / width;
    const spans = { middle: [at - wide / 2, at + wide / 2], start: [at, at + wide], end: [at - wide, at] } as const;
    // A last day begins at its point, so that a booking just before it has room on the other side.
    const anchors = point.isLastDay ? (['start', 'middle', 'end'] as const) : (['middle', 'start', 'end'] as const);
    const places = lanes.flatMap((_, lane) => anchors.map((anchor) => ({ lane, anchor })));
    const place = places.find(({ lane, anchor }) => {
      const span = spans[anchor];
      // The stem of a far label crosses the near lane on its side.
      const isStemFree = lane < 2 || isFree(lane - 2, [at, at]);
      return span[0] >= 0 && span[1] <= 100 && isFree(lane, span) && isStemFree;
    });
    const dot = { x: at, state: point.state, isPast: point.day <= today };
    drawn.set(point, { ...dot, label: place ? { words, when, anchor: place.anchor, ...lanes[place.lane]! } : false });
    if (!place) continue;
    const [from, to] = spans[place.anchor];
    taken[place.lane]!.push([from, to]);
    if (place.lane >= 2) taken[place.lane - 2]!.push([at, at]);
  }
  return points.map((point) => drawn.get(point)!);
}

/** Last days before what is to come, and that before what has happened. */
function rankOf({ isLastDay, day }: TimelinePoint, today: Day): number {
  return isLastDay ? 0 : day >= today ? 1 : 2;
}

function uprightOf(points: readonly TimelinePoint[], today: Day): Timeline['upright'] {
  const rows: Omit<UprightRow, 'y' | 'textY' | 'whenY'>[] = points.map((point) => ({
    words: point.label.length > 38 ? `${point.label.slice(0, 37)}…` : point.label,
    when: whenWords(point),
    state: point.state,
    isPast: point.day <= today,
    isToday: false,
  }));
  const at = points.filter(({ day }) => day <= today).length;
  rows.splice(at, 0, { words: 'Today', when: dayInWords(today), state: '', isPast: true, isToday: true });
  const step = 52;
  return {
    height: rows.length * step,
    last: 12 + (rows.length - 1) * step,
    rows: rows.map((row, index) => {
      const y = 12 + index * step;
      return { ...row, y, textY: y + 4, whenY: y + 22 };
    }),
  };
}

function whenWords({ day, isLastDay }: TimelinePoint): string {
  return `${isLastDay ? 'by ' : ''}${dayInWords(day)}`;
}

function shortened(label: string): string {
  return label.length > 28 ? `${label.slice(0, 27).trimEnd()}…` : label;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The beginnings of months inside the drawing; of many only every second, third ... so that their names have room. */
function monthsBetween(from: Day, to: Day): { day: Day; label: string }[] {
  const { year, month } = civilOfDay(from);
  const all: { day: Day; label: string }[] = [];
  for (let index = 1; ; index += 1) {
    const [inYear, inMonth] = [year + Math.floor((month - 1 + index) / 12), ((month - 1 + index) % 12) + 1];
    const day = dayOfCivil(inYear, inMonth, 1);
    if (day > to) break;
    all.push({ day, label: `${monthNames[inMonth - 1]}${inMonth === 1 ? ` ${inYear}` : ''}` });
  }
  const every = Math.ceil(all.length / 9);
  return all.filter((_, index) => index % every === 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
