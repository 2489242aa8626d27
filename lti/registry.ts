// The registry of platforms: the one file that imports ltijs, which keeps the rows and nothing else (no routes, no process).
import { randomBytes } from 'node:crypto';
import { Provider } from 'ltijs';
import type { Platform as LtijsPlatform, ProviderInstance } from 'ltijs';
import { z } from 'zod';
import { AlreadyThere, ltijsRows } from './ltijs-rows.ts';
import { complaintAbout, newId, platformRow } from './new-platform.ts';
import type { Network } from './network.ts';
import type {
  AddedPlatform,
  Clock,
  Deployment,
  NewPlatform,
  Platform,
  PlatformRegistry,
  RegistryRows,
  Standing,
  ToolKeys,
} from './ports.ts';

/** What another process changed is seen this soon. */
const cachedMs = 5_000;
const mostLearnedHosts = 200;

/** Members of a platform's row that ltijs does not know. */
const ownMembers = z.object({
  kind: z.enum(['canvas', 'moodle', 'other']),
  policy: z.enum(['open', 'closed']),
  serviceHosts: z.array(z.string()),
  organizationId: z.string().nullable(),
  addedAt: z.number(),
});
const deploymentRow = z.object({
  deploymentId: z.string(),
  status: z.enum(['enabled', 'disabled']),
  origin: z.enum(['listed', 'recorded']),
});

interface RegistryParts {
  rows: RegistryRows;
  keys: ToolKeys;
  clock: Clock;
  network: Pick<Network, 'vet'>;
}

