// Rules for TRUNCATE: all rows are gone at once, with CASCADE those of other tables as well.
import { relationName, type NodeOf, type QualifiedName } from '../../../sql/tree.ts';
import { defineRule, type RuleFinding } from '../rule.ts';
import { nameAfter, startsWith, tokenLoss } from '../token-statements.ts';

function truncated(truncate: NodeOf<'TruncateStmt'>): QualifiedName[] {
  return (truncate.relations ?? []).flatMap((item) =>
    'RangeVar' in item ? (relationName(item.RangeVar) ?? []) : [],
  );
}

const truncateTable = defineRule({
  id: 'truncate-table',
  title: 'TRUNCATE',
  classes: ['DATA_LOSS', 'LOCK'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'back the rows up first; DELETE in batches keeps the table usable',
  check: ({ node }, context) => {
    if (!('TruncateStmt' in node)) return [];
    return truncated(node.TruncateStmt).flatMap((name): RuleFinding[] => {
      const table = context.table(name);
      if (table.isNew) return [];
      return [
        {
          message: `all rows of ${table.label} are gone`,
          objects: [table.label],
          table,
          loses: { object: table.label, what: 'rows' },
        },
      ];
    });
  },
  checkTokens: (statement) =>
    startsWith(statement, 'truncate')
      ? [
          tokenLoss(
            nameAfter(statement, statement.tokens[1]?.value === 'table' ? 2 : 1),
            'rows',
            'loses all its rows',
          ),
        ]
      : [],
});

const truncateCascade = defineRule({
  id: 'truncate-cascade',
  title: 'TRUNCATE … CASCADE',
  classes: ['DATA_LOSS', 'LOCK'],
  level: 'CRITICAL',
  lockMode: 'ACCESS EXCLUSIVE',
  safeForm: 'name every table that is to be emptied',
  alsoKnownAs: { squawk: ['ban-truncate-cascade'] },
  check: ({ node }, context) => {
    if (!('TruncateStmt' in node) || node.TruncateStmt.behavior !== 'DROP_CASCADE') return [];
    const names = truncated(node.TruncateStmt).map((name) => context.table(name));
    if (names.every((table) => table.isNew)) return [];
    const keys = new Set(names.map((table) => table.key));
    const others = [...context.facts.tables.values()].filter(
      (table) =>
        !keys.has(`${table.schema}.${table.name}`) &&
        table.constraints.some(({ references }) => references !== null && keys.has(references)),
    );
    const labels = others.map((table) => `${table.schema}.${table.name}`);
    const which = labels.length === 0 ? '' : `, as ${labels.join(', ')}`;
    return [
      {
        message: `tables that reference ${names.map((table) => table.label).join(', ')} lose their rows as well${which}`,
        objects: [...names.map((table) => table.label), ...labels],
      },
    ];
  },
});

export const truncateRules = [truncateTable, truncateCascade] as const;
