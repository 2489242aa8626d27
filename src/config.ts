// Every setting of Resit, read from the environment and checked together, so that one start lists every complaint at once.

import { z } from 'zod';

export interface Config {
  readonly port: number;
  /** Origin under which browsers and platforms reach Resit, without a trailing slash. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Null: the embedded database. */
  readonly mongodbUri: string | null;
  /** 32 bytes each. Null only when embedded: then they are made once and kept in the data directory. */
  readonly masterKey: Buffer | null;
  readonly sessionSecret: Buffer | null;
  readonly allowLocalPlatforms: boolean;
  /** How many proxies in front are trusted to name the client's address. */
  readonly trustProxy: number;
  /** How mails go out. Null: they are kept and shown in the application only. */
  readonly mail: MailConfig | null;
}

export interface MailConfig {
  /** `smtp://user:password@host:587`, or `smtps://` where the connection is encrypted from its first byte. */
  readonly smtpUrl: string;
  /** The bare address that mails come from; the name before it is the organization's. */
  readonly from: string;
}

export type ConfigReading = { readonly config: Config } | { readonly complaints: readonly string[] };

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function publicOrigin(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const complain = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!url) return complain('must be an address such as https://resit.example.org');
  const isBare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  if (!isBare) return complain('must be an origin without path, query or user, such as https://resit.example.org');
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));
  if (!isAllowed) return complain('must be https (http only on localhost, 127.x.x.x or [::1])');
  return url.origin;
}

function secret(value: string, context: z.RefinementCtx): Buffer {
  const bytes = Buffer.from(value, 'base64');
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value);
  if (isBase64 && bytes.length === 32) return bytes;
  context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64; make one with: openssl rand -base64 32' });
  return z.NEVER;
}

function smtpUrl(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && url.search === '') return value;
  context.addIssue({ code: 'custom', message: 'must be an address such as smtp://user:password@mail.example.org:587' });
  return z.NEVER;
}

const wholeNumber = (from: number, to: number, what: string): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be ${what}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be ${what}`);

const settings = z.object({
  PORT: wholeNumber(0, 65535, 'a port number from 0 to 65535').default(3000),
  PUBLIC_URL: z.string().transform(publicOrigin).optional(),
  DATA_DIR: z.string().default('.resit/data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/./, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  MASTER_KEY: z.string().transform(secret).optional(),
  SESSION_SECRET: z.string().transform(secret).optional(),
  ALLOW_LOCAL_PLATFORMS: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((value) => value === 'true'),
  TRUST_PROXY: wholeNumber(0, 20, 'the number of proxies in front, 0 to 20').default(0),
  SMTP_URL: z.string().transform(smtpUrl).optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .pipe(z.email('must be an address without a name, such as resit@example.org; mails carry the name of the provider'))
    .optional(),
});

/**
 * The settings, or every complaint, each beginning with the setting's name. An empty value counts as absent.
 * With `MONGODB_URI` the secrets are required: several processes must share them, so none may invent its own.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigReading {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = settings.safeParse(given);
  const complaints = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given['MONGODB_URI'])
    for (const name of ['MASTER_KEY', 'SESSION_SECRET'])
      if (!given[name]) complaints.push(`${name} is required when MONGODB_URI is set: 32 bytes in base64`);
  for (const [name, other] of [
    ['SMTP_URL', 'MAIL_FROM'],
    ['MAIL_FROM', 'SMTP_URL'],
  ] as const)
    if (!given[name] && given[other]) complaints.push(`${name} is required when ${other} is set: mail needs both`);
  if (!parsed.success || complaints.length > 0) return { complaints };
  const read = parsed.data;
  return {
    config: {
      port: read.PORT,
      publicUrl: read.PUBLIC_URL ?? `http://localhost:${read.PORT}`,
      dataDir: read.DATA_DIR,
      mongodbUri: read.MONGODB_URI ?? null,
      masterKey: read.MASTER_KEY ?? null,
      sessionSecret: read.SESSION_SECRET ?? null,
      allowLocalPlatforms: read.ALLOW_LOCAL_PLATFORMS,
      trustProxy: read.TRUST_PROXY,
      mail: read.SMTP_URL && read.MAIL_FROM ? { smtpUrl: read.SMTP_URL, from: read.MAIL_FROM } : null,
    },
  };
}
