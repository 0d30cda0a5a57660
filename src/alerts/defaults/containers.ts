// Default rules of containers. All have their host and daemon among their labels: keys of containers are
// unique there only, and what goes down with a daemon is muted by it.
import type { WrittenRule } from '../rules/define-rule.ts';

const minuteMs = 60_000;
const place = { host: 'host', daemon: 'daemon' };
const one = { ...place, container: 'key' };
const name = '{{ event.payload.name }}';
const on = 'on {{ event.payload.host }}';

export const containerRules = [
  {
    name: 'container-restarted',
    type: 'CONTAINER_RESTARTED',
    severity: 'WARNING',
    description:
      'A container ended by itself and was started again; told for a quarter of an hour.',
    event: {
      on: [['container.restarted', 'verdict in UNPLANNED, OOM']],
      until: ['container.removed'],
      labels: one,
      lastsMs: 15 * minuteMs,
    },
    title: `Container ${name} was restarted`,
    message: `It ended ${on} with exit code {{ event.payload.exitCode }}: {{ event.payload.reason }}.`,
  },
  {
    name: 'container-stopped',
    type: 'CONTAINER_STOPPED',
    severity: 'ERROR',
    forMs: 30_000,
    description: 'A container ended by itself and is not back after 30 seconds.',
    event: {
      on: [['container.stopped', 'verdict in UNPLANNED, OOM']],
      until: [
        'container.started',
        'container.restarted',
        'container.removed',
        'container.crash_loop_began',
      ],
      labels: one,
    },
    title: `Container ${name} has stopped`,
    message: `It ended ${on} with exit code {{ event.payload.exitCode }}: {{ event.payload.reason }}.`,
  },
  {
    name: 'container-crash-loop',
    type: 'CRASH_LOOP',
    severity: 'CRITICAL',
    description: 'A container ends again and again.',
    event: {
      on: ['container.crash_loop_began'],
      until: ['container.crash_loop_ended', 'container.removed'],
      labels: one,
    },
    title: `Container ${name} is in a crash loop`,
    message: `It ended {{ event.payload.deaths }} times ${on} since {{ event.payload.since }}: {{ event.payload.reason }}.`,
  },
  {
    name: 'container-out-of-memory',
    type: 'OUT_OF_MEMORY',
    severity: 'ERROR',
    description: 'The kernel ended a process of a container for its memory; told for an hour.',
    event: {
      on: ['container.ran_out_of_memory', ['container.stopped', 'oomKilled=true']],
      until: ['container.removed'],
      labels: one,
      lastsMs: 60 * minuteMs,
    },
    title: `Container ${name} ran out of memory`,
    message: `{{ event.payload.reason | default: "The kernel ended a process of it." }} It runs ${on}.`,
  },
  {
    name: 'container-unhealthy',
    type: 'CONTAINER_UNHEALTHY',
    severity: 'ERROR',
    description: "A container's own health check fails.",
    event: {
      on: [['container.health_changed', 'health=unhealthy']],
      until: [
        ['container.health_changed', 'health!=unhealthy'],
        'container.stopped',
        'container.removed',
      ],
      labels: one,
    },
    title: `Container ${name} is unhealthy`,
    message: `Its health check fails ${on}.`,
  },
  {
    name: 'containers-stopped-together',
    type: 'HOST_DOWN',
    severity: 'CRITICAL',
    description: 'All containers of a daemon went down together: the host or its daemon did.',
    event: {
      on: ['containers.stopped_together'],
      until: ['container.started', 'container.restarted'],
      labels: place,
      lastsMs: 60 * minuteMs,
    },
    title: '{{ event.payload.count }} containers of {{ event.payload.daemon }} stopped together',
    message: `{{ event.payload.reason }} (${on}).`,
  },
] as const satisfies readonly WrittenRule[];
