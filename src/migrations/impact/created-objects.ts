// What a statement makes and removes, by name: relations that later statements may meet, and other
// objects whose removal in the same migration is nobody's loss.
import type { SqlNode } from '../../sql/parse.ts';
import {
  nameOf,
  optionsOf,
  relationName,
  stringOf,
  type NodeOf,
  type QualifiedName,
} from '../../sql/tree.ts';
import { droppedNames, writtenName } from './table-definitions.ts';

export interface CreatedRelation {
  readonly name: QualifiedName;
  readonly kind: 'table' | 'view' | 'materialized-view';
  /** IF NOT EXISTS or OR REPLACE: it may have been there. */
  readonly conditional: boolean;
}

function placed(relation: NodeOf<'RangeVar'> | undefined): QualifiedName[] {
  const name = relationName(relation);
  if (name === undefined) return [];
  // A temporary table hides others of its name, whatever the search path says.
  return [relation?.relpersistence === 't' ? { schema: 'pg_temp', name: name.name } : name];
}

/** The tables and views that a statement makes. */
export function createdRelations(node: SqlNode): CreatedRelation[] {
  const made = (
    relation: NodeOf<'RangeVar'> | undefined,
    kind: CreatedRelation['kind'],
    conditional: boolean | undefined,
  ): CreatedRelation[] =>
    placed(relation).map((name) => ({ name, kind, conditional: conditional === true }));
  if ('CreateStmt' in node) {
    return made(node.CreateStmt.relation, 'table', node.CreateStmt.if_not_exists);
  }
  if ('CreateForeignTableStmt' in node) {
    const base = node.CreateForeignTableStmt.base;
    return made(base?.relation, 'table', base?.if_not_exists);
  }
  if ('CreateTableAsStmt' in node) {
    const { into, objtype, if_not_exists: conditional } = node.CreateTableAsStmt;
    return made(
      into?.rel,
      objtype === 'OBJECT_MATVIEW' ? 'materialized-view' : 'table',
      conditional,
    );
  }
  if ('SelectStmt' in node) return made(node.SelectStmt.intoClause?.rel, 'table', false);
  if ('ViewStmt' in node) return made(node.ViewStmt.view, 'view', node.ViewStmt.replace);
  if ('CreateSchemaStmt' in node) {
    const { schemaname, schemaElts = [] } = node.CreateSchemaStmt;
    return schemaElts.flatMap(createdRelations).map((relation) => ({
      ...relation,
      name:
        relation.name.schema === undefined && schemaname !== undefined
          ? { schema: schemaname, name: relation.name.name }
          : relation.name,
    }));
  }
  return [];
}

type NamedKind = 'view' | 'type' | 'function' | 'sequence' | 'schema' | 'other';

/** The object kind that a DROP removes, in the words of `createdObjects`. */
export function droppedKind(removeType: NodeOf<'DropStmt'>['removeType']): NamedKind | 'table' {
  switch (removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return 'table';
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return 'view';
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return 'type';
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return 'function';
    case 'OBJECT_SEQUENCE':
      return 'sequence';
    case 'OBJECT_SCHEMA':
      return 'schema';
    default:
      return 'other';
  }
}

function namesMade(node: SqlNode): [NamedKind, QualifiedName | undefined][] {
  if ('CreateEnumStmt' in node) return [['type', nameOf(node.CreateEnumStmt.typeName)]];
  if ('CreateRangeStmt' in node) return [['type', nameOf(node.CreateRangeStmt.typeName)]];
  if ('CompositeTypeStmt' in node) {
    return [['type', relationName(node.CompositeTypeStmt.typevar)]];
  }
  if ('CreateDomainStmt' in node) return [['type', nameOf(node.CreateDomainStmt.domainname)]];
  if ('CreateFunctionStmt' in node) {
    return [['function', nameOf(node.CreateFunctionStmt.funcname)]];
  }
  if ('CreateSeqStmt' in node) return [['sequence', relationName(node.CreateSeqStmt.sequence)]];
  if ('CreateSchemaStmt' in node) {
    const name = node.CreateSchemaStmt.schemaname;
    return [['schema', name === undefined ? undefined : { name }]];
  }
  return createdRelations(node)
    .filter((relation) => relation.kind !== 'table')
    .map((relation) => ['view', relation.name]);
}

/** What a statement makes, as `type:public.mood`. */
export function createdObjectsOf(node: SqlNode): string[] {
  return namesMade(node).flatMap(([kind, name]) =>
    name === undefined ? [] : [`${kind}:${writtenName(name)}`],
  );
}

/** The tables and views that a statement removes. */
export function droppedRelations(node: SqlNode): QualifiedName[] {
  if (!('DropStmt' in node)) return [];
  const kind = droppedKind(node.DropStmt.removeType);
  return kind === 'table' || kind === 'view' ? droppedNames(node.DropStmt) : [];
}

/** What CREATE FUNCTION declares, or VOLATILE, which is what PostgreSQL assumes. */
export function declaredVolatility(
  create: NodeOf<'CreateFunctionStmt'>,
): 'volatile' | 'stable' | 'immutable' {
  const word = stringOf(optionsOf(create.options).get('volatility'));
  return word === 'stable' || word === 'immutable' ? word : 'volatile';
}
