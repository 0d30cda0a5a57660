// What a set of schema changes amounts to, and how it is said in few words. Pure.
import type { RiskLevel } from '../../core/impact.ts';
import type { ChangeClass } from './finding.ts';

interface SchemaChangeFact {
  readonly change: string;
  readonly kind: string;
  readonly name: string;
}

const carriers = new Set(['TABLE', 'COLUMN', 'VIEW', 'MATERIALIZED_VIEW', 'FUNCTION', 'PROCEDURE']);
const accepted = new Set(['CONSTRAINT', 'TRIGGER', 'ENUM', 'DOMAIN', 'POLICY', 'PRIVILEGE']);

/** True when something that clients use may not work any more. */
export function breaking(changes: readonly SchemaChangeFact[], risk: RiskLevel): boolean {
  const isBreaking = changes.some(({ change, kind }) => {
    if (kind === 'INDEX') return change === 'REMOVED';
    if (carriers.has(kind)) return change !== 'ADDED';
    return accepted.has(kind) && risk !== 'NONE' && risk !== 'LOW';
  });
  return isBreaking || risk === 'HIGH' || risk === 'CRITICAL';
}

/** The class of such changes; `otherwise` when there is nothing special in them. */
export function schemaClass(
  changes: readonly SchemaChangeFact[],
  risk: RiskLevel,
  otherwise: ChangeClass,
): ChangeClass {
  const indexGone = changes.some(({ change, kind }) => kind === 'INDEX' && change === 'REMOVED');
  const others = changes.filter(({ kind }) => kind !== 'INDEX');
  if (indexGone && !breaking(others, 'LOW')) return 'INDEX_REMOVED';
  return breaking(changes, risk) ? 'SCHEMA_BREAKING' : otherwise;
}

const verbs: Readonly<Record<string, string>> = {
  ADDED: 'added',
  REMOVED: 'dropped',
  CHANGED: 'changed',
};
const mostNamed = 2;

/** As `dropped index orders_idx, changed column orders.total and 3 more`. */
export function schemaWords(changes: readonly SchemaChangeFact[], count: number): string {
  const named = changes
    .slice(0, mostNamed)
    .map(({ change, kind, name }) => {
      const what = kind.toLowerCase().replaceAll('_', ' ');
      return `${verbs[change] ?? 'changed'} ${what} ${shortName(name)}`;
    })
    .join(', ');
  const more = count - Math.min(changes.length, mostNamed);
  if (named === '') return `changed ${count} things`;
  return more > 0 ? `${named} and ${more} more` : named;
}

const shortName = (name: string): string => name.replace(/^public\./, '').slice(0, 120);

/** The parts of the objects' names that are long enough to be telling. */
export function schemaNames(changes: readonly SchemaChangeFact[]): readonly string[] {
  const parts = changes.slice(0, 50).flatMap(({ name }) => name.split(/[^\w$]+/));
  return [...new Set(parts)].filter((part) => part.length > 3 && part !== 'public');
}
