// How each kind of event is read as a change. Migrations belong to a room that alerts may not import, so
// their payloads have a form of their own here, with no more in it than what is needed.
import { z } from 'zod';

import { riskLevels } from '../../core/impact.ts';
import { deploymentRecorded } from '../../store/deployments.ts';
import { fileChanged, filesChanged } from '../../store/watched-files.ts';
import { containerReaders } from './container-readers.ts';
import { reader, type ChangeClass, type ChangeReader } from './finding.ts';
import { breaking, schemaClass, schemaNames, schemaWords } from './schema-words.ts';

const progress = z.object({
  runId: z.string(),
  database: z.string(),
  runKind: z.string(),
  dryRun: z.boolean(),
  runState: z.string(),
  migration: z.object({ version: z.string(), name: z.string(), state: z.string() }).nullable(),
});

const runReader = (
  choose: (state: string) => { readonly class: ChangeClass; readonly did: string } | undefined,
  ends = false,
): ChangeReader =>
  reader(progress, ({ runId, database, runKind, dryRun, runState, migration }) => {
    const chosen = choose(migration === null ? runState : migration.state);
    if (dryRun || chosen === undefined) return undefined;
    const undoes = runKind === 'ROLLBACK' ? ' (a roll-back)' : '';
    return {
      class: chosen.class,
      group: `run:${runId}`,
      objects: [`database:${database}`],
      words: `${chosen.did}${undoes} on ${database}`,
      names: migration === null ? [] : [migration.name],
      version: migration?.version,
      ends,
    };
  });

const running = { class: 'MIGRATION_RUNNING', did: 'was running' } as const;
const schemaSet = z.object({
  changeSetId: z.string(),
  database: z.string(),
  origin: z.string(),
  runId: z.string().nullable(),
  driftId: z.string().nullable(),
  risk: z.enum(riskLevels),
  changes: z.array(z.object({ change: z.string(), kind: z.string(), name: z.string() })),
  changeCount: z.number(),
  by: z.array(z.object({ at: z.string(), user: z.string().nullable() })),
  sinceAt: z.string(),
});

const schemaReader = reader(schemaSet, (set, occurredAt) => {
  const { database, changeSetId, runId, driftId, changes, changeCount, risk, by } = set;
  const doneAt = by.map(({ at }) => Date.parse(at)).filter((ms) => !Number.isNaN(ms));
  const who = runId === null ? by.findLast(({ user }) => user !== null)?.user : undefined;
  const foreign = set.origin === 'FOREIGN_MIGRATION' ? 'a migration of another tool ' : '';
  const subject = runId !== null ? '' : foreign || (who == null ? 'somebody ' : `${who} `);
  const atMs = Math.max(...doneAt, 0);
  const sinceMs = Date.parse(set.sinceAt);
  return {
    class: schemaClass(changes, risk, runId === null ? 'SCHEMA' : 'MIGRATION'),
    group: groupOfSchema({ runId, driftId, changeSetId }),
    objects: [`database:${database}`],
    isTroubleOf: set.origin === 'DRIFT' ? [`drift:${database}`] : [],
    risk,
    atMs: atMs > 0 ? Math.min(atMs, occurredAt.getTime()) : undefined,
    sinceMs: Number.isNaN(sinceMs) ? undefined : sinceMs,
    words: `${subject}${schemaWords(changes, changeCount)} on ${database}`,
    names: schemaNames(changes),
  };
});

function groupOfSchema(set: {
  readonly runId: string | null;
  readonly driftId: string | null;
  readonly changeSetId: string;
}): string {
  if (set.runId !== null) return `run:${set.runId}`;
  return set.driftId === null ? `schema:${set.changeSetId}` : `drift:${set.driftId}`;
}

const driftFact = z.object({
  driftId: z.string(),
  database: z.string(),
  state: z.string(),
  risk: z.enum(riskLevels),
  changes: z.array(z.object({ change: z.string(), kind: z.string(), name: z.string() })),
  changeCount: z.number(),
});

const driftReader = reader(driftFact, (fact) => {
  const { database, driftId, changes, changeCount, risk } = fact;
  return {
    class: breaking(changes, risk) ? schemaClass(changes, risk, 'DRIFT') : 'DRIFT',
    group: `drift:${driftId}`,
    objects: [`database:${database}`],
    isTroubleOf: [`drift:${database}`],
    risk,
    words: `drift: somebody ${schemaWords(changes, changeCount)} on ${database}`,
    names: schemaNames(changes),
  };
});

const deploymentReader = reader(
  z.custom<ReturnType<typeof deploymentRecorded.schema.parse>>((value) =>
    isParsed(deploymentRecorded.schema, value),
  ),
  ({ service, version, environment, databases, status }) => {
    const said = {
      STARTED: 'was started',
      SUCCEEDED: 'was done',
      FAILED: 'failed',
      ROLLED_BACK: 'was rolled back',
    }[status];
    const where = environment === null ? '' : ` to ${environment}`;
    return {
      class: status === 'FAILED' ? 'DEPLOYMENT_FAILED' : 'DEPLOYMENT',
      group: `deployment:${service}:${version}:${environment ?? ''}`,
      objects: [`service:${service}`, ...databases.map((name) => `database:${name}`)],
      environment,
      words: `the deployment of ${service} ${version}${where} ${said}`,
      names: [version],
    };
  },
);

