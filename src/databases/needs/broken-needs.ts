// Which needs of applications a change of the schema breaks: they were met before and are not any more.
// Pure.
import { worstRisk } from '../../core/impact.ts';
import type { SchemaBreakage, SchemaChange, SchemaDiff } from '../../core/schema-change.ts';
import type { SchemaSnapshot } from '../../core/schema.ts';
import type { Finding } from './findings.ts';
import { findNeeds, type ApplicationNeeds } from './needs.ts';
import type { UnmetNeed } from './problems.ts';

/** No change tells more than this many needs; the last entry then says how many more there are. */
const maxListed = 50;

/** They come without anything being taken away. */
const obstacles = new Set(['NOT_NULL_WITHOUT_DEFAULT', 'COLUMN_NOT_WRITABLE', 'OTHER_COLUMNS']);

/** Needs that `before` met and `after` does not. */
export function breaksOf(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  needs: ApplicationNeeds,
): readonly UnmetNeed[] {
  return brokenFindings(before, after, needs).map(({ need, object, problem, message }) => ({
    need,
    object,
    problem,
    message,
  }));
}

/** The difference with the needs that it breaks, each at the change that breaks it. */
export function addBrokenNeeds(
  diff: SchemaDiff,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  needs: ApplicationNeeds,
): SchemaDiff {
  const isIdle = needs.required.length === 0 && needs.queries.length === 0;
  if (isIdle || diff.changes.length === 0 || before.hash === after.hash) return diff;
  const found = brokenFindings(before, after, needs);
  if (found.length === 0) return diff;
  const breaks = Map.groupBy(found, ({ causes }) => changeOf(causes, diff.changes));
  const changes = diff.changes.map((change) => withBroken(change, breaks.get(change) ?? []));
  return { ...diff, changes, risk: worstRisk(changes.map(({ risk }) => risk)) };
}

function brokenFindings(
  before: SchemaSnapshot,
  after: SchemaSnapshot,
  needs: ApplicationNeeds,
): readonly Finding[] {
  if (before.hash === after.hash) return [];
  const later = findNeeds(after, needs);
  if (later.missing.size === 0) return [];
  const lacking = new Set([...later.missing.values()].map(({ need }) => need));
  const earlier = findNeeds(before, needs, lacking);
  // Without its table a need was not met, whatever is wrong with the table now.
  const wanting = new Set(
    [...earlier.missing.values()]
      .filter(({ problem, isSure }) => problem === 'TABLE_MISSING' && isSure)
      .map(({ need }) => need),
  );
  const broken = new Map<string, Finding>();
  for (const [key, finding] of later.missing) {
    const metBy = earlier.met.get(key);
    const isNew =
      obstacles.has(finding.problem) &&
      finding.isSure &&
      earlier.missing.get(key)?.isSure !== true &&
      !wanting.has(finding.need);
    if (metBy === undefined && !isNew) continue;
    const causes = [...(metBy ?? []), ...finding.causes];
    const told = `${finding.need} ${finding.problem} ${finding.message}`;
    if (!broken.has(told)) broken.set(told, { ...finding, causes });
  }
  return [...broken.values()];
}

/** The change that is the likeliest cause; where none is, the worst one. */
function changeOf(
  causes: readonly string[],
  changes: readonly SchemaChange[],
): SchemaChange | undefined {
  for (const cause of causes) {
    const own = changes.find(({ kind, name }) => `${kind} ${name}` === cause);
    if (own !== undefined) return own;
  }
  for (const cause of causes) {
    const part = changes.find(({ parent }) => parent === cause);
    if (part !== undefined) return part;
  }
  const worst = worstRisk(changes.map(({ risk }) => risk));
  return changes.find(({ risk }) => risk === worst);
}

function withBroken(change: SchemaChange, broken: readonly Finding[]): SchemaChange {
  if (broken.length === 0) return change;
  const listed = broken
    .slice(0, maxListed)
    .map(({ need, message }): SchemaBreakage => ({ object: need, reason: message }));
  const more = broken.length - listed.length;
  if (more > 0) listed.push({ object: `${more} more needs`, reason: 'they are not met any more' });
  return {
    ...change,
    breaks: [...change.breaks, ...listed],
    risk: worstRisk([change.risk, 'HIGH']),
    classes: change.classes.includes('BREAKS_CLIENTS')
      ? change.classes
      : [...change.classes, 'BREAKS_CLIENTS'],
  };
}
