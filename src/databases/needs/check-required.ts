// Whether a schema has the tables and columns that the configuration says are required, with the types
// it says.
import type { RequiredTable } from '../target.ts';
import { partsOfName, type Catalogue } from './catalogue.ts';
import { finding, type createFindings } from './findings.ts';
import { isSameType } from './type-names.ts';

/** Checks one table. */
export function checkRequired(
  required: RequiredTable,
  catalogue: Catalogue,
  findings: ReturnType<typeof createFindings>,
): void {
  const parts = partsOfName(required.table);
  const [name = '', schema = null] = parts.toReversed();
  const written = `${schema ?? catalogue.mainSchema}.${name}`;
  const table = findings.of(`required: ${written}`);
  if (parts.length > 2) {
    table.unknown('the name has more parts than a schema and a table');
    return;
  }
  const found = catalogue.relation(schema, name);
  if (found.kind === 'unknown' && !found.isAbsent) {
    table.unknown(found.reason);
    return;
  }
  if (found.kind !== 'found') {
    table.missing('table', finding('TABLE_MISSING', written, `there is no table ${written}`, []));
    return;
  }
  const { relation } = found;
  table.met('table', [relation.id]);
  for (const column of required.columns) {
    const collect = findings.of(`required: ${written}.${column.name}`);
    const object = `${relation.name}.${column.name}`;
    const isThere = relation.columns.has(catalogue.fold(column.name));
    const known = relation.columns.get(catalogue.fold(column.name));
    const causes = [`COLUMN ${known?.name ?? object}`, relation.id];
    if (!isThere) {
      const message = `${relation.name} has no column ${column.name}`;
      if (relation.isOpen) collect.unknown(`the columns of ${relation.name} are not known`);
      else collect.missing('column', finding('COLUMN_MISSING', object, message, causes));
      continue;
    }
    collect.met('column', causes);
    if (column.type === null) continue;
    const actual = known?.attributes['type'];
    if (typeof actual !== 'string') {
      collect.unknown(`the type of ${object} is not known`);
    } else if (isSameType(catalogue.engine, column.type, actual)) {
      collect.met('type', causes);
    } else {
      const message = `${object} is ${actual}, and ${column.type} is required`;
      collect.missing('type', finding('TYPE_DIFFERS', object, message, causes));
    }
  }
}