/** Opens the registry. Contacts nobody, now or later. */
export async function openRegistry({ rows, keys, clock, network }: RegistryParts): Promise<PlatformRegistry> {
  const plugin = ltijsRows(rows, keys);
  const ltijs = await startLtijs(plugin);
  const cache = new Map<string, { platform: Platform; at: number }>();

  async function describe(found: LtijsPlatform): Promise<Platform> {
    const id = await found.platformId();
    const [row] = await rows.find('platform', { kid: id });
    const deployments = await rows.find('deployment', { platformId: id });
    const platform: Platform = {
      id,
      name: await found.platformName(),
      issuer: await found.platformUrl(),
      clientId: await found.platformClientId(),
      authUrl: await found.platformAuthenticationEndpoint(),
      tokenUrl: await found.platformAccessTokenEndpoint(),
      tokenAudience: await found.platformAuthorizationServer(),
      jwksUrl: (await found.platformAuthConfig()).key,
      status: (await found.platformActive()) ? 'active' : 'disabled',
      deployments: deployments.map(toDeployment),
      ...ownMembers.parse(row),
    };
    cache.set(id, { platform, at: clock.nowMs() });
    return platform;
  }

  async function find(issuer: string, clientId: string): Promise<Platform | null> {
    const known = [...cache.values()].find(
      ({ platform, at }) => platform.issuer === issuer && platform.clientId === clientId && isFresh(at),
    );
    if (known !== undefined) return known.platform;
    const found = await ltijs.getPlatform(issuer, clientId);
    return found === false ? null : describe(found);
  }

  async function onlyOneFor(issuer: string): Promise<Platform | null> {
    const found = await ltijs.getPlatform(issuer);
    if (found === false) return null;
    const platforms = await Promise.all(found.map(describe));
    const active = platforms.filter((platform) => platform.status === 'active');
    return active.length === 1 ? active[0]! : null;
  }

  async function get(platformId: string): Promise<Platform | null> {
    const known = cache.get(platformId);
    if (known !== undefined && isFresh(known.at)) return known.platform;
    const found = platformId === '' ? false : await ltijs.getPlatformById(platformId);
    return found === false ? null : describe(found);
  }

  async function list(): Promise<Platform[]> {
    const ids = (await rows.find('platform', {})).map((row) => String(row['kid']));
    const platforms = await Promise.all(ids.map(async (id) => ltijs.getPlatformById(id)));
    const described = await Promise.all(platforms.filter((found) => found !== false).map(describe));
    return described.sort((a, b) => a.addedAt - b.addedAt);
  }

  function isFresh(at: number): boolean {
    const age = clock.nowMs() - at;
    return age >= 0 && age < cachedMs;
  }

  async function add(wanted: NewPlatform): Promise<AddedPlatform> {
    const complaint = await complaintAbout(wanted, network);
    if (complaint !== null) return { ok: false, reason: 'invalid', words: complaint };
    if ((await ltijs.getPlatform(wanted.issuer, wanted.clientId)) !== false) return alreadyRegistered(wanted);
    const id = wanted.id ?? newId();
    // Our own key, made asynchronously, before the row: the platform can sign from its first moment.
    await keys.create(id);
    try {
      await plugin.Insert(false, 'platform', platformRow(id, wanted, clock.nowMs()));
    } catch (error) {
      await rows.delete('toolKey', { platformId: id });
      if (error instanceof AlreadyThere) return alreadyRegistered(wanted);
      throw error;
    }
    for (const deploymentId of wanted.deployments ?? []) await recordDeployment(id, deploymentId, 'listed');
    const platform = await get(id);
    if (platform === null) throw new Error('A platform was written but cannot be read.');
    return { ok: true, platform };
  }

  async function recordDeployment(
    platformId: string,
    deploymentId: string,
    origin: Deployment['origin'],
  ): Promise<boolean> {
    const seenAt = clock.nowMs();
    return rows.insert('deployment', { platformId, deploymentId, status: 'enabled', origin, seenAt });
  }

  async function setActive(platformId: string, active: boolean): Promise<Platform | null> {
    const found = await ltijs.getPlatformById(platformId);
    if (found === false) return null;
    await found.platformActive(active);
    return describe(found);
  }

  async function deployment(
    platform: Platform,
    deploymentId: string,
  ): Promise<'enabled' | 'new' | 'disabled' | 'not-listed'> {
    const [row] = await rows.find('deployment', { platformId: platform.id, deploymentId });
    if (row !== undefined) return toDeployment(row).status;
    if (platform.policy === 'closed') return 'not-listed';
    // False when another launch of the same moment was first.
    const isFirst = await recordDeployment(platform.id, deploymentId, 'recorded');
    cache.delete(platform.id);
    return isFirst ? 'new' : 'enabled';
  }

  async function setDeployment(
    platformId: string,
    deploymentId: string,
    status: Deployment['status'],
  ): Promise<Platform | null> {
    await rows.modify('deployment', { platformId, deploymentId }, { status });
    cache.delete(platformId);
    return get(platformId);
  }

  async function standing(platformId: string, deploymentId: string): Promise<Standing> {
    const platform = await get(platformId);
    if (platform === null) return 'unknown-platform';
    if (platform.status === 'disabled') return 'platform-disabled';
    const found = platform.deployments.find((known) => known.id === deploymentId);
    return found?.status === 'disabled' ? 'deployment-disabled' : 'active';
  }

  async function learnServiceHost(platformId: string, host: string): Promise<void> {
    const platform = await get(platformId);
    if (platform === null || platform.serviceHosts.includes(host)) return;
    if (platform.serviceHosts.length >= mostLearnedHosts) return;
    await plugin.Modify(false, 'platform', { kid: platformId }, { serviceHosts: [...platform.serviceHosts, host] });
    cache.delete(platformId);
  }

  return {
    find,
    onlyOneFor,
    get,
    list,
    add,
    newId,
    disable: (platformId) => setActive(platformId, false),
    enable: (platformId) => setActive(platformId, true),
    deployment,
    setDeployment,
    standing,
    learnServiceHost,
  };
}

/**
 * An ltijs of our own, not the package's shared one, so that two applications in one process keep apart.
 *
 * Serverless: it listens to nothing, and no route of its express app is mounted anywhere.
 */
async function startLtijs(plugin: ReturnType<typeof ltijsRows>): Promise<ProviderInstance> {
  const OwnProvider = Provider.constructor as new () => ProviderInstance;
  const ltijs = new OwnProvider();
  // The secret signs cookies of routes that nobody can reach; ours are made elsewhere.
  ltijs.setup(randomBytes(32).toString('hex'), { plugin }, { cors: false, devMode: false });
  const before = new Set(process.listeners('SIGINT'));
  await ltijs.deploy({ serverless: true, silent: true });
  // Its handler would end the process under the feet of a saving student.
  for (const listener of process.listeners('SIGINT')) {
    if (!before.has(listener)) process.removeListener('SIGINT', listener);
  }
  return ltijs;
}

function toDeployment(row: Record<string, unknown>): Deployment {
  const { deploymentId, status, origin } = deploymentRow.parse(row);
  return { id: deploymentId, status, origin };
}

function alreadyRegistered(wanted: NewPlatform): AddedPlatform {
  const words = `The client ${wanted.clientId} of ${wanted.issuer} is already registered.`;
  return { ok: false, reason: 'already-registered', words };
}
