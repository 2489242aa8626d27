// Puts the gatehouse together: what `src/wiring.ts` opens, and all that the house needs to know of it.
import type { Router } from 'express';
import { accessTokens } from './access-tokens.ts';
import { deepLinking } from './deep-linking.ts';
import { gradebook } from './gradebook.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';
import { platformKeys } from './platform-keys.ts';
import type {
  AnsweredRequests,
  Clock,
  DeepLinking,
  Gradebook,
  Invitations,
  Log,
  LoginStore,
  OpenSession,
  PlatformRegistry,
  RegistryRows,
  RenderPage,
  Roster,
  ToolKeys,
} from './ports.ts';
import { openRegistry } from './registry.ts';
import { roster } from './roster.ts';
import { ltiRoutes } from './routes.ts';
import { sealing } from './sealing.ts';
import { serviceClient } from './service-client.ts';
import { toolKeys } from './tool-keys.ts';
import type { PemPair } from './tool-keys.ts';

export interface RegistrySettings {
  /** ALLOW_LOCAL_PLATFORMS. */
  allowLocalPlatforms: boolean;
  /** 32 bytes each; the first seals, all open. */
  masterKeys: readonly Buffer[];
}

export interface GatehouseSettings extends RegistrySettings {
  /** PUBLIC_URL: an origin without a path. */
  publicUrl: string;
}

export interface GatehousePorts {
  rows: RegistryRows;
  logins: LoginStore;
  invitations: Invitations;
  answered: AnsweredRequests;
  renderPage: RenderPage;
  log: Log;
  clock: Clock;
  /** Where our signing keys come from; new RSA-2048 pairs when left out. */
  makeKeyPair?: () => Promise<PemPair>;
}

export interface Platforms {
  registry: PlatformRegistry;
  toolKeys: ToolKeys;
  network: Network;
}

export interface Gatehouse extends Omit<Platforms, 'network'> {
  gradebook: Gradebook;
  roster: Roster;
  deepLinking: DeepLinking;
  /** The routes below `/lti`, to be mounted at the root before any body parser. */
  routes(openSession: OpenSession): Router;
}

/** The registry alone: enough for the administrator's command line. */
export async function openPlatforms(
  settings: RegistrySettings,
  { rows, clock, makeKeyPair }: Pick<GatehousePorts, 'rows' | 'clock' | 'makeKeyPair'>,
): Promise<Platforms> {
  const outside = network({ allowLocal: settings.allowLocalPlatforms });
  const keys = toolKeys(rows, sealing(settings.masterKeys), clock, makeKeyPair);
  const registry = await openRegistry({ rows, keys, clock, network: outside });
  return { registry, toolKeys: keys, network: outside };
}

/** The whole gatehouse. Contacts nobody until somebody launches. */
export async function openGatehouse(settings: GatehouseSettings, ports: GatehousePorts): Promise<Gatehouse> {
  const { registry, toolKeys: keys, network: outside } = await openPlatforms(settings, ports);
  const { clock, renderPage, log, logins, invitations, answered } = ports;
  const { publicUrl } = settings;
  const rules = { allowLocal: settings.allowLocalPlatforms };
  const tokens = accessTokens({ network: outside, keys, clock, rules });
  const client = serviceClient({ network: outside, tokens, registry, rules });
  const keysOfPlatforms = platformKeys(outside, clock);
  const desk = { publicUrl, rules, registry, invitations, network: outside, renderPage, log };

  return {
    registry,
    toolKeys: keys,
    gradebook: gradebook({ client, registry, clock }),
    roster: roster(client, clock),
    deepLinking: deepLinking({ registry, keys, answered, renderPage, clock, rules }),
    routes: (openSession) => {
      const platformKeys = keysOfPlatforms;
      const gate = { publicUrl, rules, registry, logins, platformKeys, openSession, renderPage, log, clock };
      return ltiRoutes(gate, keys, desk);
    },
  };
}
