// The columns of attendance reports by their headings: our own, Zoom's and Teams's, old and new, in the languages whose headings are known.

import type { ChosenColumns } from '../domain/evidence/attendance-import.ts';

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
  /** Words of the action for leaving, in lower case, where they were found out; null: they are English. */
  readonly leaving: ReadonlySet<string> | null;
}

/** English headings, as `plainHeading` leaves them. */
const inEnglish: Readonly<Record<ColumnName, RegExp>> = {
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
const names = Object.keys(inEnglish) as ColumnName[];

/** The first heading of Zoom's list of participants: nothing else is called like it. */
const zoomNames = [
  'Name (Original Name)',
  'Name (ursprünglicher Name)',
  'Nombre (nombre original)',
  'Nome (nome original)',
  'Nome (nome originale)',
  '名前 (元の名前)',
].map(plainHeading);

/**
 * Headings in Spanish, Portuguese, Italian, German and Japanese, as they stand in reports that people have published and in the help
 * pages of the tools. Whatever is not known for certain is left out: staff are asked which column is which.
 */
const elsewhere: Readonly<Partial<Record<ColumnName, readonly string[]>>> = plainLists({
  name: [...zoomNames, 'Nombre', 'Nombre completo', 'Nombre de usuario', 'Nome', 'ユーザー名'],
  email: ['Correo electrónico', 'Correo electrónico del usuario', 'E-mail del usuario', 'ユーザーのメールアドレス'],
  join: [
    'Hora de entrada',
    'Hora para unirse',
    'Primera entrada',
    'Ingressar na hora',
    'Ora di ingresso',
    'Beitrittszeit',
    '参加時間',
  ],
  leave: ['Hora de salida', 'Hora para salir', 'Hora de saída', 'Ora di uscita', 'Austrittszeit', '退出時間'],
  duration: [
    'Duración (minutos)',
    'Duración total (minutos)',
    'Duración de la reunión',
    'Duração (minutos)',
    'Durata (minuti)',
    'Dauer (Minuten)',
  ],
  waiting: ['En sala de espera', 'Na sala de espera', 'In sala d’attesa'],
});

/** Columns of the meeting itself, which has a host with an e-mail and a duration too. */
const ofMeetings = new Set(
  ['Meeting ID', 'Topic', 'Participants', 'Tema', 'Argomento', 'Tópico', 'Thema', 'Participantes', 'Partecipanti'].map(
    plainHeading,
  ),
);
const firstJoins = new Set(['First join', 'First join time', 'Primera entrada'].map(plainHeading));
const guests = new Set(['Guest', 'Invitado', 'Convidado'].map(plainHeading));

/** A heading without case, accents, brackets and marks: "Name (Original Name)" is "name original name". */
export function plainHeading(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function plainLists(lists: Readonly<Partial<Record<ColumnName, readonly string[]>>>) {
  return Object.fromEntries(Object.entries(lists).map(([name, all]) => [name, all.map(plainHeading)]));
}

function isCalled(name: ColumnName, heading: string): boolean {
  return inEnglish[name].test(heading) || (elsewhere[name]?.includes(heading) ?? false);
}

/** The columns of a line of headings; null when the line is none. */
export function columnsOf(cells: readonly string[]): Columns | null {
  const all = cells.map(plainHeading);
  // Zoom also writes one table in which every line begins with the meeting: what is about the person stands behind.
  const first = all.findIndex((heading) => zoomNames.includes(heading));
  if (first < 0 && all.some((heading) => ofMeetings.has(heading))) return null;
  const plain = all.map((heading, at) => (at < first ? '' : heading));
  const at = Object.fromEntries(
    names.map((name) => [name, plain.findIndex((heading) => isCalled(name, heading))]),
  ) as Record<ColumnName, number>;
  const saysWho = at.name >= 0 || at.email >= 0 || at.upn >= 0 || (at.givenName >= 0 && at.familyName >= 0);
  const saysWhat = at.join >= 0 || at.duration >= 0 || at.status >= 0 || (at.action >= 0 && at.time >= 0);
  if (!saysWho || !saysWhat) return null;
  return {
    at,
    isSpan: plain.some((heading) => firstJoins.has(heading)),
    isInSeconds: plain[at.duration]?.includes('seconds') ?? false,
    kind: kindOf(plain, at),
    leaving: null,
  };
}

function kindOf(plain: readonly string[], at: Readonly<Record<ColumnName, number>>): Columns['kind'] {
  if (plain.some((heading) => zoomNames.includes(heading) || guests.has(heading)) || at.waiting >= 0) return 'zoom';
  const isTeams = plain.some((heading) => ['in meeting duration', 'full name', 'primera entrada'].includes(heading));
  if (at.upn >= 0 || at.action >= 0 || isTeams) return 'teams';
  return 'own';
}

/** Columns that staff chose, as if the headings had said so. Minutes are an upper bound where joins and leaves are known too. */
export function columnsChosen({ name, email, join, leave, minutes }: ChosenColumns): Columns {
  const none = Object.fromEntries(names.map((column) => [column, -1])) as Record<ColumnName, number>;
  const at = { ...none, name: name ?? -1, email: email ?? -1, join: join ?? -1, leave: leave ?? -1 };
  return { at: { ...at, duration: minutes ?? -1 }, isSpan: true, isInSeconds: false, kind: 'own', leaving: null };
}
