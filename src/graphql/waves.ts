// Waves as the API shows them: one by its id, pages, the live stream of one, and starting one.
import { InvalidInputError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { WaveMember, WaveState } from '../core/waves.ts';
import {
  waveEventKindOf,
  waveEvents,
  waveSubject,
  type WaveEventKind,
} from '../migrations/waves/events.ts';
import type { StartWaveInput } from '../migrations/waves/parse-wave.ts';
import type { DatabaseRecord } from '../store/databases.ts';
import { getWave, listWaves } from '../store/migration-waves.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import { isUuid, type WaveView } from './loaders.ts';
import { LogStream } from './log-stream.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  type Connection,
  type PageArguments,
} from './paging.ts';
import { only, replayEnded } from './replay-ended.ts';

const noWave = '00000000-0000-0000-0000-000000000000';

export interface WaveFilterInput {
  readonly ids?: readonly string[] | null | undefined;
  readonly source?: string | null | undefined;
  readonly states?: readonly WaveState[] | null | undefined;
}

/** The bare id; of what can be no id that of nothing. */
function idOfWave(reference: string): string {
  const id = bareId('MigrationWave', reference);
  return isUuid(id) ? id : noWave;
}

/** A page of waves, newest first. */
export async function pageOfWaves(
  context: GraphqlContext,
  args: PageArguments,
  filter: WaveFilterInput | null | undefined,
): Promise<Connection<WaveView>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const { ids, source, states } = filter ?? {};
  checkFilterSize(filter ?? {});
  const selection = {
    // With one that nothing has, so that no ids mean no waves.
    ids: ids == null ? undefined : [noWave, ...ids.map(idOfWave)],
    source: source ?? undefined,
    states: states ?? undefined,
  };
  const rows = await listWaves(context.services.store.q, selection, page);
  return connectionOf(page, rows, asOf, (wave) => ({
    node: { wave, asOf },
    cursor: encodeTimedPlace({ at: wave.createdAt, id: wave.id }),
  }));
}

export interface WaveChange {
  readonly cursor: string;
  readonly at: Date;
  readonly kind: WaveEventKind | 'SNAPSHOT';
  readonly changed: readonly WaveMember[];
  load(context: GraphqlContext): Promise<WaveView>;
}

/** @throws NotFoundError when there is no such wave. */
export async function getWaveView(context: GraphqlContext, id: string): Promise<WaveView> {
  const view = await context.loaders.waves.load(id);
  if (view !== undefined) return view;
  const asOf = await context.asOf();
  return { wave: await getWave(context.services.store.q, isUuid(id) ? id : noWave), asOf };
}

const types = Object.values(waveEvents).map((kind) => kind.type);
const isLast = (change: WaveChange): boolean => change.kind === 'COMPLETED';

/**
 * The changes of one wave. Without `after`: its state first, then what is newer; with it every later
 * event. It ends when the wave has ended.
 * @throws NotFoundError when there is no such wave; the hub's cursor errors.
 */
export async function openWaveChanges(
  context: GraphqlContext,
  id: string,
  afterArgument: string | null | undefined,
): Promise<AsyncIterableIterator<WaveChange, undefined>> {
  const { hub, store, clock } = context.services;
  const after = context.resumeAfter ?? afterArgument ?? undefined;
  const start = await hub.locate(after);
  const cursor = after ?? hub.cursorOf(start);
  const wave = await getWave(store.q, isUuid(id) ? id : noWave);
  const toView = (event: StoredEvent): WaveChange | undefined => {
    const kind = waveEventKindOf(event.type);
    const fact = kind && waveEvents[kind].read(event);
    if (kind === undefined || fact === undefined) return undefined;
    const place = { cursor: hub.cursorOf(event.id), at: event.occurredAt };
    const load = (current: GraphqlContext): Promise<WaveView> => getWaveView(current, wave.id);
    return { ...place, kind, changed: fact.changed, load };
  };
  const snapshot: WaveChange = {
    cursor,
    at: clock.now(),
    kind: 'SNAPSHOT',
    changed: [],
    load: () => Promise.resolve({ wave, asOf: cursor }),
  };
  const subjects = [waveSubject(wave.id)];
  if (wave.state !== 'RUNNING') {
    return after === undefined
      ? only(snapshot)
      : replayEnded(context, { after: cursor, types, subjects, toView, isLast });
  }
  return new LogStream(hub, {
    start,
    selection: { types, subjects, role: context.viewer.role },
    convert: toView,
    isLast,
    leading: after === undefined ? [snapshot] : [],
  });
}

export interface StartWaveArguments {
  readonly source: string;
  readonly databases?: readonly string[] | null | undefined;
  readonly environment?: string | null | undefined;
  readonly labels?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
  readonly canaries?: readonly string[] | null | undefined;
  readonly toVersion?: string | null | undefined;
  readonly stopOnFailure?: boolean | null | undefined;
  readonly maxParallel?: number | null | undefined;
  readonly autoApply?: boolean | null | undefined;
  readonly confidenceThreshold?: number | null | undefined;
  readonly clientMutationId?: string | null | undefined;
}

const maxDatabases = 1000;

/** The names of databases given by id or name, in their order. */
async function namesOf(
  context: GraphqlContext,
  references: readonly string[],
  path: string,
): Promise<string[]> {
  if (references.length > maxDatabases) {
    throw new InvalidInputError('The wave was not started.', [
      { path, message: `must be ${maxDatabases} at most` },
    ]);
  }
  const databases = await Promise.all(references.map((one) => getDatabase(context, one)));
  return databases.map((database) => database.name);
}

/** Starts a wave as the viewer. */
export async function startWave(
  context: GraphqlContext,
  input: StartWaveArguments,
): Promise<WaveView> {
  const asOf = await context.asOf();
  const { databases, labels, environment, toVersion, clientMutationId } = input;
  const request: StartWaveInput = {
    source: input.source,
    databases: databases == null ? undefined : await namesOf(context, databases, 'input.databases'),
    environment: environment ?? undefined,
    labels:
      labels == null
        ? undefined
        : Object.fromEntries(labels.map(({ name, value }) => [name, value])),
    canaries: await namesOf(context, input.canaries ?? [], 'input.canaries'),
    toVersion: toVersion ?? undefined,
    stopOnFailure: input.stopOnFailure ?? true,
    maxParallel: input.maxParallel ?? 1,
    confidenceThreshold: input.autoApply === true ? (input.confidenceThreshold ?? 90) : undefined,
    clientMutationId: clientMutationId ?? undefined,
  };
  return { wave: await context.services.automation.startWave(context.viewer, request), asOf };
}

/** Cancels a wave as the viewer. */
export async function cancelWave(
  context: GraphqlContext,
  args: {
    id: string;
    reason?: string | null | undefined;
    cancelRunning?: boolean | null | undefined;
  },
): Promise<WaveView> {
  const asOf = await context.asOf();
  const id = bareId('MigrationWave', args.id);
  const input = {
    waveId: isUuid(id) ? id : noWave,
    reason: args.reason ?? undefined,
    cancelRunning: args.cancelRunning ?? false,
  };
  return { wave: await context.services.automation.cancelWave(context.viewer, input), asOf };
}

/** The database of a wave's member; it is never deleted before its waves. */
export async function getMemberDatabase(
  { loaders }: GraphqlContext,
  member: WaveMember,
): Promise<DatabaseRecord> {
  const database = await loaders.databases.load(member.databaseId);
  if (database === undefined) throw new Error(`${member.database} is not in the store`);
  return database;
}
