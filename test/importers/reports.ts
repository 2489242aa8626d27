// Reports as meeting tools write them, with invented people.

/** Zoom, with the meeting's summary above. */
export const zoomWithHead = [
  'Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants',
  '831 5500 1234,CPC class 24,11/23/2026 05:55:11 PM,11/23/2026 08:03:44 PM,dana@school.example,129,4',
  '',
  'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room',
  'Dana Whitfield,dana@school.example,11/23/2026 05:55:11 PM,11/23/2026 08:03:44 PM,129,No,,No',
  'Ana A. (Ana Álvarez),ana@students.example,11/23/2026 05:58:00 PM,11/23/2026 06:40:00 PM,42,Yes,,No',
  'Ana A. (Ana Álvarez),ana@students.example,11/23/2026 06:30:00 PM,11/23/2026 07:50:00 PM,80,Yes,,No',
  'ben o,,11/23/2026 06:20:00 PM,11/23/2026 08:03:00 PM,103,Yes,,No',
  'Late Guest,,11/23/2026 05:50:00 PM,11/23/2026 05:56:00 PM,6,Yes,,Yes',
].join('\r\n');

/** Zoom, the plain list of participants that counts each person once. */
export const zoomPlain = [
  'Name (Original Name),User Email,Total Duration (Minutes),Guest',
  'Ana Álvarez,ana@students.example,118,No',
  '"Okafor, Ben",,64,Yes',
].join('\n');

/** Zoom, with the meeting at the beginning of every line. */
export const zoomWithMeeting = [
  'Topic,Type,ID,Host name,Host email,Start time,End time,Participants,Duration (minutes),Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room',
  'CPC class 24,Meeting,831 5500 1234,Dana Whitfield,dana@school.example,11/23/2026 05:55:11 PM,11/23/2026 08:03:44 PM,2,129,Ana Álvarez,ana@students.example,11/23/2026 06:00:00 PM,11/23/2026 07:30:00 PM,90,No,No',
  'CPC class 24,Meeting,831 5500 1234,Dana Whitfield,dana@school.example,11/23/2026 05:55:11 PM,11/23/2026 08:03:44 PM,2,129,Ben Okafor,,11/23/2026 06:20:00 PM,11/23/2026 08:00:00 PM,100,Yes,No',
].join('\r\n');

const zoomLines = [
  'Ana Álvarez,ana@students.example,11/23/2026 06:00:00 PM,11/23/2026 07:30:00 PM,90,No,No',
  'Ben Okafor,,11/23/2026 06:20:00 PM,11/23/2026 08:00:00 PM,100,No,No',
];

/** Zoom in other languages: the head of the meeting, then everybody; the two lines are the same in all. */
export const zoomElsewhere: Readonly<Record<string, string>> = Object.fromEntries(
  [
    [
      'Spanish',
      'Nombre (nombre original),Correo electrónico,Hora de entrada,Hora de salida,Duración (minutos),Invitado,En sala de espera',
      'ID de la reunión,Tema,Correo electrónico del usuario,Duración (minutos),Participantes',
    ],
    [
      'older Spanish',
      'Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir,Duración (minutos),Invitado,En sala de espera',
      '',
    ],
    [
      'Portuguese',
      'Nome (nome original),E-mail,Ingressar na hora,Hora de saída,Duração (minutos),Convidado,Na sala de espera',
      '',
    ],
    [
      'Italian',
      'Nome (nome originale),E-mail,Ora di ingresso,Ora di uscita,Durata (minuti),Guest,In sala d’attesa',
      'Argomento,ID,Organizzatore,Durata (minuti),Ora di inizio,Ora di fine,Partecipanti',
    ],
    ['German', 'Name (ursprünglicher Name),E-Mail,Beitrittszeit,Austrittszeit,Dauer (Minuten),Gast,Im Warteraum', ''],
    ['Japanese', '名前 (元の名前),ユーザーのメールアドレス,参加時間,退出時間,所要,ゲスト,待機', ''],
  ].map(([language, head, meeting]) => [
    language!,
    [...(meeting === '' ? [] : [meeting!, 'CPC,1,dana@school.example,129,3', '']), head!, ...zoomLines].join('\r\n'),
  ]),
);

/** A report with headings that nobody here knows, laid out as Teams does it. */
export const unknownHeadings = [
  '1. Yhteenveto',
  'Otsikko\tCPC class 24',
  'Osallistujia\t2',
  '',
  '3. Toimet',
  'Nimi\tLiittyi\tPoistui\tKesto\tSähköposti\tRooli',
  'Ana Álvarez\t23.11.2026, 18.00.05\t23.11.2026, 18.30.05\t30 min\tana@students.example\tEsittäjä',
  'Ana Álvarez\t23.11.2026, 19.00.02\t23.11.2026, 20.00.02\t1 h\tana@students.example\tEsittäjä',
  'Ben Okafor\t23.11.2026, 18.31.00\t23.11.2026, 19.59.00\t1 h 28 min\t\tOsallistuja',
].join('\r\n');

const teamsText = [
  '1. Summary',
  'Meeting title\tCPC class 24',
  'Attended participants\t2',
  'Start time\t11/23/26, 5:55:11\u202FPM',
  'End time\t11/23/26, 8:03:44\u202FPM',
  'Meeting duration\t2h 8m 33s',
  'Average attendance time\t1h 50m 2s',
  '',
  '2. Participants',
  'Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole',
  'Ana Álvarez\t11/23/26, 6:00:05\u202FPM\t11/23/26, 8:00:02\u202FPM\t1h 29m 57s\tana@students.example\tana@students.example\tPresenter',
  'Ben Okafor (Guest)\t11/23/26, 6:31:00\u202FPM\t11/23/26, 7:59:00\u202FPM\t1h 28m\t\t\tAttendee',
  '',
  '3. In-Meeting Activities',
  'Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole',
  'Ana Álvarez\t11/23/26, 6:00:05\u202FPM\t11/23/26, 6:30:05\u202FPM\t30m\tana@students.example\tPresenter',
  'Ana Álvarez\t11/23/26, 7:00:02\u202FPM\t11/23/26, 8:00:02\u202FPM\t1h\tana@students.example\tPresenter',
  'Ben Okafor (Guest)\t11/23/26, 6:31:00\u202FPM\t11/23/26, 7:59:00\u202FPM\t1h 28m\t\tAttendee',
  '',
].join('\r\n');

/** Teams as it is downloaded now: UTF-16 with its mark, tabs, three sections. */
export const teams = new Uint8Array(Buffer.from(`\uFEFF${teamsText}`, 'utf16le'));

/** The same without the third section. */
export const teamsSummaryOnly = teamsText.split('3. In-Meeting')[0]!;

/** Teams of some years ago: comings and goings, one line each. */
export const teamsActions = [
  'Full Name,User Action,Timestamp',
  'Ana Álvarez,Joined before,"23/11/2026, 17:58:10"',
  'Ben Okafor,Joined,"23/11/2026, 18:05:00"',
  'Ben Okafor,Left,"23/11/2026, 18:35:00"',
  'Ben Okafor,Joined,"23/11/2026, 19:05:00"',
].join('\n');

/** Our own table. */
export const own = [
  'email;name;status;minutes;note',
  'ana@students.example;Ana Álvarez;present;;',
  ';Ben Okafor;late;100;bus',
  'cy@students.example;Chen Yu-Ting;maybe;;',
  ';=HYPERLINK("http://evil.example");present;;',
  ';;present;;',
].join('\n');

/** A text as the bytes of a file. */
export function bytesOf(text: string, encoding: BufferEncoding = 'utf8'): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding));
}
