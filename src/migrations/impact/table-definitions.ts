// What CREATE TABLE and ALTER TABLE say, as lists that rules can go through: commands, columns and
// constraints, with the table they belong to.
import type { SqlNode } from '../../sql/parse.ts';
import { nameOf, relationName, stringOf, type NodeOf, type QualifiedName } from '../../sql/tree.ts';

export type AlterCommand = NodeOf<'AlterTableCmd'>;
export type ColumnDefinition = NodeOf<'ColumnDef'>;
export type ConstraintDefinition = NodeOf<'Constraint'>;
type Relation = NodeOf<'RangeVar'>;

export interface AlteredTable {
  readonly table: QualifiedName;
  readonly relation: Relation;
  readonly commands: readonly AlterCommand[];
}

export interface AddedColumn {
  readonly table: QualifiedName;
  readonly column: ColumnDefinition;
  readonly via: 'create' | 'add-column';
  readonly ifNotExists: boolean;
}

export interface AddedConstraint {
  readonly table: QualifiedName;
  readonly constraint: ConstraintDefinition;
  /** The column it was written behind. */
  readonly column: ColumnDefinition | undefined;
  readonly via: 'create' | 'add-column' | 'add-constraint';
}

const tableLike = new Set([
  'OBJECT_TABLE',
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_MATVIEW',
  'OBJECT_VIEW',
]);

/** The table of an ALTER TABLE with its commands; undefined for anything else. */
export function alteredTable(node: SqlNode): AlteredTable | undefined {
  if (!('AlterTableStmt' in node)) return undefined;
  const { relation, cmds = [], objtype = 'OBJECT_TABLE' } = node.AlterTableStmt;
  const table = relationName(relation);
  if (relation === undefined || table === undefined || !tableLike.has(objtype)) return undefined;
  const commands = cmds.flatMap((command) =>
    'AlterTableCmd' in command ? [command.AlterTableCmd] : [],
  );
  return { table, relation, commands };
}

/** The columns that a statement makes, in a new table or in an existing one. */
export function addedColumns(node: SqlNode): AddedColumn[] {
  if ('CreateStmt' in node) {
    const table = relationName(node.CreateStmt.relation);
    if (table === undefined) return [];
    return (node.CreateStmt.tableElts ?? []).flatMap((element) =>
      'ColumnDef' in element
        ? [{ table, column: element.ColumnDef, via: 'create' as const, ifNotExists: false }]
        : [],
    );
  }
  const altered = alteredTable(node);
  return (altered?.commands ?? []).flatMap(({ subtype, def, missing_ok: ifNotExists = false }) => {
    if (subtype !== 'AT_AddColumn' || def === undefined || !('ColumnDef' in def)) return [];
    if (altered === undefined) return [];
    return [
      { table: altered.table, column: def.ColumnDef, via: 'add-column' as const, ifNotExists },
    ];
  });
}

/** The constraints that were written behind a column. */
export function columnConstraints(column: ColumnDefinition): ConstraintDefinition[] {
  const found: ConstraintDefinition[] = [];
  for (const item of column.constraints ?? []) {
    if ('Constraint' in item) found.push(item.Constraint);
  }
  return found;
}

/** The constraints that a statement makes, those of new columns and new tables included. */
export function addedConstraints(node: SqlNode): AddedConstraint[] {
  const ofColumns = addedColumns(node).flatMap(({ table, column, via }) =>
    columnConstraints(column).map((constraint) => ({ table, constraint, column, via })),
  );
  if ('CreateStmt' in node) {
    const table = relationName(node.CreateStmt.relation);
    if (table === undefined) return ofColumns;
    const elements = [...(node.CreateStmt.tableElts ?? []), ...(node.CreateStmt.constraints ?? [])];
    const ofTable = elements.flatMap((element) =>
      'Constraint' in element
        ? [{ table, constraint: element.Constraint, column: undefined, via: 'create' as const }]
        : [],
    );
    return [...ofColumns, ...ofTable];
  }
  const altered = alteredTable(node);
  const added = (altered?.commands ?? []).flatMap(({ subtype, def }) => {
    if (subtype !== 'AT_AddConstraint' || def === undefined || !('Constraint' in def)) return [];
    if (altered === undefined) return [];
    const { table } = altered;
    return [
      { table, constraint: def.Constraint, column: undefined, via: 'add-constraint' as const },
    ];
  });
  return [...ofColumns, ...added];
}

/** The columns of a key, foreign key or not-null constraint. */
export function constraintColumns({ constraint, column }: AddedConstraint): string[] {
  const named = (constraint.fk_attrs ?? constraint.keys ?? []).flatMap(
    (item) => stringOf(item) ?? [],
  );
  if (named.length > 0) return named;
  return column?.colname === undefined ? [] : [column.colname];
}

/** The name of a constraint, or the one that PostgreSQL will most likely give it. */
export function constraintName(added: AddedConstraint): string {
  const { constraint, table } = added;
  if (constraint.conname !== undefined) return constraint.conname;
  const suffix: Partial<Record<NonNullable<ConstraintDefinition['contype']>, string>> = {
    CONSTR_PRIMARY: 'pkey',
    CONSTR_UNIQUE: 'key',
    CONSTR_FOREIGN: 'fkey',
    CONSTR_CHECK: 'check',
    CONSTR_NOTNULL: 'not_null',
    CONSTR_EXCLUSION: 'excl',
  };
  const end = suffix[constraint.contype ?? 'CONSTR_CHECK'] ?? 'constraint';
  const columns = constraint.contype === 'CONSTR_PRIMARY' ? [] : constraintColumns(added);
  return [table.name, ...columns, end].join('_');
}

/** True when existing rows are looked at: neither NOT VALID nor NOT ENFORCED. */
export function validatesRows(constraint: ConstraintDefinition): boolean {
  return constraint.skip_validation !== true;
}

/** The names of a DROP statement's objects, in its order. */
export function droppedNames(drop: NodeOf<'DropStmt'>): QualifiedName[] {
  return (drop.objects ?? []).flatMap((object): QualifiedName[] => {
    const name =
      'List' in object
        ? nameOf(object.List.items)
        : 'TypeName' in object
          ? nameOf(object.TypeName.names)
          : 'ObjectWithArgs' in object
            ? nameOf(object.ObjectWithArgs.objname)
            : nameOf([object]);
    return name === undefined ? [] : [name];
  });
}

/** `schema.name`, or the name alone. */
export function writtenName(name: QualifiedName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}
