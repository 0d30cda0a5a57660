// PostgreSQL: health and fingerprint over one connection that is kept, a snapshot over a session of its
// own. It reads catalogue tables only, and no lock is stronger than ACCESS SHARE. Every wait ends on the
// client's side too: a server may accept a connection and never say a word.
import type { TlsFacts } from '../../postgres/secure.ts';
import { takeTlsSettings } from '../../postgres/tls-settings.ts';
import { defineDriver, type DatabaseConnection, type DriverOptions } from '../driver.ts';
import type { SnapshotReading } from '../schema/snapshot.ts';
import { describeFailure } from '../targets.ts';
import { GivenUpError, within } from '../within.ts';
import { openTargetClient, type TargetClient } from './client.ts';
import { listenForDdl } from './ddl-trigger/listen.ts';
import { readDdlLog } from './ddl-trigger/read-log.ts';
import { createFingerprintReader } from './fingerprint.ts';
import { createHealthReader } from './health.ts';
import { createResourceReader } from './resources/read.ts';
import { lastRows, openSession, type Session } from './session.ts';
import { isDenied } from './snapshot/denied.ts';
import { readPostgresSnapshot } from './snapshot/read.ts';
import { trustedPath } from './trusted-path.ts';

const schemes = ['postgres:', 'postgresql:'] as const;
const applicationName = 'hawkwatch';

export const postgresDriver = defineDriver({
  engine: 'POSTGRESQL',
  title: 'PostgreSQL',
  schemes,
  urlFault: (url) =>
    URL.canParse(url) || /^postgres(ql)?:\/\//.test(url)
      ? (takeTlsSettings(url).settings.fault ?? undefined)
      : 'is no URL: write postgres://user:password@host:5432/database',
  open: (options) => openPostgres(options),
});

function openPostgres(options: DriverOptions): DatabaseConnection {
  const { url, clock, connectTimeoutMs, statementTimeoutMs } = options;
  const lane = createLane(options);
  const fingerprint = createFingerprintReader();

  const health = createHealthReader({
    clock,
    query: (sql) => lane.ask(sql),
    tls: () => lane.tls(),
    reasonOf,
  });

  const resources = createResourceReader({
    clock,
    query: (sql) => lane.ask(sql),
    reasonOf,
  });
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw new Error(reasonOf(error), { cause: error });
    }
  };

  const readSnapshot: DatabaseConnection['readSnapshot'] = async (asked) => {
    const sessions: Session[] = [];
    let unwanted = false;
    const close = (): void => {
      unwanted = true;
      // They end their connections within a second whatever the server does.
      for (const session of sessions.splice(0)) void session.close().catch(() => undefined);
    };
    const open = async (): Promise<Session> => {
      const timeouts = { connectTimeoutMs, statementTimeoutMs };
      const session = await openSession({ url, applicationName, ...timeouts });
      sessions.push(session);
      if (unwanted) close();
      return session;
    };
    const read = async (): Promise<SnapshotReading> => {
      const own = { statementTimeoutMs, fingerprint, openSecond: open };
      return readPostgresSnapshot(await open(), { ...asked, ...own });
    };
    try {
      const timeoutMs = connectTimeoutMs + statementTimeoutMs;
      const { signal } = asked;
      return await within({ clock, timeoutMs, signal, onGivenUp: close }, read);
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    } finally {
      close();
    }
  };

  return {
    health,
    readSnapshot,
    readFingerprint: (signal) =>
      told(fingerprint.read((sql) => lane.ask<{ value: string | null }>(sql, signal))),
    watch: (onHint) => listenForDdl({ ...options, applicationName, onHint }),
    readDdlLog: ({ signal, ...request }) =>
      told(readDdlLog((sql) => lane.ask(sql, signal), request)),
    readResources: (request) => told(resources.read(request)),
    readStatementTexts: (ids) => told(resources.readStatementTexts(ids)),
    close: () => lane.close(),
  };
}

/** One connection for short questions; one that does not answer is replaced. */
function createLane({ url, clock, connectTimeoutMs, statementTimeoutMs }: DriverOptions) {
  let client: TargetClient | undefined;
  let tls: TlsFacts | undefined;
  const end = async (): Promise<void> => {
    const ending = client;
    client = undefined;
    await ending?.end({ timeout: 0.25 }).catch(() => undefined);
  };
  return {
    ask: <Row extends object>(sql: string, signal?: AbortSignal): Promise<readonly Row[]> =>
      within(
        {
          clock,
          timeoutMs: connectTimeoutMs + statementTimeoutMs,
          ...(signal === undefined ? {} : { signal }),
          onGivenUp: () => void end(),
        },
        async () => {
          client ??= openTargetClient({
            url,
            applicationName,
            max: 1,
            connectTimeoutMs,
            statementTimeoutMs,
            idleTimeoutMs: 30_000,
            onTls: (facts) => (tls = facts),
          });
          return lastRows<Row>(await client.unsafe<Row[]>(`${trustedPath} ${sql}`).simple());
        },
      ),
    /** Of the latest connection. */
    tls: () => tls,
    close: end,
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof GivenUpError) return error.message;
  if (isDenied(error)) return 'the role may not read the catalogue: grant select on pg_catalog';
  const isLocked = error instanceof Error && 'code' in error && error.code === '55P03';
  return isLocked
    ? 'a table is locked by a change of the schema; it is tried again'
    : describeFailure(error);
}
