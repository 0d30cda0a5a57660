// What becomes of containers, live: what was found out about them, with its verdict.
import {
  containerEventKinds,
  containersStoppedTogether,
  type ContainerFact,
} from '../store/container-facts.ts';
import type { StoredEvent } from '../core/events.ts';
import { getContainer } from './container-lists.ts';
import type { GraphqlContext } from './context.ts';
import { LogStream } from './log-stream.ts';

export const containerNoticeKinds = [
  'DISCOVERED',
  'STARTED',
  'STOPPED',
  'RESTARTED',
  'RAN_OUT_OF_MEMORY',
  'CRASH_LOOP_BEGAN',
  'CRASH_LOOP_ENDED',
  'HEALTH_CHANGED',
  'DEPLOYED',
  'PAUSED',
  'RESUMED',
  'REMOVED',
  'STOPPED_TOGETHER',
] as const;
export type ContainerNoticeKind = (typeof containerNoticeKinds)[number];

/** Something happened to a container, or to several together with their daemon. */
export interface ContainerNotice extends Pick<
  ContainerFact,
  'verdict' | 'reason' | 'exitCode' | 'inferred'
> {
  readonly cursor: string;
  readonly kind: ContainerNoticeKind;
  readonly at: Date;
  readonly host: string;
  readonly daemon: string;
  /** Ids of the containers' rows: one, or the first hundred of those that went down together. */
  readonly containerIds: readonly string[];
  /** How many they are. */
  readonly count: number;
  /** As it was then; null of several. */
  readonly key: string | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly state: string | null;
  readonly health: string | null;
}

const types = [...containerEventKinds, containersStoppedTogether].map(({ type }) => type);

const nothingOfOne = {
  exitCode: null,
  key: null,
  name: null,
  image: null,
  state: null,
  health: null,
};

function kindOf(type: string): ContainerNoticeKind | undefined {
  const word = type.slice(type.indexOf('.') + 1).toUpperCase();
  return containerNoticeKinds.find((kind) => kind === word);
}

function toNotice(event: StoredEvent, cursor: string): ContainerNotice | undefined {
  const kind = kindOf(event.type);
  if (kind === undefined) return undefined;
  const several = containersStoppedTogether.read(event);
  if (several !== undefined) {
    const { containers, at, ...fact } = several;
    return {
      ...nothingOfOne,
      ...fact,
      cursor,
      kind,
      at: new Date(at),
      containerIds: containers.map(({ containerId }) => containerId),
    };
  }
  for (const declared of containerEventKinds) {
    const fact = declared.read(event);
    if (fact === undefined) continue;
    const { host, daemon, key, name, image, state, health } = fact;
    const { verdict, reason, exitCode, inferred, containerId } = fact;
    const about = { host, daemon, key, name, image, state, health };
    const judged = { verdict, reason, exitCode, inferred, count: 1, containerIds: [containerId] };
    return { cursor, kind, ...about, ...judged, at: new Date(fact.at) };
  }
  return undefined;
}

/** What becomes of one container or all, after a replay of what came since `after`. */
export async function openContainerNotices(
  context: GraphqlContext,
  reference: string | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<ContainerNotice>> {
  const { hub } = context.services;
  const only = reference == null ? undefined : await getContainer(context, reference);
  // The log is read by what an event is about, so that a replay costs what the container had.
  const subjects = only && [`container:${only.key}`, `container-daemon:${only.daemon}`];
  return new LogStream(hub, {
    start: await hub.locate(context.resumeAfter ?? after ?? undefined),
    selection: { role: context.viewer.role, types, ...(subjects && { subjects }) },
    convert: (event) => {
      const notice = toNotice(event, hub.cursorOf(event.id));
      const isMeant = only === undefined || notice?.containerIds.includes(only.id);
      return isMeant === true ? notice : undefined;
    },
  });
}
