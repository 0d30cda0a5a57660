// Keeps the stored statuses current. Only one replica does it (`leadership`), the others stand by:
//
//   waiting -> reading (due: its time came, a run of it ended, a manifest came, configured anew)
//           -> recorded -> waiting
//
// Each reading has one connection of its own that is closed after it, so a server that holds many
// databases is not left with many idle sessions. What was read is recorded in batches.
import type { Hub } from '../../bus/hub.ts';
import { backoffMs } from '../../core/backoff.ts';
import { createBell } from '../../core/bell.ts';
import { coerceError, NotFoundError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import type { Targets } from '../../databases/targets.ts';
import type { StoreAddress } from '../../store/connection.ts';
import { startLeadership } from '../../store/leadership.ts';
import { schemaChanged } from '../../store/schema-changes.ts';
import { progressEvents } from '../events.ts';
import type { SourceStatus, StatusReader } from '../status-words.ts';
import { manifestUploaded } from '../../store/migration-status-events.ts';
import { forgetOtherStatuses } from './record.ts';
import { createRecorder, type RecorderOptions } from './recorder.ts';
import { createSchedule, type Finding, type Schedule } from './schedule.ts';

export interface RefresherOptions extends RecorderOptions {
  readonly address: StoreAddress;
  readonly hub: Hub;
  readonly targets: Targets;
  /** Reads with connections of its own. */
  readonly reader: StatusReader;
  readonly random: Random;
  intervalMs(): number;
  /** Databases that are read at once. */
  readonly places?: number;
  readonly maxWaitMs?: number;
  readonly leadershipPollMs?: number;
}

export interface StatusRefresher {
  readonly leading: boolean;
  /** Another configuration is in force: what left it is forgotten, all else is read at once. */
  reconfigured(): void;
  stop(): Promise<void>;
}

/** Events after which a database's statuses are read at once; a changed schema may be a migration. */
const reasons = [progressEvents.FINISHED, manifestUploaded, schemaChanged] as const;

/** Starts to compete for being the one that refreshes. */
export function startStatusRefresher(options: RefresherOptions): StatusRefresher {
  let reconfigured: () => void = () => undefined;
  const { address, clock, logger, leadershipPollMs: pollMs } = options;
  const leadership = startLeadership({
    address,
    clock,
    logger,
    name: 'migration statuses',
    ...(pollMs === undefined ? {} : { pollMs }),
    work: (signal) =>
      lead(options, signal, (told) => {
        reconfigured = told;
      }),
  });
  return {
    get leading() {
      return leadership.leading;
    },
    reconfigured: () => reconfigured(),
    stop: () => leadership.stop(),
  };
}

async function lead(
  options: RefresherOptions,
  signal: AbortSignal,
  onReconfigured: (told: () => void) => void,
): Promise<void> {
  const { targets, clock, logger, random, places = 8, maxWaitMs = 300_000 } = options;
  const intervalMs = (): number => options.intervalMs();
  const schedule = createSchedule({ random, places, maxWaitMs, intervalMs });
  const bell = createBell(signal);
  const recorder = createRecorder(options, signal);
  let forgets = true;
  const configure = (): void => {
    const withSources = targets.list().filter(({ settings }) => settings.sources.length > 0);
    schedule.keep(withSources.map(({ settings }) => settings.name));
  };
  onReconfigured(() => {
    configure();
    schedule.hasten();
    forgets = true;
    bell.ring();
  });
  configure();

  const read = async (name: string): Promise<void> => {
    const statuses = await readDatabase(options, name);
    await recorder.add(statuses);
    schedule.done(name, clock.monotonicMs(), findingOf(statuses));
    bell.ring();
  };
  const listening = listen(options, signal, (database) => {
    schedule.hasten(database);
    bell.ring();
  });
  while (!signal.aborted) {
    if (forgets) {
      forgets = false;
      await forgetUnconfigured(options).catch((error: unknown) => {
        forgets = true;
        logger.warn({ err: coerceError(error) }, 'statuses without a source could not be removed');
      });
    }
    const nowMs = clock.monotonicMs();
    let name = schedule.take(nowMs);
    for (; name !== undefined; name = schedule.take(nowMs)) void read(name);
    await bell.wait(clock, waitOf(schedule, clock.monotonicMs()));
  }
  await listening;
}

/** The worst of a database's sources decides. */
function findingOf(statuses: readonly SourceStatus[]): Finding {
  if (statuses.some((status) => status.state === 'UNREACHABLE')) return 'down';
  const isBusy = (status: SourceStatus): boolean =>
    status.state === 'LOCKED' || status.migrations.some((one) => one.state === 'RUNNING');
  return statuses.some(isBusy) ? 'busy' : 'idle';
}

const longestWaitMs = 60_000;

function waitOf(schedule: Schedule, nowMs: number): number {
  const at = schedule.nextAtMs();
  return at === undefined ? longestWaitMs : Math.min(Math.max(at - nowMs, 1), longestWaitMs);
}

/** Never rejects: a reader makes a status of every failure but bugs. */
async function readDatabase(
  { reader, logger }: RefresherOptions,
  name: string,
): Promise<readonly SourceStatus[]> {
  try {
    return await reader.read(name);
  } catch (error) {
    // It left the configuration a moment ago.
    if (!(error instanceof NotFoundError)) {
      logger.error({ err: coerceError(error), database: name }, 'a status could not be read');
    }
    return [];
  }
}

async function forgetUnconfigured(options: RefresherOptions): Promise<void> {
  const configured = options.targets
    .list()
    .flatMap(({ settings }) =>
      settings.sources.map(({ name }) => ({ databaseName: settings.name, source: name })),
    );
  await forgetOtherStatuses(options, configured);
}

/** Tells of the events that make a database due; after a gap in the stream, of all databases. */
async function listen(
  options: RefresherOptions,
  signal: AbortSignal,
  due: (database: string | undefined) => void,
): Promise<void> {
  const { hub, clock, random, logger } = options;
  const types = reasons.map((kind) => kind.type);
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const events = await hub.subscribe({ role: 'admin', types });
      const end = (): void => void events.return?.();
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
      // What came while nobody listened is not known.
      if (attempt > 0) due(undefined);
      try {
        for await (const event of { [Symbol.asyncIterator]: () => events }) {
          attempt = 0;
          for (const kind of reasons) {
            const fact = kind.read(event);
            if (fact !== undefined) due(fact.database);
          }
        }
      } finally {
        signal.removeEventListener('abort', end);
      }
    } catch (error) {
      logger.debug({ err: coerceError(error) }, 'the events of runs are followed anew');
    }
    const waitMs = backoffMs(attempt, { firstMs: 100, maxMs: 10_000 }, random);
    await clock.sleep(waitMs, signal).catch(() => undefined);
  }
}
