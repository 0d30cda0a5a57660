// The rule for views, types, functions, sequences and extensions that are dropped. One that is made
// anew by the same migration is replaced, not taken away.
import { droppedKind } from '../created-objects.ts';
import { defineRule, type RuleFinding } from '../rule.ts';
import { droppedNames, writtenName } from '../table-definitions.ts';
import { nameAfter, startsWith } from '../token-statements.ts';

const kindWords: Readonly<Record<string, string>> = {
  view: 'the view',
  type: 'the type',
  function: 'the function',
  sequence: 'the sequence',
  other: 'the object',
};
/** Their removal is told by the lock they take, or takes nothing away from clients. */
const harmless =
  /^OBJECT_(?:INDEX|TRIGGER|RULE|POLICY|STATISTIC_EXT|PUBLICATION|EVENT_TRIGGER|CAST|COLLATION)$/;

const dropObject = defineRule({
  id: 'drop-object',
  title: 'View, type, function, sequence or extension dropped',
  classes: ['BREAKS_CLIENTS'],
  level: 'MEDIUM',
  lockMode: null,
  safeForm: 'first release applications that do without it; without CASCADE',
  check: ({ node, index }, context) => {
    if (!('DropStmt' in node)) return [];
    const { removeType, missing_ok: ifExists } = node.DropStmt;
    const kind = droppedKind(removeType);
    if (kind === 'table' || kind === 'schema' || harmless.test(removeType ?? '')) return [];
    const all = node.DropStmt.behavior === 'DROP_CASCADE';
    return droppedNames(node.DropStmt).flatMap((name): RuleFinding[] => {
      const object = writtenName(name);
      if (context.scope.createdObjects.has(`${kind}:${object}`)) return [];
      const comesBack = context.file.makes(kind, name, index);
      const word = kindWords[kind] ?? 'the object';
      if (comesBack && !all && (context.transactional || ifExists === true)) {
        return [{ level: 'LOW', message: `${word} ${object} is replaced`, objects: [object] }];
      }
      if (!all) {
        return [
          { message: `${word} ${object} is gone: statements that use it fail`, objects: [object] },
        ];
      }
      // A column goes with its type, rows go with the column.
      const takesColumns = /^OBJECT_(?:TYPE|DOMAIN|EXTENSION)$/.test(removeType ?? '');
      return [
        {
          level: takesColumns ? 'CRITICAL' : 'HIGH',
          ...(takesColumns ? { classes: ['DATA_LOSS', 'BREAKS_CLIENTS'] } : {}),
          message: takesColumns
            ? `${word} ${object} is gone, and with it (CASCADE) every column of that type`
            : `${word} ${object} is gone with everything that depends on it (CASCADE)`,
          objects: [object],
          ...(takesColumns ? { loses: { object, what: 'other' } } : {}),
        },
      ];
    });
  },
  checkTokens: (statement) =>
    startsWith(statement, 'drop', 'view')
      ? [
          {
            message: `the view ${nameAfter(statement, 2)} is gone: statements that use it fail`,
            objects: [nameAfter(statement, 2)],
          },
        ]
      : [],
});

export const dropObjectRules = [dropObject] as const;
