// What makes two observations speak of the same alert: the rule and the labels, in whatever order.
import { createHash } from 'node:crypto';

import type { Labels } from '../core/alerts.ts';

/** SHA-256 of the rule and its labels, 32 hexadecimal characters of it. */
export function fingerprintOf(rule: string, labels: Labels): string {
  const names = Object.keys(labels).toSorted();
  const parts = [rule, ...names.flatMap((name) => [name, labels[name] ?? ''])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
