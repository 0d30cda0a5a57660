// What makes two observations speak of the same alert: the rule and the labels, in whatever order, and the
// intake where one reported it. What an intake reports is never an alert of a rule or of another intake.
import { createHash } from 'node:crypto';

import { ruleSource, type Labels } from '../core/alerts.ts';

export interface AlertIdentity {
  readonly source: string;
  readonly rule: string;
  readonly labels: Labels;
}

/** SHA-256 of what identifies an alert, 32 hexadecimal characters of it. */
export function fingerprintOf({ source, rule, labels }: AlertIdentity): string {
  const names = Object.keys(labels).toSorted();
  const own = [rule, ...names.flatMap((name) => [name, labels[name] ?? ''])];
  // An odd number of parts is a rule's, an even number an intake's.
  const parts = source === ruleSource ? own : [source, ...own];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
