// What the mere passing of time changes: crash loops end, and names that nobody has are forgotten.
import { loopMs } from './deaths.ts';
import type { Finding } from './finding.ts';
import { withKey, type Memory } from './memory.ts';

export function passTime(
  before: Memory,
  nowMs: number,
): { readonly memory: Memory; readonly findings: readonly Finding[] } {
  let memory = before;
  const findings: Finding[] = [];
  for (const [key, value] of before.keys) {
    const { loopSinceMs, current } = value;
    if (loopSinceMs === null) continue;
    if (nowMs - Math.max(loopSinceMs, ...value.deaths) <= loopMs) continue;
    const container = current === null ? undefined : before.containers.get(current);
    memory = withKey(memory, key, { ...value, deaths: [], loopSinceMs: null });
    if (container === undefined) continue;
    findings.push({
      kind: 'loopEnded',
      key,
      dockerId: container.dockerId,
      name: container.name,
      atMs: nowMs,
      verdict: null,
      reason: container.running
        ? 'it has been running for 10 minutes'
        : 'nothing has started it for 10 minutes',
      exitCode: null,
      inferred: false,
      sinceMs: loopSinceMs,
    });
  }
  const forgotten = [...memory.keys].filter(
    ([, { current, loopSinceMs, heardAtMs }]) =>
      current === null && loopSinceMs === null && nowMs - heardAtMs > loopMs,
  );
  if (forgotten.length === 0) return { memory, findings };
  const keys = new Map(memory.keys);
  for (const [key] of forgotten) keys.delete(key);
  return { memory: { ...memory, keys }, findings };
}
