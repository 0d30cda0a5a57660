// Rules for new names: the instant they hold, every statement of a running application that uses the
// old one fails.
import { nameOf, relationName, stringOf } from '../../../sql/tree.ts';
import { defineRule, type RuleContext, type RuleFinding, type RuleStatement } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';
import { alterClauses, nameAfter, startsWith } from '../token-statements.ts';

const relations = /^OBJECT_(?:TABLE|VIEW|MATVIEW|FOREIGN_TABLE)$/;

/** A relation that gets another name; harmless when a view takes over the old one at once. */
function renamed(
  kinds: ReadonlySet<string>,
  { node, index }: RuleStatement,
  context: RuleContext,
): readonly RuleFinding[] {
  if (!('RenameStmt' in node) || !kinds.has(node.RenameStmt.renameType ?? '')) return [];
  const name = relationName(node.RenameStmt.relation);
  if (name === undefined) return [];
  const table = context.table(name);
  if (table.isNew) return [];
  const { newname } = node.RenameStmt;
  const objects = [table.label];
  if (context.scope.inTransaction && context.file.makes('view', name, index)) {
    const message = `${table.label} becomes ${newname}; a view takes over the old name`;
    return [{ level: 'LOW', classes: ['LOCK'], message, objects, table }];
  }
  const message = `${table.label} becomes ${newname}: statements that use the old name fail`;
  return [{ message, objects, table }];
}

const tables: ReadonlySet<string> = new Set(['OBJECT_TABLE', 'OBJECT_FOREIGN_TABLE']);
const views: ReadonlySet<string> = new Set(['OBJECT_VIEW', 'OBJECT_MATVIEW']);

const renameTable = defineRule({
  id: 'rename-table',
  title: 'Table renamed',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'in the same transaction make a view with the old name, which old applications go on using',
  alsoKnownAs: { squawk: ['renaming-table'], atlas: ['BC101'] },
  check: (statement, context) => renamed(tables, statement, context),
  checkTokens: (statement) => {
    const table = nameAfter(statement, 2);
    const isRenamed =
      startsWith(statement, 'rename', 'table') ||
      alterClauses(statement).some(
        ({ tokens: [first, second] }) =>
          first?.value === 'rename' &&
          (second?.value === 'to' || second?.value === 'as' || second?.kind === 'name'),
      );
    return isRenamed
      ? [
          {
            message: `${table} is renamed: statements that use the old name fail`,
            objects: [table],
          },
        ]
      : [];
  },
});

const renameView = defineRule({
  id: 'rename-view',
  title: 'View renamed',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'a second view with the new name; drop the old one when nobody uses it',
  check: (statement, context) => renamed(views, statement, context),
});

const moveToSchema = defineRule({
  id: 'move-to-schema',
  title: 'Table or view moved to another schema',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'in the same transaction make a view with the old name in the old schema',
  check: ({ node }, context) => {
    if (!('AlterObjectSchemaStmt' in node)) return [];
    const { objectType, relation, newschema } = node.AlterObjectSchemaStmt;
    const name = relationName(relation);
    if (name === undefined || !relations.test(objectType ?? '')) return [];
    const table = context.table(name);
    if (table.isNew) return [];
    return [
      {
        message: `${table.label} moves to the schema ${newschema}: statements that name or look for it elsewhere fail`,
        objects: [table.label],
        table,
      },
    ];
  },
});

const renameColumn = defineRule({
  id: 'rename-column',
  title: 'Column renamed',
  classes: ['BREAKS_CLIENTS', 'LOCK'],
  level: 'HIGH',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm:
    'a new column, written to by both versions of the application and filled in batches; drop the old one later',
  alsoKnownAs: { squawk: ['renaming-column'], atlas: ['BC102'] },
  check: ({ node }, context) => {
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_COLUMN') return [];
    const name = relationName(node.RenameStmt.relation);
    if (name === undefined) return [];
    const table = context.table(name);
    const { subname, newname } = node.RenameStmt;
    if (table.isNew || context.scope.addedColumns.has(`${table.key}/${subname}`)) return [];
    return [
      {
        message: `${subname} of ${table.label} becomes ${newname}: statements that use the old name fail`,
        objects: [table.label],
        table,
      },
    ];
  },
  checkTokens: (statement) => {
    const table = nameAfter(statement, 2);
    return alterClauses(statement).flatMap(({ tokens: [first, second, third, fourth] }) => {
      const change = first?.value === 'change';
      const isColumn = second?.value === 'column';
      const column = (isColumn ? third : second)?.value ?? '';
      const next = isColumn ? fourth : third;
      const rename = first?.value === 'rename' && next?.value === 'to';
      const renamesColumn = rename || (change && next?.value !== column);
      return renamesColumn
        ? [
            {
              message: `${column} of ${table} is renamed: statements that use the old name fail`,
              objects: [table],
            },
          ]
        : [];
    });
  },
});

const renameEnumValue = defineRule({
  id: 'rename-enum-value',
  title: 'Value of an enum renamed',
  classes: ['BREAKS_CLIENTS'],
  level: 'HIGH',
  lockMode: null,
  safeForm: 'add the new value, let applications write it, and change the rows in batches',
  check: ({ node }, context) => {
    if (!('AlterEnumStmt' in node) || node.AlterEnumStmt.oldVal === undefined) return [];
    const name = nameOf(node.AlterEnumStmt.typeName);
    if (name === undefined) return [];
    const type = writtenName(name);
    if (context.scope.createdObjects.has(`type:${type}`)) return [];
    return [
      {
        message: `a value of the enum ${type} gets another name: applications that write or expect the old one fail`,
        objects: [type],
      },
    ];
  },
});

const objectWords: Readonly<Record<string, string>> = {
  OBJECT_SCHEMA: 'the schema',
  OBJECT_DATABASE: 'the database',
  OBJECT_TYPE: 'the type',
  OBJECT_DOMAIN: 'the domain',
  OBJECT_FUNCTION: 'the function',
  OBJECT_PROCEDURE: 'the procedure',
  OBJECT_SEQUENCE: 'the sequence',
  OBJECT_ATTRIBUTE: 'an attribute of the type',
};

const renameObject = defineRule({
  id: 'rename-object',
  title: 'Schema, type, function or sequence renamed',
  classes: ['BREAKS_CLIENTS'],
  level: 'HIGH',
  lockMode: null,
  safeForm: 'keep the old name beside the new one until no application uses it',
  check: ({ node }, context) => {
    if (!('RenameStmt' in node)) return [];
    const { renameType = '', object, relation, subname, newname } = node.RenameStmt;
    const word = objectWords[renameType];
    if (word === undefined) return [];
    const written =
      object !== undefined && 'ObjectWithArgs' in object
        ? nameOf(object.ObjectWithArgs.objname)
        : object !== undefined && 'List' in object
          ? nameOf(object.List.items)
          : relationName(relation);
    const old = written === undefined ? (subname ?? stringOf(object) ?? '') : writtenName(written);
    const kind = renameType.replace('OBJECT_', '').toLowerCase();
    if (context.scope.createdObjects.has(`${kind}:${old}`)) return [];
    const finding: RuleFinding = {
      ...(renameType === 'OBJECT_SCHEMA' || renameType === 'OBJECT_DATABASE'
        ? {}
        : { level: 'MEDIUM' }),
      message: `${word} ${old} becomes ${newname}: statements that use the old name fail`,
      objects: [old],
    };
    return [finding];
  },
});

export const renameRules = [
  renameTable,
  renameView,
  moveToSchema,
  renameColumn,
  renameEnumValue,
  renameObject,
] as const;
