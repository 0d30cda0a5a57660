// What one migration file names, for reading the facts before it is assessed.
import type { MigrationTool } from '../../core/migrations.ts';
import type { SqlNode } from '../../sql/parse.ts';
import { decodeSource } from '../../sql/source-text.ts';
import { readFileForm } from './file-form.ts';
import { noObjects, objectsNamedBy, type NamedObjects } from './named-objects.ts';
import { staticStatements } from './plpgsql-statements.ts';
import { readStatements } from './read-statements.ts';

/** The objects of a PostgreSQL file, DO blocks included; what cannot be parsed names nothing. */
export function objectsNamedInFile(bytes: Uint8Array, tool?: MigrationTool): NamedObjects {
  const decoded = decodeSource(bytes);
  if (!decoded.ok) return noObjects;
  const { statements } = readStatements(readFileForm(decoded.text, tool).text);
  const nodes = statements.flatMap(({ node, text }): SqlNode[] =>
    'DoStmt' in node ? [node, ...staticStatements(text).map((inner) => inner.node)] : [node],
  );
  return objectsNamedBy(nodes);
}
