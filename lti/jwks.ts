// Our public keys, a set for each platform, for the platform to fetch and keep for a while.
import type { Request, Response } from 'express';
import type { PlatformRegistry, ToolKeys } from './ports.ts';

/** Long enough to spare us, short enough that a new key is seen long before it signs. */
const cacheControl = 'public, max-age=300';

/** Answers `/lti/jwks/<platform>.json`; 404 for platforms that we do not know. */
export async function sendJwks(
  { registry, toolKeys }: { registry: PlatformRegistry; toolKeys: ToolKeys },
  req: Request,
  res: Response,
): Promise<void> {
  const file = String(req.params['file']);
  const platformId = /^([\w-]{1,64})\.json$/.exec(file)?.[1];
  const platform = platformId === undefined ? null : await registry.get(platformId);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  if (platform === null) {
    res.status(404).json({ error: { reason: 'not-found', message: 'There is no platform with this id.' } });
    return;
  }
  res.setHeader('Cache-Control', cacheControl);
  res.status(200).json(await toolKeys.publicJwks(platform.id));
}
