// Makes the event of a finding, once the container's row is known.
import type { NewEvent } from '../../core/events.ts';
import {
  containerCrashLoopEnded,
  containerCrashLooping,
  containerDeployed,
  containerDiscovered,
  containerHealthChanged,
  containerPaused,
  containerRanOutOfMemory,
  containerRemoved,
  containerRestarted,
  containerResumed,
  containerStarted,
  containerStopped,
  type ContainerFact,
} from '../../store/container-facts.ts';
import type { ContainerRow } from '../../store/containers.ts';
import type { Finding } from './finding.ts';

const stateAfter: Partial<Record<Finding['kind'], string>> = {
  started: 'running',
  restarted: 'running',
  deployed: 'running',
  resumed: 'running',
  paused: 'paused',
  removed: 'removed',
};

/** The event to be appended with the row. */
export function tell(finding: Finding, row: ContainerRow): NewEvent {
  const subject = `container:${row.key}`;
  const occurredAt = new Date(finding.atMs);
  const about = { subject, occurredAt };
  const fact = factOf(finding, row);
  const since = new Date(finding.sinceMs ?? finding.atMs).toISOString();
  switch (finding.kind) {
    case 'discovered':
      return containerDiscovered.create({ ...about, payload: fact });
    case 'started':
      return containerStarted.create({ ...about, payload: fact });
    case 'stopped': {
      const { oomKilled = false, shouldRun = false } = finding;
      return containerStopped.create({ ...about, payload: { ...fact, oomKilled, shouldRun } });
    }
    case 'restarted': {
      const payload = { ...fact, count: finding.count ?? 1 };
      return containerRestarted.create({ ...about, payload });
    }
    case 'oom':
      return containerRanOutOfMemory.create({ ...about, payload: fact });
    case 'loopBegan': {
      const payload = { ...fact, deaths: finding.deaths ?? 0, since };
      return containerCrashLooping.create({ ...about, payload });
    }
    case 'loopEnded':
      return containerCrashLoopEnded.create({ ...about, payload: { ...fact, since } });
    case 'health': {
      const payload = { ...fact, health: finding.reason, before: finding.before ?? null };
      return containerHealthChanged.create({ ...about, payload });
    }
    case 'deployed': {
      const { imageBefore = '', imageIdBefore = '', configChanged = false } = finding;
      const payload = { ...fact, imageBefore, imageIdBefore, configChanged };
      return containerDeployed.create({ ...about, payload });
    }
    case 'paused':
      return containerPaused.create({ ...about, payload: fact });
    case 'resumed':
      return containerResumed.create({ ...about, payload: fact });
    case 'removed':
      return containerRemoved.create({ ...about, payload: fact });
  }
}

function factOf(finding: Finding, row: ContainerRow): ContainerFact {
  const { kind, dockerId, atMs, verdict, reason, exitCode, inferred } = finding;
  // By the time the daemon was asked, a container that ended may run again.
  const ended = kind === 'stopped' && row.state === 'running' ? 'exited' : row.state;
  return {
    containerId: row.id,
    dockerId,
    host: row.host,
    daemon: row.daemon,
    key: row.key,
    name: finding.name,
    image: row.image,
    imageId: row.imageId,
    compose: row.compose,
    state: stateAfter[kind] ?? ended,
    health: row.health,
    databaseId: row.databaseId,
    database: row.database,
    verdict,
    reason,
    exitCode,
    inferred,
    at: new Date(atMs).toISOString(),
  };
}
