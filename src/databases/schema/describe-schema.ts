// A whole snapshot as text that reads like SQL and is compared line by line: an attribute a line, each
// object once, in an order that depends on nothing but the names. Pure. It is for people and for
// plain text differences; nobody executes it.
//
// Two snapshots of different hash have different texts: true is a word alone, a number stands behind
// its word, a text behind a colon, and what could be taken for something else is written in quotes.
import type {
  AttributeValue,
  SchemaObject,
  SchemaObjectKind,
  SchemaSnapshot,
} from '../../core/schema.ts';
import { compareIds, objectId } from './snapshot.ts';

const titles = { POSTGRESQL: 'PostgreSQL', SQLITE: 'SQLite', DUCKDB: 'DuckDB' } as const;

interface Presentation {
  /** Place among the objects that belong to nothing, or to the same one. */
  readonly order: number;
  /** It stands inside the brackets of what it belongs to, under the last part of its name. */
  readonly inside: boolean;
}

const among = (order: number): Presentation => ({ order, inside: false });
const within = (order: number): Presentation => ({ order, inside: true });

const presentations: Readonly<Record<SchemaObjectKind, Presentation>> = {
  SCHEMA: among(0),
  EXTENSION: among(1),
  COLLATION: among(2),
  ENUM: among(3),
  DOMAIN: among(4),
  COMPOSITE_TYPE: among(5),
  RANGE_TYPE: among(6),
  SEQUENCE: among(7),
  TABLE: among(8),
  FOREIGN_TABLE: among(9),
  COLUMN: within(10),
  CONSTRAINT: within(11),
  INDEX: among(12),
  STATISTICS: among(13),
  VIEW: among(14),
  MATERIALIZED_VIEW: among(15),
  RULE: among(16),
  POLICY: among(17),
  FUNCTION: among(18),
  PROCEDURE: among(19),
  AGGREGATE: among(20),
  TRIGGER: among(21),
  EVENT_TRIGGER: among(22),
  PRIVILEGE: among(23),
};

/** The text of a schema; the same for the same snapshot. */
export function describeSchema(snapshot: SchemaSnapshot): string {
  const ids = new Set(snapshot.objects.map(objectId));
  const children = new Map<string, SchemaObject[]>();
  const roots: SchemaObject[] = [];
  for (const object of snapshot.objects) {
    if (object.parent === null || !ids.has(object.parent)) roots.push(object);
    else addTo(children, object.parent, object);
  }
  const head = [`-- ${titles[snapshot.engine]}: ${snapshot.objects.length} objects`];
  if (snapshot.unread.length > 0) {
    head.push(`-- Not read: ${snapshot.unread.toSorted().join(', ')}`);
  }
  const blocks = [head];
  for (const root of roots.toSorted(byPlace)) addBlocks(blocks, root, children);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function addTo(lists: Map<string, SchemaObject[]>, key: string, object: SchemaObject): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [object]);
  else known.push(object);
}

function byPlace(a: SchemaObject, b: SchemaObject): number {
  const order = presentations[a.kind].order - presentations[b.kind].order;
  return order === 0 ? positionOf(a) - positionOf(b) || compareIds(a, b) : order;
}

/** Columns stand as the table has them. */
function positionOf({ kind, attributes }: SchemaObject): number {
  const position = attributes['position'];
  return kind === 'COLUMN' && typeof position === 'number' ? position : 0;
}

/** An object with what stands inside it, then what belongs to it. */
function addBlocks(
  blocks: string[][],
  object: SchemaObject,
  children: ReadonlyMap<string, readonly SchemaObject[]>,
): void {
  const own = (children.get(objectId(object)) ?? []).toSorted(byPlace);
  const inside = own.filter(({ kind }) => presentations[kind].inside);
  const title = `${titleOf(object)} ${object.name}`;
  // A name tells what the object belongs to, but for those that are named in its schema.
  const on = object.parent === null ? '' : ` ON ${object.parent}`;
  const lines = [`${title}${on}${inside.length > 0 ? ' (' : ''}`];
  for (const [place, child] of inside.entries()) {
    lines.push(...linesInside(child, object, place + 1));
  }
  if (inside.length > 0) lines.push(')');
  lines.push(...attributeLines(Object.entries(object.attributes), '  '));
  blocks.push(lines);
  for (const child of own) {
    if (!presentations[child.kind].inside) addBlocks(blocks, child, children);
  }
}

function titleOf({ kind }: SchemaObject): string {
  return kind.replaceAll('_', ' ');
}

function linesInside(object: SchemaObject, owner: SchemaObject, place: number): readonly string[] {
  const prefix = `${owner.name}.`;
  const name = object.name.startsWith(prefix) ? object.name.slice(prefix.length) : object.name;
  if (object.kind !== 'COLUMN') {
    const lines = attributeLines(Object.entries(object.attributes), '    ');
    return [`  ${titleOf(object)} ${name}`, ...lines];
  }
  const { position, type, ...rest } = object.attributes;
  const isPlain = typeof type === 'string' && isPlainText(type);
  const more: [string, AttributeValue][] = Object.entries(rest);
  if (!isPlain && type !== undefined) more.push(['type', type]);
  // The order tells it.
  if (position === undefined) more.push(['unplaced', true]);
  else if (position !== place) more.push(['position', position]);
  return [isPlain ? `  ${name} ${type}` : `  ${name}`, ...attributeLines(more, '    ')];
}

function attributeLines(
  attributes: readonly (readonly [string, AttributeValue])[],
  indent: string,
): readonly string[] {
  return attributes
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => linesOf(labelOf(name), value, indent));
}

/** `rowSecurity` as `ROW SECURITY`. */
function labelOf(name: string): string {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) return JSON.stringify(name);
  return name.replaceAll(/([A-Z])/g, ' $1').toUpperCase();
}

const nothing = '(none)';
const no = '(false)';

function linesOf(label: string, value: AttributeValue, indent: string): readonly string[] {
  if (value === true) return [`${indent}${label}`];
  if (value === false) return [`${indent}${label}: ${no}`];
  if (value === null) return [`${indent}${label}: ${nothing}`];
  if (typeof value === 'number') return [`${indent}${label} ${value}`];
  if (typeof value === 'string') {
    if (!value.includes('\n')) return [`${indent}${label}: ${oneLine(value)}`];
    // The lines as they are, blank ones and blanks at their ends included.
    return [`${indent}${label}:`, ...value.split('\n').map((line) => `${indent}  ${line}`)];
  }
  return [
    `${indent}${label}: (`,
    ...value.map((item) => `${indent}  ${oneLine(item)}`),
    `${indent})`,
  ];
}

function oneLine(text: string): string {
  const isTaken = text === nothing || text === no || text === '(' || text === ')';
  return isTaken || !isPlainText(text) ? JSON.stringify(text) : text;
}

/** It can stand at the end of a line and be read as what it is. */
function isPlainText(text: string): boolean {
  return text !== '' && text === text.trim() && !text.startsWith('"') && !/[\r\n]/.test(text);
}
