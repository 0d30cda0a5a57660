// The hint for the order of columns: values are aligned to 2, 4 or 8 bytes, and what is left out
// between them is stored in every row.
import { writtenType } from '../column-types.ts';
import { relationName } from '../../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { writtenName } from '../table-definitions.ts';

/** Size and alignment of the types with a fixed length. */
const fixed: Readonly<Record<string, readonly [size: number, alignment: number]>> = {
  bool: [1, 1],
  int2: [2, 2],
  smallserial: [2, 2],
  int4: [4, 4],
  serial: [4, 4],
  float4: [4, 4],
  date: [4, 4],
  oid: [4, 4],
  int8: [8, 8],
  bigserial: [8, 8],
  float8: [8, 8],
  timestamp: [8, 8],
  timestamptz: [8, 8],
  time: [8, 8],
  money: [8, 8],
  interval: [16, 8],
  uuid: [16, 1],
};

function paddedSize(columns: readonly (readonly [number, number])[]): number {
  return columns.reduce(
    (offset, [size, alignment]) => Math.ceil(offset / alignment) * alignment + size,
    0,
  );
}

const columnPadding = defineRule({
  id: 'column-padding',
  title: 'Order of columns that wastes space',
  classes: ['QUALITY'],
  level: 'NONE',
  lockMode: null,
  safeForm: 'fixed columns of 8 bytes first, then 4, 2 and 1, then text and numeric',
  alsoKnownAs: { atlas: ['PG110'] },
  optIn: true,
  check: ({ node, columns: made }) => {
    if (!('CreateStmt' in node)) return [];
    const name = relationName(node.CreateStmt.relation);
    if (name === undefined) return [];
    const columns = made.map(({ column }) => {
      const type = writtenType(column.typeName);
      // A short text is stored without alignment.
      return type === undefined || type.isArray ? text : (fixed[type.base] ?? text);
    });
    const best = columns.toSorted((a, b) => b[1] - a[1]);
    const wasted = paddedSize(columns) - paddedSize(best);
    return wasted < 8
      ? []
      : [
          {
            message: `the order of its columns costs ${wasted} bytes in every row of ${writtenName(name)}`,
            objects: [writtenName(name)],
          },
        ];
  },
});

const text = [8, 1] as const;

export const layoutRules = [columnPadding] as const;
