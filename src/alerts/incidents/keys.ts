// What alerts find each other by: a key for each object and each suspect. Two alerts belong together only when
// one of them asks for a key that the other one has. Pure.
import { createHash } from 'node:crypto';

import type { AlertKey, IncidentTie } from '../../store/nearby-alerts.ts';
import type { IncidentMember } from './decide.ts';

/** What a key stands for. */
export interface KeyMeaning {
  readonly kind: 'SUSPECT' | 'OBJECTS';
  readonly of: string;
}

/** SHA-256 of what it stands for, 32 hexadecimal characters of it. */
export function keyOf({ kind, of }: KeyMeaning): string {
  return createHash('sha256').update(`${kind} ${of}`).digest('hex').slice(0, 32);
}

/** Few, because a transaction with thousands of locks would use up what the server has for all. */
const partCount = 64;

/** Numbers of the locks that keep two replicas from deciding about the same keys at once. */
export function partsOf(keys: Iterable<string>): readonly number[] {
  return [...new Set([...keys].map((key) => Number.parseInt(key.slice(0, 4), 16) % partCount))];
}

/** What an alert is found by. */
export function ownKeys({ objects, suspect }: IncidentMember): readonly string[] {
  const keys = objects.map((of) => keyOf({ kind: 'OBJECTS', of }));
  if (suspect !== undefined) keys.push(keyOf({ kind: 'SUSPECT', of: suspect }));
  return [...new Set(keys)];
}

/**
 * What alerts look for, by key: first what they are about and suspect themselves, then what is connected with
 * that, `most` at most.
 */
export function askedKeys(
  members: readonly IncidentMember[],
  most: number,
): ReadonlyMap<string, KeyMeaning> {
  const suspects = new Set(members.flatMap(({ suspect }) => suspect ?? []));
  const objects = new Set(members.flatMap((member) => member.objects));
  for (const { near } of members) {
    for (const object of near) {
      if (objects.size >= most) break;
      objects.add(object);
    }
  }
  const meanings = [
    ...[...suspects].map((of): KeyMeaning => ({ kind: 'SUSPECT', of })),
    ...[...objects].map((of): KeyMeaning => ({ kind: 'OBJECTS', of })),
  ].slice(0, most);
  return new Map(meanings.map((meaning) => [keyOf(meaning), meaning]));
}

/** What incidents are found by: the keys of the alerts that came to them. */
export function tiesOf(
  keys: readonly AlertKey[],
  incidentOf: ReadonlyMap<string, string>,
): readonly IncidentTie[] {
  const ties = new Map<string, IncidentTie>();
  for (const { key, alertId, startedAt } of keys) {
    const incidentId = incidentOf.get(alertId);
    if (incidentId === undefined) continue;
    const name = `${incidentId} ${key}`;
    const { firstAt, lastAt } = ties.get(name) ?? { firstAt: startedAt, lastAt: startedAt };
    ties.set(name, {
      key,
      incidentId,
      firstAt: startedAt < firstAt ? startedAt : firstAt,
      lastAt: startedAt > lastAt ? startedAt : lastAt,
    });
  }
  return [...ties.values()];
}