// The kinds of the store parse with forms that are not zod's to this room.
function isParsed(form: { parse(value: unknown): unknown }, value: unknown): boolean {
  try {
    form.parse(value);
    return true;
  } catch {
    // What does not fit is no change.
    return false;
  }
}

const usual = new Set(
  'etc srv opt var home usr lib local share conf config conf.d terraform k8s deploy run app data root'.split(
    ' ',
  ),
);

/** Folders of a path that may be called like what they configure. */
function partsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && !usual.has(part));
  return parts.slice(-4, -1);
}

const fileReader = reader(
  z.custom<ReturnType<typeof fileChanged.schema.parse>>((value) =>
    isParsed(fileChanged.schema, value),
  ),
  ({ host, watch, path, change, database, settings, risk }) => {
    const told = settings.slice(0, 2).map(({ message }) => message);
    const sizes = settings.some(({ aspect }) =>
      ['SIZE', 'RESOURCE', 'REPLICAS', 'STORAGE'].includes(aspect),
    );
    const folders = partsOf(path);
    const pair = folders.length > 1 ? [`service:${folders.slice(-2).join('-')}`] : [];
    const weightless = settings.length === 0;
    return {
      class: weightless ? 'FILE' : sizes ? 'SETTING_SIZE' : 'SETTING',
      group: `file:${host}:${path}`,
      objects: [
        `host:${host}`,
        `file:${path}`,
        `file-watch:${watch}`,
        ...(database === null ? [] : [`database:${database}`]),
        ...folders.map((folder) => `service:${folder}`),
        ...pair,
      ],
      risk,
      words: `${path} was ${change.toLowerCase()}${told.length === 0 ? '' : ` (${told.join('; ')})`}`,
      names: settings.map(({ attribute }) => attribute),
    };
  },
);

const filesReader = reader(
  z.custom<ReturnType<typeof filesChanged.schema.parse>>((value) =>
    isParsed(filesChanged.schema, value),
  ),
  ({ host, watch, burstId, database, count, risk }) => ({
    class: 'FILE',
    group: `files:${burstId}`,
    objects: [
      `host:${host}`,
      `file-watch:${watch}`,
      ...(database === null ? [] : [`database:${database}`]),
    ],
    risk,
    words: `${count} files of ${watch} changed`,
  }),
);

const everything = '*';

/** By kind of event. */
export const changeReaders: Readonly<Record<string, ChangeReader>> = {
  'migration.started': runReader(() => running),
  'migration.step_started': runReader(() => running),
  'migration.blocked': runReader(() => running),
  'migration.step_finished': runReader((state) =>
    state === 'FAILED' || state === 'PARTIAL'
      ? { class: 'MIGRATION_FAILED', did: 'failed' }
      : { class: 'MIGRATION', did: 'was applied' },
  ),
  'migration.completed': runReader((state) => {
    if (state === 'CANCELLED' || state === 'REJECTED')
      return { class: 'MIGRATION', did: 'was cancelled' };
    return state === 'SUCCEEDED'
      ? { class: 'MIGRATION', did: 'was applied' }
      : { class: 'MIGRATION_FAILED', did: 'failed' };
  }, true),
  'migration.stale_lock': reader(
    z.object({ runId: z.string(), database: z.string(), tool: z.string(), since: z.string() }),
    ({ runId, database, tool, since }) => {
      const sinceMs = Date.parse(since);
      return {
        class: 'LOCK_LEFT',
        group: `lock:${runId}`,
        objects: [`database:${database}`],
        sinceMs: Number.isNaN(sinceMs) ? undefined : sinceMs,
        words: `a migration lock of ${tool} was held by nobody at work on ${database}`,
      };
    },
  ),
  'schema.changed': schemaReader,
  'schema.attributed': schemaReader,
  'drift.detected': driftReader,
  'drift.changed': driftReader,
  'deployment.recorded': deploymentReader,
  'file.changed': fileReader,
  'files.changed': filesReader,
  'automatic_runs.switched': reader(
    z.object({ enabled: z.boolean(), by: z.string(), reason: z.string() }),
    ({ enabled, by, reason }) =>
      enabled
        ? undefined
        : {
            class: 'SWITCHED_OFF',
            group: 'automatic-runs',
            objects: [everything],
            words: `${by} switched automatic runs off (${reason})`,
          },
  ),
  'configuration.diverged': reader(z.object({ host: z.string() }), ({ host }) => ({
    class: 'CONFIGURATION',
    group: 'configuration',
    objects: [everything],
    words: `hawkwatch on ${host} has another configuration than the others`,
  })),
  'database.registration_changed': reader(
    z.object({ database: z.string(), changed: z.array(z.string()) }),
    ({ database, changed }) => ({
      class: 'REGISTRATION',
      group: `registration:${database}`,
      objects: [`database:${database}`],
      words: `the registration of ${database} was changed (${changed.join(', ')})`,
    }),
  ),
  ...containerReaders,
};
