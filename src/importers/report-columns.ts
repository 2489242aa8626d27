// The columns of attendance reports by their headings: our own, Zoom's and Teams's, old and new.

/** What a column holds. */
export type ColumnName =
  | 'name'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'upn'
  | 'join'
  | 'leave'
  | 'duration'
  | 'action'
  | 'time'
  | 'status'
  | 'note'
  | 'waiting';

/** The columns of one table of a report: where each stands, -1 where it is missing. */
export interface Columns {
  readonly at: Readonly<Record<ColumnName, number>>;
  /** The join is somebody's first and the leave their last: what lies between may have gaps. */
  readonly isSpan: boolean;
  /** Bare numbers of the duration count seconds. */
  readonly isInSeconds: boolean;
  readonly kind: 'own' | 'zoom' | 'teams';
}

const headings: Readonly<Record<ColumnName, RegExp>> = {
  name: /^(name( original name)?|full name|participant( name)?|display name|student( name)?|attendee( name)?|user name)$/,
  givenName: /^(first|given) name$/,
  familyName: /^(last|family) name|surname$/,
  email: /^(e ?mail|user e ?mail|student e ?mail)( address)?$/,
  upn: /^(participant id( upn)?|upn)$/,
  join: /^(join( time)?|joined( at)?|first join( time)?|arrived( at)?)$/,
  leave: /^(leave( time)?|left( at)?|last leave( time)?)$/,
  duration:
    /^(total )?(duration|in meeting duration|time in (session|meeting)|minutes( present)?)( minutes| min| seconds)?$/,
  action: /^user action$/,
  time: /^(timestamp|time)$/,
  status: /^(status|attendance|mark|presence)$/,
  note: /^(notes?|comments?|remarks?)$/,
  waiting: /^in waiting room$/,
};
const names = Object.keys(headings) as ColumnName[];

/** A heading without case, brackets and marks: "Name (Original Name)" is "name original name". */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The columns of a line of headings; null when the line is none. */
export function columnsOf(cells: readonly string[]): Columns | null {
  const plain = cells.map(plainHeading);
  // The head of a Zoom report has an e-mail and a duration too: of the host and of the meeting.
  if (plain.includes('meeting id') || plain.includes('topic')) return null;
  const at = Object.fromEntries(
    names.map((name) => [name, plain.findIndex((heading) => headings[name].test(heading))]),
  ) as Record<ColumnName, number>;
  const saysWho = at.name >= 0 || at.email >= 0 || at.upn >= 0 || (at.givenName >= 0 && at.familyName >= 0);
  const saysWhat = at.join >= 0 || at.duration >= 0 || at.status >= 0 || (at.action >= 0 && at.time >= 0);
  if (!saysWho || !saysWhat) return null;
  return {
    at,
    isSpan: plain.includes('first join') || plain.includes('first join time'),
    isInSeconds: plain[at.duration]?.includes('seconds') ?? false,
    kind: kindOf(plain, at),
  };
}

function kindOf(plain: readonly string[], at: Readonly<Record<ColumnName, number>>): Columns['kind'] {
  if (plain.includes('name original name') || at.waiting >= 0 || plain.includes('guest')) return 'zoom';
  if (at.upn >= 0 || at.action >= 0 || plain.includes('in meeting duration') || plain.includes('full name'))
    return 'teams';
  return 'own';
}
