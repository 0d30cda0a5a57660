// The environment variables hawkwatch reads, parsed once and all faults told together. No message
// ever holds a variable's value.
import { z } from 'zod';

import { ConfigurationError, type ConfigurationFault } from './configuration-error.ts';
import { postgresUrlFault } from '../core/database-url.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Environment {
  readonly configPath?: string | undefined;
  readonly dataDirectory?: string | undefined;
  /** hawkwatch's own database; undefined: the embedded one. */
  readonly databaseUrl?: string | undefined;
  readonly host: string;
  /** What the machine is called in what is watched on it; undefined: as the system calls it. */
  readonly hostName?: string | undefined;
  /** 0: any free port. */
  readonly port: number;
  readonly adminToken?: string | undefined;
  /** 32 bytes that seal what is secret at rest. */
  readonly secretKey?: Uint8Array | undefined;
  readonly logLevel: LogLevel;
  /** Origins allowed besides the own host, as `https://example.org`. */
  readonly allowedOrigins: readonly string[];
}

// A variable that is set to nothing counts as not set: that is how compose files unset one.
function trimmed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.trim() === '' ? undefined : value.trim();
}

const variable = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(trimmed, schema);

const text = z.string();

const port = text.default('4000').transform((value, context): number => {
  if (/^[0-9]{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  const kubernetes = value.startsWith('tcp://')
    ? '; Kubernetes sets it for a Service named "hawkwatch": set enableServiceLinks: false, or the variable itself'
    : '';
  context.addIssue(`must be a number from 0 (any free port) to 65535${kubernetes}`);
  return z.NEVER;
});

const secretKey = text.transform((value, context): Uint8Array => {
  if (/^[0-9a-f]{64}$/i.test(value)) return Buffer.from(value, 'hex');
  // Node's base64 decoder takes the URL alphabet as well.
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return Buffer.from(value, 'base64');
  context.addIssue('must be 32 bytes in base64 or hex, as `openssl rand -base64 32` prints them');
  return z.NEVER;
});

function parseOrigin(entry: string): string | undefined {
  if (!/^https?:\/\//i.test(entry) || !URL.canParse(entry)) return undefined;
  const url = new URL(entry);
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

const allowedOrigins = text.default('').transform((value, context): readonly string[] => {
  const entries = value.split(',').map((entry) => entry.trim());
  const origins = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (entry === '') continue;
    const origin = parseOrigin(entry);
    if (origin === undefined) {
      context.addIssue(
        `entry ${index + 1} must be an origin such as https://example.org, without a path or "*"`,
      );
    } else {
      origins.add(origin);
    }
  }
  return [...origins];
});

const environmentSchema = z.object({
  HAWKWATCH_CONFIG: variable(text.optional()),
  HAWKWATCH_DATA_DIR: variable(text.optional()),
  DATABASE_URL: variable(
    text
      .superRefine((url, context) => {
        const fault = postgresUrlFault(url);
        if (fault !== undefined) context.addIssue(fault);
      })
      .optional(),
  ),
  HAWKWATCH_HOST: variable(
    text
      .regex(/^[A-Za-z0-9.:_%-]+$/, 'must be a host name or an address, without scheme or brackets')
      .default('127.0.0.1'),
  ),
  HAWKWATCH_HOST_NAME: variable(
    text
      .max(253, 'must have at most 253 characters')
      .regex(/^[A-Za-z0-9._-]+$/, 'must be a host name: letters, digits, dots and hyphens')
      .optional(),
  ),
  HAWKWATCH_PORT: variable(port),
  HAWKWATCH_ADMIN_TOKEN: variable(
    text
      .min(16, 'must have at least 16 characters; `openssl rand -base64 24` makes a good one')
      .regex(/^[\x21-\x7e]*$/, 'must be printable ASCII without spaces, as it travels in a header')
      .optional(),
  ),
  HAWKWATCH_SECRET_KEY: variable(secretKey.optional()),
  HAWKWATCH_LOG_LEVEL: variable(
    z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  ),
  HAWKWATCH_ALLOWED_ORIGINS: variable(allowedOrigins),
});

/** What the variables say; throws one `ConfigurationError` with all their faults. */
export function parseEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue): ConfigurationFault => ({
      where: issue.path.join('.'),
      message: issue.message,
    }));
    throw new ConfigurationError('the environment', faults);
  }
  const { data } = parsed;
  return {
    configPath: data.HAWKWATCH_CONFIG,
    dataDirectory: data.HAWKWATCH_DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    host: data.HAWKWATCH_HOST,
    hostName: data.HAWKWATCH_HOST_NAME,
    port: data.HAWKWATCH_PORT,
    adminToken: data.HAWKWATCH_ADMIN_TOKEN,
    secretKey: data.HAWKWATCH_SECRET_KEY,
    logLevel: data.HAWKWATCH_LOG_LEVEL,
    allowedOrigins: data.HAWKWATCH_ALLOWED_ORIGINS,
  };
}
