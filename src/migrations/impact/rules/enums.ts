// The hint for enum values that are added without saying where: their order is what ORDER BY uses.
import { nameOf } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';

const enumValuePosition = defineRule({
  id: 'enum-value-position',
  title: 'ADD VALUE without BEFORE or AFTER',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'ALTER TYPE … ADD VALUE … AFTER …',
  alsoKnownAs: { squawk: ['require-enum-value-ordering'] },
  check: ({ node }) => {
    if (!('AlterEnumStmt' in node)) return [];
    const { typeName, oldVal, newValNeighbor } = node.AlterEnumStmt;
    const name = nameOf(typeName);
    if (oldVal !== undefined || newValNeighbor !== undefined || name === undefined) return [];
    return [
      {
        message: `the new value of ${writtenName(name)} comes last; values cannot be moved later`,
        objects: [writtenName(name)],
      },
    ];
  },
});

export const enumRules = [enumValuePosition] as const;
