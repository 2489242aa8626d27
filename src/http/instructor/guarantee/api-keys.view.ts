// API keys in words: a new one once, the list with what each may do and whether it is used, and the forms.

import { keyState, scopes, scopeWords, type ApiKey } from '../../../domain/api-key.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { ListedKey } from '../../../services/guarantee/api-keys.ts';
import { chips, type Chip } from '../../chips.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { actForm, type ActForm } from '../act-form.ts';
import { momentOf, type Moment, type Reader } from '../table-moments.ts';

export interface KeysAsked {
  readonly keys: readonly ListedKey[];
  /** Names the next press of the button that makes a key. */
  readonly newId: string;
  readonly apiUrl: string;
  /** The key that was just revoked, or "". */
  readonly done: string;
  /** A key that was just made, with its token. */
  readonly issued: { readonly key: ApiKey; readonly token: string } | null;
  /** Scopes that were ticked in a form that was refused. */
  readonly chosenScopes: readonly string[];
  /** Entries that were refused: of the form of a key by its id, or of the form for a new one (""). */
  readonly attempted: {
    readonly key: string;
    readonly entries: Readonly<Record<string, string>>;
    readonly faults: readonly Fault[];
  } | null;
}

/** How long a key may last. */
export const lifetimes = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: '1 year' },
  { days: 730, label: '2 years' },
] as const;

const soonMs = 14 * 86_400_000;

/** Everything `api-keys.hbs` prints. */
export function apiKeysView(asked: KeysAsked, page: Page, reader: Reader) {
  const { keys, attempted, issued } = asked;
  const isNewRefused = attempted?.key === '';
  const revoked = keys.find(({ key }) => key.id === asked.done)?.key;
  const inUse = keys.filter(({ key }) => keyState(key, reader.now) === 'in use');
  return {
    page,
    crumb: false as const,
    title: 'API keys',
    notice: revoked?.revoked
      ? `The key “${revoked.name}” is revoked. Within 10 seconds it opens nothing any more.`
      : '',
    summary: errorSummary((attempted?.faults ?? []).map(scopesByName)),
    answer: answerOf(keys.length, inUse.length),
    issued: issued ? issuedView(issued.key, issued.token, asked.apiUrl) : (false as const),
    docsHref: '/api/v1/',
    hasKeys: keys.length > 0,
    rows: keys.map((listed) => row(listed, asked, page, reader)),
    form: newForm(asked, page, isNewRefused ? attempted : null),
  };
}

/** Faults inside a list of boxes belong to the list. */
function scopesByName(fault: Fault): Fault {
  return fault.path.startsWith('scopes') ? { ...fault, path: 'scopes' } : fault;
}

function answerOf(all: number, inUse: number): string {
  if (all === 0) return 'No other system has a key yet.';
  if (inUse === 0) return 'No key works at present.';
  return inUse === 1 ? 'One key works at present.' : `${inUse} keys work at present.`;
}

function issuedView({ name, scopes }: ApiKey, token: string, apiUrl: string) {
  const call = `curl -H "Authorization: Bearer KEY" ${apiUrl}/courses`;
  return { name, token, rows: Math.ceil(token.length / 80), call, may: scopes.map(scopeWords).join(' · ') };
}

function row({ key, courseTitles }: ListedKey, asked: KeysAsked, page: Page, reader: Reader) {
  const state = keyState(key, reader.now);
  return {
    id: key.id,
    name: key.name,
    chip: chipOf(key, reader.now),
    why: key.revoked ? `${key.revoked.byName}: ${key.revoked.reason}` : '',
    may: key.scopes.map(scopeWords),
    courses: courseTitles === null ? 'Every course' : courseTitles.join(', '),
    createdBy: key.createdByName,
    createdAt: momentOf(key.createdAt, reader),
    endsWord: key.revoked ? 'Revoked' : state === 'expired' ? 'Expired' : 'Expires',
    endsAt: momentOf(key.revoked?.at ?? key.expiresAt, reader),
    usedAt: lastUse(key, reader),
    revoke: state === 'in use' ? revokeForm(key, asked, page) : (false as const),
  };
}

function chipOf(key: ApiKey, now: number): Chip {
  const state = keyState(key, now);
  if (state === 'revoked') return { ...chips.voided, word: 'Revoked' };
  if (state === 'expired') return { ...chips.voided, word: 'Expired' };
  return key.expiresAt - now < soonMs ? { ...chips.atRisk, word: 'Expires soon' } : { ...chips.met, word: 'In use' };
}

/** The hour is all that is known of a use. */
function lastUse({ lastUsedAt }: ApiKey, reader: Reader): (Moment & { readonly after: string }) | false {
  return lastUsedAt === null ? false : { ...momentOf(lastUsedAt, reader), after: 'or in the hour after' };
}

function revokeForm(key: ApiKey, { attempted }: KeysAsked, page: Page): ActForm {
  const words = {
    act: 'revoke',
    opens: 'Revoke',
    look: 'tight danger',
    of: key.name,
    title: `Revoke the key “${key.name}”?`,
    text: 'The system that uses it is refused from then on. This cannot be undone; a new key can be made at any time.',
    confirm: 'Revoke the key',
    keep: 'Keep it',
    isDanger: true,
    asksMinutes: null,
    reasonHelp: 'It is kept with the key, for whoever asks later.',
    tick: null,
  };
  const place = {
    id: `revoke-${key.id}`,
    action: `${page.base}/api-keys/${key.id}/revoke`,
    csrf: page.csrf,
    actId: '',
    back: '',
  };
  return actForm(words, place, attempted?.key === key.id ? { act: 'revoke', ...attempted } : null);
}

function newForm(asked: KeysAsked, page: Page, attempted: KeysAsked['attempted']) {
  const faults = (attempted?.faults ?? []).map(scopesByName);
  const entries = attempted?.entries ?? { reach: 'course', days: '365' };
  const errorOf = (name: string): string => faults.find(({ path }) => path === name)?.message ?? '';
  return {
    action: `${page.base}/api-keys`,
    csrf: page.csrf,
    id: asked.newId,
    isShown: attempted !== null,
    name: formField(
      {
        name: 'name',
        label: 'Name of the system',
        help: 'Such as “Student information system”. Whatever the key records bears this name.',
        value: entries['name'] ?? '',
        autocomplete: 'off',
        isRequired: true,
      },
      faults,
    ),
    scopes: {
      id: fieldId('scopes'),
      name: 'scopes',
      label: 'What it may do',
      help: 'Give a key no more than its system needs.',
      type: 'checkbox',
      error: errorOf('scopes'),
      options: scopes.map((scope) => ({
        value: scope,
        label: scopeWords(scope),
        help: scope,
        isSelected: attempted !== null && asked.chosenScopes.includes(scope),
      })),
    },
    reach: {
      id: fieldId('reach'),
      name: 'reach',
      label: 'Where',
      help: '',
      type: 'radio',
      error: errorOf('reach'),
      options: [
        {
          value: 'course',
          label: `This course: ${page.courseTitle}`,
          help: '',
          isSelected: entries['reach'] === 'course',
        },
        {
          value: 'organization',
          label: 'Every course of the organization',
          help: 'Also those that are added later.',
          isSelected: entries['reach'] === 'organization',
        },
      ],
    },
    days: formField(
      {
        name: 'days',
        label: 'It expires after',
        help: 'Make its successor before that day; both work side by side.',
        size: 'mid',
        options: lifetimes.map(({ days, label }) => ({
          value: String(days),
          label,
          isSelected: entries['days'] === String(days),
        })),
      },
      faults,
    ),
  };
}
