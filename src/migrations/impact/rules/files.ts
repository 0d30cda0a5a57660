// Rules about the file as a whole and about what makes it fail before it does anything. The engine
// finds what cannot be parsed and ignore comments that are of no use.
import { isFields, stringOf, walkTree } from '../../../sql/tree.ts';
import { defineRule, foundByTheEngine } from '../rule.ts';

const outOfOrder = defineRule({
  id: 'out-of-order',
  title: 'New migration that is not at the end',
  classes: ['MAY_FAIL'],
  level: 'HIGH',
  lockMode: null,
  topLevelOnly: true,
  safeForm: 'give it a version after the last one that was applied',
  check: ({ index }, context) =>
    index === 0 && context.overtakenBy !== null
      ? [
          {
            message: `${context.overtakenBy} was applied already and comes after this one: databases get them in another order`,
            objects: [],
          },
        ]
      : [],
});

const syntaxError = defineRule({
  id: 'syntax-error',
  title: 'Cannot be parsed',
  classes: ['MAY_FAIL'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: 'correct it; commands of psql and placeholders of tools are not SQL',
  alsoKnownAs: { squawk: ['syntax-error'] },
  check: foundByTheEngine,
  checkTokens: foundByTheEngine,
});

const notAssessed = defineRule({
  id: 'not-assessed',
  title: 'File that could not be assessed',
  classes: ['MAY_FAIL'],
  level: 'UNKNOWN',
  lockMode: null,
  safeForm: 'split the file',
  check: foundByTheEngine,
});

const unusedIgnore = defineRule({
  id: 'unused-ignore',
  title: 'Ignore comment of no use',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'remove it, or write: -- hawkwatch: ignore <rule> <reason>',
  alsoKnownAs: { squawk: ['unused-ignore'] },
  check: foundByTheEngine,
});

/** Names that occur twice, each once. */
function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

function targets(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const target = isFields(item) ? item['ResTarget'] : undefined;
    // `a[1] = …, a[2] = …` and `a.x = …, a.y = …` change different parts.
    if (!isFields(target) || 'indirection' in target) return [];
    return stringOf({ String: { sval: target['name'] } }) ?? [];
  });
}

const duplicateColumn = defineRule({
  id: 'duplicate-column-assignment',
  title: 'Column named twice',
  classes: ['MAY_FAIL'],
  level: 'HIGH',
  lockMode: null,
  safeForm: 'name each column once',
  alsoKnownAs: { squawk: ['ban-duplicate-column-assignments'] },
  check: ({ node, columns }) => {
    const lists: string[][] = [];
    if ('CreateStmt' in node) {
      lists.push(columns.map(({ column }) => column.colname ?? ''));
    } else if ('InsertStmt' in node) lists.push(targets(node.InsertStmt.cols));
    else if ('UpdateStmt' in node || 'SelectStmt' in node || 'DeleteStmt' in node) {
      walkTree(node, (tag, fields) => {
        if (tag === 'UpdateStmt') lists.push(targets(fields['targetList']));
      });
    }
    return lists.flatMap(repeated).map((name) => ({
      message: `${name} is named twice: PostgreSQL refuses the statement`,
      objects: [name],
    }));
  },
});

export const fileRules = [
  outOfOrder,
  syntaxError,
  notAssessed,
  unusedIgnore,
  duplicateColumn,
] as const;
