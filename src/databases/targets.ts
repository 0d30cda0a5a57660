// The monitored databases this process knows how to reach, by name. Being down is data here: a
// database that cannot be reached has a health with a reason, and never throws.
import type { Clock } from '../core/clock.ts';
import { coerceError, NotFoundError } from '../core/errors.ts';
import { openTargetClient, type TargetClient } from './postgres/client.ts';
import { openSession, type Session } from './postgres/session.ts';
import type { TargetHealth, TargetSettings } from './target.ts';

export interface Target {
  readonly settings: TargetSettings;
  /** A small pool for short reads; statements on it end after a few seconds. */
  readonly reader: TargetClient;
  openSession(applicationName: string): Promise<Session>;
  health(): Promise<TargetHealth>;
  /** Keeps its connections open, also when the configuration changes, until it is released. */
  retain(): () => void;
}

export interface Targets {
  list(): readonly Target[];
  find(name: string): Target | undefined;
  /** @throws NotFoundError that names what there is. */
  get(name: string): Target;
  /** Takes a new configuration; targets that did not change keep their connections. */
  replace(settings: readonly TargetSettings[]): Promise<void>;
  close(): Promise<void>;
}

export interface TargetsOptions {
  readonly clock: Clock;
  /** For how long a found health is told again without asking the database. */
  readonly healthTtlMs?: number;
  readonly connectTimeoutMs?: number;
}

/** Creates the registry of targets; it is empty until `replace` is called. */
export function createTargets(options: TargetsOptions): Targets {
  const targets = new Map<string, Target & { close(): Promise<void> }>();
  const find = (name: string): Target | undefined => targets.get(name);
  return {
    list: () => [...targets.values()],
    find,
    get: (name) => {
      const target = find(name);
      if (target !== undefined) return target;
      const names = [...targets.keys()].toSorted((a, b) => a.localeCompare(b));
      throw new NotFoundError(
        `There is no database "${name}". ` +
          (names.length === 0
            ? 'None is configured: declare it in hawkwatch.yaml.'
            : `Known are: ${names.join(', ')}.`),
      );
    },
    replace: async (settings) => {
      const next = new Map(settings.map((one) => [one.name, one]));
      const gone: Promise<void>[] = [];
      for (const [name, target] of targets) {
        if (JSON.stringify(next.get(name)) === JSON.stringify(target.settings)) continue;
        targets.delete(name);
        gone.push(target.close());
      }
      for (const one of settings) {
        if (!targets.has(one.name)) targets.set(one.name, createTarget(one, options));
      }
      await Promise.all(gone);
    },
    close: async () => {
      const all = [...targets.values()];
      targets.clear();
      await Promise.all(all.map((target) => target.close()));
    },
  };
}

function createTarget(
  settings: TargetSettings,
  options: TargetsOptions,
): Target & { close(): Promise<void> } {
  const { clock, healthTtlMs = 3000, connectTimeoutMs = 5000 } = options;
  const reader = openTargetClient({
    url: settings.url,
    applicationName: 'hawkwatch',
    max: 2,
    connectTimeoutMs,
    statementTimeoutMs: 10_000,
    idleTimeoutMs: 30_000,
  });
  let known: { at: number; health: Promise<TargetHealth> } | undefined;

  let users = 0;
  let closing = false;
  const end = (): Promise<void> => reader.end({ timeout: 1 }).catch(() => undefined);

  const ask = async (): Promise<TargetHealth> => {
    if (settings.unavailable !== null) return downBecause(settings.unavailable);
    const started = clock.monotonicMs();
    try {
      const [row] = await reader<{ version: string; recovering: boolean }[]>`
        select current_setting('server_version') as version,
               pg_is_in_recovery() as recovering`;
      return {
        state: row?.recovering === true ? 'DEGRADED' : 'UP',
        reason:
          row?.recovering === true ? 'the server is a replica or recovering: read-only' : null,
        serverVersion: row?.version ?? null,
        latencyMs: clock.monotonicMs() - started,
      };
    } catch (error) {
      return downBecause(describeFailure(error));
    }
  };

  return {
    settings,
    reader,
    openSession: async (applicationName) => {
      if (settings.unavailable !== null) throw new Error(settings.unavailable);
      return openSession({ url: settings.url, applicationName, connectTimeoutMs: 10_000 });
    },
    health: () => {
      const now = clock.monotonicMs();
      if (known === undefined || now - known.at > healthTtlMs) known = { at: now, health: ask() };
      return known.health;
    },
    retain: () => {
      users += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        users -= 1;
        if (users === 0 && closing) void end();
      };
    },
    close: async () => {
      closing = true;
      if (users === 0) await end();
    },
  };
}

function downBecause(reason: string): TargetHealth {
  return { state: 'DOWN', reason, serverVersion: null, latencyMs: null };
}

/** Why a database cannot be reached, in words, without what the URL holds. */
export function describeFailure(error: unknown): string {
  const failure = coerceError(error);
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'the server refuses connections: is it running, and is the port right?';
    case 'ENOENT':
      return 'there is no socket at that path: is the server running?';
    case 'ENOTFOUND':
      return 'the host name is not known';
    case 'CONNECT_TIMEOUT':
      return 'the server did not answer in time';
    case '28P01':
    case '28000':
      return 'the server refuses the user or password';
    case '3D000':
      return 'there is no database of that name on the server';
    case '53300':
      return 'the server has no connection left';
    case '57014':
      return 'the server took too long to answer';
    default:
      return code === undefined ? failure.message : `${failure.message} (${code})`;
  }
}
