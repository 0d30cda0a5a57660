// Stores a batch of what happened: rows, events of containers, events of the log and the position in one
// transaction. What is known is replaced once that is done, so a batch that could not be stored is
// judged again from the same memory, and told once: a store that goes away amidst the commit is asked first
// whether it was done.
import type { MonitorContext } from '../monitor.ts';
import {
  insertContainerEvents,
  updateDeathVerdicts,
  type NewContainerEvent,
} from '../../store/container-events.ts';
import { containersStoppedTogether } from '../../store/container-facts.ts';
import { saveContainer, updateContainersSeen, type ContainerRow } from '../../store/containers.ts';
import { classify, type Judgement } from './classify.ts';
import { detailsOf, isChanged } from './details.ts';
import type { ContainerFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { adopt, type Known } from './known.ts';
import { keepRecognition } from './keep-recognition.ts';
import { learn, newContainer, recount, withContainer, type Memory } from './memory.ts';
import type { Occurrence } from './occurrence.ts';
import { storeOnce } from './store-once.ts';
import { tell } from './tell.ts';
import type { StoppedTogether } from './together.ts';

export interface Batch {
  readonly occurrences: readonly Occurrence[];
  /** What the daemon says of the containers that are touched, as far as it could be asked. */
  readonly facts: ReadonlyMap<string, ContainerFacts>;
  /** When all was listed; null for events. */
  readonly listedAtMs?: number | undefined;
  /** Findings that time alone brought. */
  readonly findings?: readonly Finding[];
  readonly together?: StoppedTogether | undefined;
  /** A memory that was changed by what is no occurrence. */
  readonly memory?: Memory | undefined;
  readonly position: unknown;
}

export interface Place {
  readonly host: string;
  readonly daemon: string;
}

interface Judged {
  readonly memory: Memory;
  readonly events: readonly { readonly event: Occurrence; readonly judgement: Judgement }[];
  readonly findings: readonly Finding[];
}

function judgeAll(known: Known, batch: Batch): Judged {
  const { facts, listedAtMs } = batch;
  let memory = batch.memory ?? known.memory;
  const events: { event: Occurrence; judgement: Judgement }[] = [];
  for (const event of batch.occurrences) {
    const found = facts.get(event.dockerId);
    // A destroyed container is not to be remembered by having been asked about.
    if (found !== undefined && event.action !== 'destroy') {
      const isKnown = memory.containers.has(event.dockerId);
      memory = isKnown ? memory : withContainer(memory, newContainer(event));
      memory = learn(memory, found);
    }
    const judgement = classify(memory, event);
    ({ memory } = judgement);
    events.push({ event, judgement });
  }
  for (const one of facts.values()) {
    memory = listedAtMs === undefined ? recount(memory, one) : adopt(memory, one, listedAtMs);
  }
  const findings = events.flatMap(({ judgement }) => judgement.findings);
  return { memory, events, findings: [...findings, ...(batch.findings ?? [])] };
}

/** Stores a batch and returns what is known then. @throws whatever the store throws. */
export async function record(
  known: Known,
  batch: Batch,
  place: Place,
  context: MonitorContext,
): Promise<Known> {
  const judged = judgeAll(known, batch);
  const now = context.clock.now();
  const keys = touchedKeys(judged, batch);
  const rows = await storeOnce(context, async (tx) => {
    const saved = new Map(known.rows);
    const made = new Set<string>();
    const unchanged: string[] = [];
    for (const key of keys) {
      const row = known.rows.get(key);
      const memory = judged.memory.keys.get(key);
      const current = memory?.current ?? null;
      const container = current === null ? undefined : judged.memory.containers.get(current);
      const facts = current === null ? undefined : batch.facts.get(current);
      const details = detailsOf({ ...place, key, row, container, memory, facts, now });
      if (details === undefined) continue;
      if (row !== undefined && !isChanged(row, details)) {
        unchanged.push(row.id);
        saved.set(key, await keepRecognition(tx, row, facts));
        continue;
      }
      const id = context.random.uuid();
      const stored = await saveContainer(tx, row?.id ?? id, details);
      if (stored.id === id) made.add(key);
      saved.set(key, await keepRecognition(tx, stored, facts));
    }
    await updateContainersSeen(tx, unchanged, now);
    await insertContainerEvents(tx, eventRows(judged, saved));
    for (const finding of judged.findings) {
      const row = saved.get(finding.key);
      // A name that was there before is no discovery, even when it had been gone.
      if (row === undefined || (finding.kind === 'discovered' && !made.has(finding.key))) continue;
      tx.append(tell(finding, row));
    }
    if (batch.together !== undefined) await tellTogether(tx, batch.together, saved, place, batch);
    await tx.savePosition(batch.position);
    return saved;
  });
  for (const { event } of judged.events) known.seen.add(event);
  const present = [...rows].filter(([, row]) => row.vanishedAt === null);
  return { memory: judged.memory, rows: new Map(present), seen: known.seen };
}

function touchedKeys({ events, findings }: Judged, { facts }: Batch): Set<string> {
  return new Set([
    ...events.map(({ event }) => event.key),
    ...findings.map(({ key }) => key),
    ...[...facts.values()].map(({ key }) => key),
  ]);
}

function eventRows(
  { events }: Judged,
  rows: ReadonlyMap<string, ContainerRow>,
): NewContainerEvent[] {
  return events.flatMap(({ event, judgement }): NewContainerEvent[] => {
    const { dockerId, atMs, timeNano, action, exitCode, signal, assumed } = event;
    const row = rows.get(event.key);
    // That a container was found is no event of its own.
    if (row === undefined || (assumed !== null && action === 'create')) return [];
    const { verdict, reason } = judgement;
    const base = { container: row.id, dockerId, at: new Date(atMs), timeNano, action };
    return [{ ...base, verdict, exitCode, signal, reason, inferred: assumed !== null }];
  });
}

const mostNamed = 100;

async function tellTogether(
  tx: Parameters<typeof saveContainer>[0],
  { dockerIds, keys, sinceMs }: StoppedTogether,
  rows: ReadonlyMap<string, ContainerRow>,
  { host, daemon }: Place,
  { listedAtMs }: Batch,
): Promise<void> {
  await updateDeathVerdicts(tx, dockerIds, new Date(sinceMs), 'HOST_MAINTENANCE');
  const named = keys.flatMap((key) => {
    const row = rows.get(key);
    return row === undefined ? [] : [{ containerId: row.id, key, databaseId: row.databaseId }];
  });
  const inferred = listedAtMs !== undefined;
  const payload = {
    host,
    daemon,
    verdict: 'HOST_MAINTENANCE' as const,
    reason: `${keys.length} containers went down together, with their daemon or host`,
    inferred,
    at: new Date(sinceMs).toISOString(),
    count: keys.length,
    containers: named.slice(0, mostNamed),
  };
  const subject = `container-daemon:${daemon}`;
  tx.append(containersStoppedTogether.create({ subject, occurredAt: new Date(sinceMs), payload }));
}
