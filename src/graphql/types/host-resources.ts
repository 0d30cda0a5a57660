// What the machines that hawkwatch runs on were found to be last.
import { listHostResources, type HostResourcesRow } from '../../store/host-resources.ts';
import { builder } from '../builder.ts';
import { findMeasure, MeasureType, UnreadResource } from './measure.ts';

interface Disk {
  readonly mount: string;
  readonly bytes: number;
  readonly freeBytes: number;
  readonly usedPercent: number;
  readonly inodesUsedPercent: number | null;
}

function disksOf({ measures }: HostResourcesRow): readonly Disk[] {
  const mounts = new Set(measures.flatMap(({ labels }) => labels?.['mount'] ?? []));
  return [...mounts].map((mount) => {
    const own = measures.filter(({ labels }) => labels?.['mount'] === mount);
    return {
      mount,
      bytes: findMeasure(own, 'host.disk_bytes') ?? 0,
      freeBytes: findMeasure(own, 'host.disk_free_bytes') ?? 0,
      usedPercent: findMeasure(own, 'host.disk_used_percent') ?? 0,
      inodesUsedPercent: findMeasure(own, 'host.inodes_used_percent'),
    };
  });
}

const HostDisk = builder.objectRef<Disk>('HostDisk').implement({
  description: 'A disk of a host.',
  fields: (t) => ({
    mount: t.exposeString('mount', { description: 'Where it is mounted.' }),
    bytes: t.exposeFloat('bytes', { description: 'Its size.' }),
    freeBytes: t.exposeFloat('freeBytes', { description: 'What may still be written.' }),
    usedPercent: t.exposeFloat('usedPercent', {
      description: 'Share that is used, without what is kept for root.',
    }),
    inodesUsedPercent: t.exposeFloat('inodesUsedPercent', {
      nullable: true,
      description: 'Share of its inodes that is used; null where it has no fixed number.',
    }),
  }),
});

const HostResources = builder.objectRef<HostResourcesRow>('HostResources').implement({
  description: 'What the resources of a host of hawkwatch were found to be last.',
  fields: (t) => ({
    host: t.exposeString('host', { description: 'Its name.' }),
    at: t.field({ type: 'DateTime', description: 'When they were read.', resolve: ({ at }) => at }),
    platform: t.exposeString('platform', { description: 'Operating system and its version.' }),
    isContainer: t.exposeBoolean('isContainer', {
      description: 'It is a container: its limits count, not what the machine has.',
    }),
    cores: t.exposeFloat('cores', { description: 'Cores that may be used.' }),
    memoryBytes: t.exposeFloat('memoryBytes', { description: 'Memory that may be used.' }),
    cpuPercent: t.float({
      nullable: true,
      description: 'Share of the cores that was busy; null at first.',
      resolve: ({ measures }) => findMeasure(measures, 'host.cpu_percent'),
    }),
    memoryUsedPercent: t.float({
      nullable: true,
      description: 'Share of the memory that is used and cannot be had again at once.',
      resolve: ({ measures }) => findMeasure(measures, 'host.memory_used_percent'),
    }),
    disks: t.field({
      type: [HostDisk],
      description: 'Its disks.',
      resolve: (row) => disksOf(row),
    }),
    measures: t.field({
      type: [MeasureType],
      description: 'All numbers there are, those of this process of hawkwatch among them.',
      resolve: ({ measures }) => measures,
    }),
    unread: t.field({
      type: [UnreadResource],
      description: 'What could not be measured, as a disk that does not answer.',
      resolve: ({ notes }) => notes,
    }),
  }),
});

builder.queryField('hostResources', (t) =>
  t.field({
    type: [HostResources],
    description: 'What the hosts of all replicas were found to be last.',
    authScopes: { role: 'viewer' },
    reads: ['store'],
    resolve: (_root, _args, { services }) => listHostResources(services.store.q),
  }),
);
