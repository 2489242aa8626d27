// The administrator's command line: platforms, invitations and the audit trail, beside a running server or without one. stdout carries one JSON value.

import { randomBytes } from 'node:crypto';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { openPlatforms } from '../lti/gatehouse.ts';
import type { Platform, PlatformRegistry } from '../lti/ports.ts';
import { registryKinds } from '../lti/ports.ts';
import { readConfig, type Config } from './config.ts';
import { joinDatabase } from './database.ts';
import { organizationChain } from './domain/audit.ts';
import { secretsOf } from './secrets.ts';
import { auditTrail } from './services/audit.ts';
import { courseStore } from './stores/course-store.ts';
import { eventStore } from './stores/event-store.ts';
import { digestOf } from './wiring.ts';
import { invitationStore } from './stores/invitation-store.ts';
import { firstOrganizationId } from './stores/organization-store.ts';
import { registryRowStore } from './stores/registry-row-store.ts';

/** The command line is wrong: exit 2. */
class BadCommand extends Error {}
/** The command was understood and refused: exit 1. */
class Refused extends Error {}

const usage = `Usage:
  platform add --name N --issuer I --client-id C --auth-url A --token-url T --jwks-url J
               [--deployment D]... [--service-host H]... [--kind canvas|moodle|other]
  platform list
  platform disable|enable (--issuer I --client-id C | --id X)
  invitation add [--name N] [--hours 72]
  audit verify`;

type Options = NonNullable<ParseArgsConfig['options']>;
const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const which = { issuer: text, 'client-id': text, id: text } satisfies Options;

/** What a command works with. */
interface Desk {
  readonly config: Config;
  readonly registry: PlatformRegistry;
  readonly invitations: ReturnType<typeof invitationStore>;
  readonly courses: ReturnType<typeof courseStore>;
  readonly audit: ReturnType<typeof auditTrail>;
}

interface Command {
  readonly options: Options;
  run(desk: Desk, given: Record<string, string | string[] | undefined>): Promise<unknown>;
}

const one = (given: Record<string, string | string[] | undefined>, name: string): string => {
  const value = given[name];
  if (typeof value !== 'string' || value.trim() === '') throw new BadCommand(`--${name} is missing`);
  return value;
};
const many = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

function shown(platform: Platform) {
  const { id, name, issuer, clientId, policy, deployments, status } = platform;
  return { id, name, issuer, clientId, policy, deployments: deployments.map((deployment) => deployment.id), status };
}

const addresses = (config: Config, platformId: string) => ({
  loginUrl: `${config.publicUrl}/lti/login`,
  launchUrl: `${config.publicUrl}/lti/launch`,
  jwksUrl: `${config.publicUrl}/lti/jwks/${platformId}.json`,
});

async function addPlatform({ config, registry }: Desk, given: Record<string, string | string[] | undefined>) {
  const kind = given['kind'];
  if (kind !== undefined && kind !== 'canvas' && kind !== 'moodle' && kind !== 'other')
    throw new BadCommand('--kind must be canvas, moodle or other');
  const added = await registry.add({
    name: one(given, 'name'),
    issuer: one(given, 'issuer'),
    clientId: one(given, 'client-id'),
    authUrl: one(given, 'auth-url'),
    tokenUrl: one(given, 'token-url'),
    jwksUrl: one(given, 'jwks-url'),
    deployments: many(given['deployment']),
    serviceHosts: many(given['service-host']),
    organizationId: firstOrganizationId,
    ...(kind ? { kind } : {}),
  });
  if (!added.ok) throw new Refused(added.words);
  return { platform: shown(added.platform), ...addresses(config, added.platform.id) };
}

async function chosen({ registry }: Desk, given: Record<string, string | string[] | undefined>): Promise<Platform> {
  const platform = given['id']
    ? await registry.get(one(given, 'id'))
    : await registry.find(one(given, 'issuer'), one(given, 'client-id'));
  if (!platform) throw new Refused('There is no such platform; "platform list" shows those there are.');
  return platform;
}

async function addInvitation({ config, invitations }: Desk, given: Record<string, string | string[] | undefined>) {
  const hours = Number(given['hours'] ?? '72');
  if (!Number.isInteger(hours) || hours < 1 || hours > 24 * 30)
    throw new BadCommand('--hours must be a whole number from 1 to 720');
  const token = randomBytes(24).toString('base64url');
  const expiresAt = Date.now() + hours * 3_600_000;
  const name = typeof given['name'] === 'string' ? given['name'] : null;
  await invitations.add(token, { organizationId: firstOrganizationId, name, expiresAt });
  return { url: `${config.publicUrl}/lti/register/${token}`, expiresAt: new Date(expiresAt).toISOString() };
}

