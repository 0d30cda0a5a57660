// Whether rows can be written as a statement writes them: its columns are there, take values, and those
// that it leaves out need none.
import type { SchemaObject } from '../../core/schema.ts';
import type { TableWrite } from '../../sql/queries/shape.ts';
import { partsOfName, type Catalogue, type Relation } from './catalogue.ts';
import { finding, type Collector } from './findings.ts';

/** Checks a write to a relation that is there. */
export function checkWrite(
  write: TableWrite,
  relation: Relation,
  catalogue: Catalogue,
  collect: Collector,
): void {
  const { fold } = catalogue;
  for (const { name, isDefault } of write.columns ?? []) {
    const key = `write ${JSON.stringify([relation.name, name])}`;
    const column = relation.columns.get(fold(name));
    if (column !== undefined) {
      collect.met(key, [column === null ? relation.id : `COLUMN ${column.name}`, relation.id]);
      if (column !== null && !isDefault) checkFilled(write, column, collect);
    } else if (!relation.isOpen) {
      const object = `${relation.name}.${name}`;
      const message = `${relation.name} has no column ${name}`;
      const causes = [`COLUMN ${object}`, relation.id];
      collect.missing(key, finding('COLUMN_MISSING', object, message, causes));
    }
  }
  if (write.kind === 'INSERT') checkLeftOut(write, relation, catalogue, collect);
}

/** Columns that the database fills take no values. */
function checkFilled(write: TableWrite, column: SchemaObject, collect: Collector): void {
  const { generated, identity } = column.attributes;
  const isAlways = identity === 'ALWAYS' && !write.isOverriding;
  if (generated === undefined && !isAlways) return;
  const what = generated === undefined ? 'an identity that is always generated' : 'generated';
  const message = `${column.name} is ${what}: it takes no value`;
  collect.missing(
    `filled ${column.name}`,
    finding('COLUMN_NOT_WRITABLE', column.name, message, [`COLUMN ${column.name}`]),
  );
}

function checkLeftOut(
  write: TableWrite,
  relation: Relation,
  catalogue: Catalogue,
  collect: Collector,
): void {
  if (relation.kind !== 'TABLE') return;
  // They may put in what is missing.
  const helpers = relation.parts.filter((part) => fillsRows(part));
  const columns = [...relation.columns.values()].filter((column) => column !== null);
  const places = columns.toSorted((a, b) => positionOf(a) - positionOf(b));
  const { values } = write;
  if (write.columns === null) {
    if (values === null || hasUncounted(columns)) return;
    checkCount(values, relation, catalogue, collect);
  }
  const given = new Set(write.columns?.map(({ name }) => catalogue.fold(name)));
  for (const [place, column] of places.entries()) {
    const name = partsOfName(column.name).at(-1) ?? '';
    const isGiven =
      write.columns === null ? place < (values ?? 0) : given.has(catalogue.fold(name));
    if (isGiven || !mustBeGiven(column, relation, catalogue)) continue;
    const domain = `DOMAIN ${String(column.attributes['type'])}`;
    const causes = [`COLUMN ${column.name}`, domain, ...helpers.map(idOf), relation.id];
    const message = `${column.name} is not null and has no default, and the INSERT leaves it out`;
    collect.missing(
      `given ${column.name}`,
      finding('NOT_NULL_WITHOUT_DEFAULT', column.name, message, causes, helpers.length === 0),
    );
  }
}

/** Engines differ in whether such columns count as a place. */
function hasUncounted(columns: readonly SchemaObject[]): boolean {
  return columns.some(
    ({ attributes }) => attributes['generated'] !== undefined || attributes['hidden'] === true,
  );
}

/** PostgreSQL takes fewer values than there are columns, the others do not. */
function checkCount(
  values: number,
  relation: Relation,
  { engine }: Catalogue,
  collect: Collector,
): void {
  const count = relation.columns.size;
  const isTaken = engine === 'POSTGRESQL' ? values <= count : values === count;
  if (isTaken || relation.isOpen) return;
  const message = `${relation.name} has ${count} columns, and the INSERT gives ${values} values`;
  collect.missing(
    `count ${relation.name}`,
    finding('OTHER_COLUMNS', relation.name, message, [relation.id]),
  );
}

const idOf = ({ kind, name }: SchemaObject): string => `${kind} ${name}`;

function positionOf({ attributes }: SchemaObject): number {
  return typeof attributes['position'] === 'number' ? attributes['position'] : 0;
}

function fillsRows({ kind, attributes }: SchemaObject): boolean {
  if (kind !== 'TRIGGER' && kind !== 'RULE') return false;
  const definition = attributes['definition'];
  return typeof definition === 'string' && /\binsert\b/i.test(definition);
}

function mustBeGiven(column: SchemaObject, relation: Relation, catalogue: Catalogue): boolean {
  const { type, ...attributes } = column.attributes;
  const domain = typeof type === 'string' ? catalogue.object(`DOMAIN ${type}`) : undefined;
  const isNotNull = attributes['notNull'] === true || domain?.attributes['notNull'] === true;
  const isFilled = [attributes['default'], attributes['generated'], attributes['identity']].some(
    (value) => value !== undefined,
  );
  if (!isNotNull || isFilled || domain?.attributes['default'] !== undefined) return false;
  return catalogue.engine !== 'SQLITE' || !isRowid(column, relation, catalogue);
}

/** SQLite numbers the rows of a table whose only key is an integer. */
function isRowid(column: SchemaObject, relation: Relation, catalogue: Catalogue): boolean {
  if (column.attributes['type'] !== 'integer') return false;
  if (catalogue.object(relation.id)?.attributes['withoutRowid'] === true) return false;
  const name = column.name.slice(relation.name.length + 1);
  return relation.parts.some(
    ({ kind, attributes }) =>
      kind === 'CONSTRAINT' && attributes['definition'] === `PRIMARY KEY (${name})`,
  );
}
