// Containers as their monitor stores them, without a daemon.
import { createHash } from 'node:crypto';

import {
  recogniseDatabase,
  type ContainerTraits,
} from '../../src/monitors/containers/recognise.ts';
import {
  saveContainer,
  updateContainerRecognition,
  type ContainerDetails,
  type ContainerRow,
} from '../../src/store/containers.ts';
import type { Store } from '../../src/store/store.ts';

/** A running container of `docker run --name NAME IMAGE` on the host `test-host`. */
export function containerDetails(
  name: string,
  more: Partial<ContainerDetails> = {},
): ContainerDetails {
  const at = new Date('2026-11-26T12:00:00Z');
  return {
    daemon: 'local',
    host: 'test-host',
    key: name,
    containerId: createHash('sha256').update(name).digest('hex'),
    name,
    image: 'postgres:16',
    imageId: 'sha256:1',
    state: 'running',
    health: null,
    startedAt: at,
    finishedAt: null,
    exitCode: null,
    oomKilled: false,
    restartCount: 0,
    restartPolicy: 'no',
    stopSignal: null,
    stopTimeoutS: 10,
    crashLoopSince: null,
    compose: null,
    ports: [],
    networks: [],
    environmentKeys: [],
    healthCommand: null,
    labels: {},
    lastSeenAt: at,
    vanishedAt: null,
    ...more,
  };
}

/** A row without a store. */
export function containerRow(name: string, more: Partial<ContainerRow> = {}): ContainerRow {
  const { recognised = null, databaseId = null, database = null, ...details } = more;
  const made = containerDetails(name, details);
  return {
    ...made,
    id: more.id ?? `id-of-${name}`,
    firstSeenAt: made.lastSeenAt,
    recognised,
    databaseId,
    database,
  };
}

/** What the image, the labels and the open ports say. */
export function recognised(
  { image, labels, ports }: ContainerDetails,
  more: Partial<ContainerTraits> = {},
) {
  return recogniseDatabase({
    image,
    labels,
    environmentKeys: [],
    ports: ports.map(({ port }) => port),
    programs: [],
    checkPrograms: [],
    ...more,
  });
}

/** Stores a container with what it is recognised as; returns the id of its row. */
export async function storeContainer(
  store: Store,
  id: string,
  details: ContainerDetails,
): Promise<string> {
  return store.transaction(async (tx) => {
    const row = await saveContainer(tx, id, details);
    await updateContainerRecognition(tx, row.id, recognised(details));
    return row.id;
  });
}