const isOrganization = (chain: string): boolean => chain.startsWith(organizationChain(''));

/** Every chain there is: of each course, also of those without acts, and of each organization. */
async function chainsOf({ courses, audit }: Desk): Promise<Map<string, string>> {
  const chains = new Map<string, string>();
  for (let skip = 0, more = true; more; skip += 500) {
    const page = await courses.all(skip);
    for (const { id, title } of page) chains.set(id, title);
    more = page.length === 500;
  }
  for (let after = '', more = true; more;) {
    const page = await audit.chains(after);
    for (const { id } of page)
      if (!chains.has(id)) chains.set(id, isOrganization(id) ? 'what belongs to no course' : 'a course that is gone');
    after = page.at(-1)?.id ?? after;
    more = page.length === 500;
  }
  return chains;
}

async function verifyAudit(desk: Desk) {
  const reports = [];
  for (const [chain, title] of await chainsOf(desk))
    reports.push({ course: title, ...(await desk.audit.verify(chain)) });
  const broken = reports.filter((report) => report.fault);
  if (broken.length > 0)
    throw new Refused(
      broken.map(({ course, courseId, fault }) => `${course} (${courseId}): ${fault?.words}`).join('\n'),
    );
  const organizations = reports.filter(({ courseId }) => isOrganization(courseId)).length;
  const acts = reports.reduce((sum, report) => sum + report.acts, 0);
  return { courses: reports.length - organizations, organizations, acts, isWhole: true };
}

const commands: Readonly<Record<string, Command>> = {
  'platform add': {
    options: {
      name: text,
      issuer: text,
      'client-id': text,
      'auth-url': text,
      'token-url': text,
      'jwks-url': text,
      deployment: list,
      'service-host': list,
      kind: text,
    },
    run: addPlatform,
  },
  'platform list': {
    options: {},
    run: async ({ registry }) => ({ platforms: (await registry.list()).map(shown) }),
  },
  'platform disable': {
    options: which,
    run: async (desk, given) => ({ platform: shown((await desk.registry.disable((await chosen(desk, given)).id))!) }),
  },
  'platform enable': {
    options: which,
    run: async (desk, given) => ({ platform: shown((await desk.registry.enable((await chosen(desk, given)).id))!) }),
  },
  'audit verify': { options: {}, run: verifyAudit },
  'invitation add': { options: { name: text, hours: text }, run: addInvitation },
};

function readCommand(args: readonly string[]): {
  command: Command;
  given: Record<string, string | string[] | undefined>;
} {
  const command = commands[args.slice(0, 2).join(' ')];
  if (!command)
    throw new BadCommand(
      `${args.length === 0 ? 'No command was given' : `Unknown command: ${args.slice(0, 2).join(' ')}`}\n${usage}`,
    );
  try {
    const { values } = parseArgs({
      args: args.slice(2),
      options: command.options,
      strict: true,
      allowPositionals: false,
    });
    return { command, given: values as Record<string, string | string[] | undefined> };
  } catch (error) {
    throw new BadCommand(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}

async function run(args: readonly string[]): Promise<void> {
  const { command, given } = readCommand(args);
  // As in the server: the database and the secrets are for this user alone.
  process.umask(0o077);
  const reading = readConfig(process.env);
  if ('complaints' in reading) throw new Refused(reading.complaints.join('\n'));
  const { config } = reading;
  const { masterKey } = await secretsOf(config);
  const database = await joinDatabase(config);
  try {
    const rows = registryRowStore(database.connection, registryKinds);
    const invitations = invitationStore(database.connection, { now: Date.now, digest: digestOf });
    const events = eventStore(database.connection);
    const courses = courseStore(database.connection);
    await Promise.all([rows, invitations, events, courses].map((store) => store.prepare()));
    const audit = auditTrail({ events, surroundings: { now: Date.now, digest: digestOf } });
    const settings = { allowLocalPlatforms: config.allowLocalPlatforms, masterKeys: [masterKey] };
    const { registry } = await openPlatforms(settings, { rows, clock: { nowMs: Date.now } });
    process.stdout.write(
      `${JSON.stringify(await command.run({ config, registry, invitations, courses, audit }, given))}\n`,
    );
  } finally {
    await database.close();
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof BadCommand ? 2 : 1;
});
