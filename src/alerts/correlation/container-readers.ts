// How events of containers are read as changes. What a container suffers by itself (it crashes, it starts
// again) may explain trouble of others, but never its own.
import { z } from 'zod';

import { reader, type ChangeClass, type ChangeFinding, type ChangeReader } from './finding.ts';
import { containerObject } from './topology.ts';

const fact = z.object({
  host: z.string(),
  key: z.string(),
  image: z.string(),
  imageBefore: z.string().optional(),
  database: z.string().nullable(),
  verdict: z.string().nullable(),
  exitCode: z.number().nullable(),
  configChanged: z.boolean().optional(),
});
type Fact = z.infer<typeof fact>;

const meant = new Set(['PLANNED', 'DEPLOY', 'HOST_MAINTENANCE']);

function about(it: Fact, changeClass: ChangeClass, group: string, words: string): ChangeFinding {
  const object = containerObject(it.host, it.key);
  return {
    class: changeClass,
    group: `${group}:${object}`,
    objects: [
      object,
      `container:${it.key}`,
      ...(it.database === null ? [] : [`database:${it.database}`]),
    ],
    isTroubleOf: it.verdict !== null && meant.has(it.verdict) ? [] : [object],
    words,
  };
}

function ended(it: Fact): ChangeFinding | undefined {
  // The new one is told by its deployment.
  if (it.verdict === 'DEPLOY') return undefined;
  const how: Readonly<Record<string, string>> = {
    PLANNED: 'was stopped',
    COMPLETED: 'ended',
    OOM: 'was ended by the kernel for its memory',
    HOST_MAINTENANCE: 'went down with its host',
  };
  const code = it.exitCode === null ? '' : ` with exit code ${it.exitCode}`;
  const said = how[it.verdict ?? ''] ?? `ended${code}`;
  return about(it, 'CONTAINER_ENDED', 'life', `the container ${it.key} ${said}`);
}

const endReader = reader(fact, ended);

/** By kind of event. */
export const containerReaders: Readonly<Record<string, ChangeReader>> = {
  'container.stopped': endReader,
  'container.removed': endReader,
  'container.paused': reader(fact, (it) => ({
    ...about(it, 'CONTAINER_ENDED', 'life', `the container ${it.key} was paused`),
    isTroubleOf: [],
  })),
  'container.ran_out_of_memory': reader(fact, (it) =>
    about(it, 'CONTAINER_ENDED', 'life', `the container ${it.key} ran out of memory`),
  ),
  'container.started': reader(fact, (it) =>
    about(it, 'CONTAINER_STARTED', 'start', `the container ${it.key} was started`),
  ),
  'container.restarted': reader(fact, (it) => {
    const wasMeant = it.verdict !== null && meant.has(it.verdict);
    const said = wasMeant ? 'was restarted' : 'restarted by itself';
    const changeClass = wasMeant ? 'CONTAINER_STARTED' : 'CONTAINER_ENDED';
    return about(it, changeClass, wasMeant ? 'start' : 'life', `the container ${it.key} ${said}`);
  }),
  'container.deployed': reader(fact, (it) => {
    const isNew = it.imageBefore !== undefined && it.imageBefore !== it.image;
    const words = isNew
      ? `the container ${it.key} got the image ${it.image} instead of ${it.imageBefore}`
      : `the container ${it.key} was replaced with another ${it.configChanged === true ? 'configuration' : 'build of its image'}`;
    const isImage = isNew || it.configChanged !== true;
    const found = about(it, isImage ? 'IMAGE' : 'CONTAINER_REPLACED', 'deployed', words);
    return { ...found, isTroubleOf: [] };
  }),
  'container.restart_requested': reader(
    z.object({ host: z.string(), key: z.string(), by: z.string() }),
    ({ host, key, by }) => ({
      class: 'CONTAINER_REQUESTED',
      group: `requested:${containerObject(host, key)}`,
      objects: [containerObject(host, key), `container:${key}`],
      words: `${by} had the container ${key} restarted`,
    }),
  ),
  'containers.stopped_together': reader(
    z.object({
      host: z.string(),
      count: z.number(),
      containers: z.array(z.object({ key: z.string() })),
    }),
    ({ host, count, containers }) => ({
      class: 'HOST_ENDED',
      group: `host:${host}`,
      objects: [
        `host:${host}`,
        ...containers.flatMap(({ key }) => [containerObject(host, key), `container:${key}`]),
      ],
      words: `${count} containers of ${host} went down together`,
    }),
  ),
};
