// Leaves out of two snapshots what tells of the servers and of the migration tool, not of the schema: its
// history table, versions of extensions, and names that only one of two versions of PostgreSQL keeps.
import type { AttributeValue, SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { createSnapshot } from '../../databases/schema/snapshot.ts';

/** A table as the catalogue names it. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface ComparableOptions {
  /** Tables of migration tools. */
  readonly without: readonly TableName[];
  /** Since 18 NOT NULL is a constraint, with a name. */
  readonly namesNotNull: boolean;
}

/** The major version: `15.4 (Debian …)` is 15. */
export function majorVersion(serverVersion: string): number {
  return Number.parseInt(serverVersion, 10);
}

/** A snapshot to compare with one of another server. */
export function comparable(snapshot: SchemaSnapshot, options: ComparableOptions): SchemaSnapshot {
  const { objects } = snapshot;
  const tables = new Set(options.without.map(({ schema, name }) => quoted(schema, name)));
  const isTool = ({ kind, name, parent, attributes }: SchemaObject): boolean => {
    if (kind === 'TABLE' || kind === 'VIEW') return tables.has(name);
    if (parent !== null) return tables.has(parent.slice(parent.indexOf(' ') + 1));
    const { ownedBy } = attributes;
    return (
      kind === 'SEQUENCE' &&
      typeof ownedBy === 'string' &&
      tables.has(ownedBy.slice(0, lastDot(ownedBy)))
    );
  };
  const left = objects.filter((object) => !isTool(object));
  // A schema that holds nothing but the tool's tables is the tool's.
  const emptied = new Set(
    options.without
      .map(({ schema }) => quoted(schema))
      .filter((schema) => schema !== 'public')
      .filter((schema) => !left.some(({ name }) => name.startsWith(`${schema}.`))),
  );
  const kept = left.filter(({ kind, name }) => kind !== 'SCHEMA' || !emptied.has(name));
  return createSnapshot(
    snapshot.engine,
    kept.map((object) => withoutServer(object, options)),
    snapshot.unread,
  );
}

function withoutServer(object: SchemaObject, { namesNotNull }: ComparableOptions): SchemaObject {
  const names: string[] = [];
  if (object.kind === 'EXTENSION') names.push('version');
  if (object.kind === 'COLUMN' && !namesNotNull) names.push('notNullName');
  if (!names.some((name) => object.attributes[name] !== undefined)) return object;
  const attributes: [string, AttributeValue][] = Object.entries(object.attributes);
  const rest = attributes.filter(([name]) => !names.includes(name));
  return { ...object, attributes: Object.fromEntries(rest) };
}

function lastDot(name: string): number {
  return name.endsWith('"') ? name.lastIndexOf('."') : name.lastIndexOf('.');
}

/** As the snapshot writes names; words of SQL are not quoted here, and no tool uses one. */
function quoted(...parts: readonly string[]): string {
  return parts
    .map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}
