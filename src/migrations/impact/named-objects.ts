// The tables, indexes, schemas and types that statements name, so that one reading of the catalogue
// fetches what rules will ask for. It may name too much (a CTE, a column alias); never too little of
// what can be seen in the text.
import type { SqlNode } from '../../sql/parse.ts';
import {
  isFields,
  nameOf,
  stringOf,
  walkTree,
  type Fields,
  type QualifiedName,
} from '../../sql/tree.ts';

export interface NamedObjects {
  /** Tables, views and indexes, as written. */
  readonly relations: readonly QualifiedName[];
  /** Schemas that are dropped: everything in them counts. */
  readonly schemas: readonly string[];
  /** Types and domains that are changed or dropped: the tables with such columns count. */
  readonly types: readonly QualifiedName[];
  /** Types of new columns: whether they are domains with a constraint counts. */
  readonly columnTypes: readonly QualifiedName[];
}

/** No reading asks for more names than this. */
export const maxNames = 5000;

export const noObjects: NamedObjects = { relations: [], schemas: [], types: [], columnTypes: [] };

const relationKinds = new Set([
  'OBJECT_TABLE',
  'OBJECT_INDEX',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_FOREIGN_TABLE',
]);
/** Their name ends with what belongs to the table. */
const partKinds = new Set(['OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE', 'OBJECT_COLUMN']);
const typeKinds = new Set(['OBJECT_TYPE', 'OBJECT_DOMAIN']);

/** What the statements name; each once. */
export function objectsNamedBy(nodes: Iterable<SqlNode>): NamedObjects {
  const relations = new Map<string, QualifiedName>();
  const types = new Map<string, QualifiedName>();
  const columnTypes = new Map<string, QualifiedName>();
  const schemas = new Set<string>();
  const paths = new Set<string>();
  const add = (to: Map<string, QualifiedName>, name: QualifiedName | undefined): void => {
    if (name === undefined || name.name === '' || to.size >= maxNames) return;
    to.set(JSON.stringify([name.schema, name.name]), name);
  };
  const addListed = (kind: unknown, object: unknown): void => {
    const parts = partsOf(object);
    const isPart = partKinds.has(String(kind));
    if (isPart) add(relations, nameOf(parts.slice(0, -1)));
    else if (relationKinds.has(String(kind))) add(relations, nameOf(parts));
    else if (typeKinds.has(String(kind))) add(types, nameOf(parts));
    else if (kind === 'OBJECT_SCHEMA') schemas.add(stringOf(object) ?? '');
  };
  const visit = (tag: string, fields: Fields): void => {
    const { relname, schemaname } = fields;
    if (typeof relname === 'string') {
      const schema = typeof schemaname === 'string' ? { schema: schemaname } : {};
      add(relations, { ...schema, name: relname });
    }
    if (tag === 'ColumnDef' && isFields(fields['typeName'])) {
      const type = nameOf(fields['typeName']['names']);
      if (type?.schema !== 'pg_catalog') add(columnTypes, type);
    }
    if (tag === 'DropStmt') {
      for (const object of listOf(fields['objects'])) addListed(fields['removeType'], object);
    } else if (tag === 'CommentStmt') {
      addListed(fields['objtype'], fields['object']);
    } else if (tag === 'AlterDomainStmt') {
      add(types, nameOf(fields['typeName']));
    } else if (tag === 'VariableSetStmt' && fields['name'] === 'search_path') {
      for (const value of listOf(fields['args'])) paths.add(constantOf(value));
    } else if (tag === 'ClusterStmt' && typeof fields['indexname'] === 'string') {
      add(relations, { name: fields['indexname'] });
    } else if (tag === 'ReindexStmt' && fields['kind'] === 'REINDEX_OBJECT_SCHEMA') {
      schemas.add(String(fields['name']));
    }
  };
  for (const node of nodes) walkTree(node, visit);
  // After SET search_path an unqualified name may be one of those schemas' too.
  for (const schema of paths) {
    for (const { schema: written, name } of relations.values()) {
      if (written === undefined && schema !== '') add(relations, { schema, name });
    }
  }
  return {
    relations: [...relations.values()],
    types: [...types.values()],
    columnTypes: [...columnTypes.values()],
    schemas: [...schemas].filter((name) => name !== '').slice(0, maxNames),
  };
}

/** The objects of several together. */
export function mergeObjects(all: readonly NamedObjects[]): NamedObjects {
  const unique = (names: readonly QualifiedName[]): readonly QualifiedName[] => [
    ...new Map(names.map((name) => [JSON.stringify([name.schema, name.name]), name])).values(),
  ];
  return {
    relations: unique(all.flatMap((one) => one.relations)).slice(0, maxNames),
    types: unique(all.flatMap((one) => one.types)).slice(0, maxNames),
    columnTypes: unique(all.flatMap((one) => one.columnTypes)).slice(0, maxNames),
    schemas: [...new Set(all.flatMap((one) => one.schemas))].slice(0, maxNames),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a constant, as of a setting's value. */
function constantOf(node: unknown): string {
  const constant = isFields(node) ? node['A_Const'] : undefined;
  const text = isFields(constant) ? constant['sval'] : undefined;
  return isFields(text) && typeof text['sval'] === 'string' ? text['sval'] : '';
}

/** The parts of a dropped object's name: a list, or a type name. */
function partsOf(object: unknown): readonly unknown[] {
  if (!isFields(object)) return [];
  const { List: list, TypeName: type } = object;
  if (isFields(list)) return listOf(list['items']);
  if (isFields(type)) return listOf(type['names']);
  return stringOf(object) === undefined ? [] : [object];
}
