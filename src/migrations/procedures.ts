// CALL of a procedure that commits would end the transaction of its migration. Whether one does is
// read from the target's catalogue before the run.
import type { InputIssue } from '../core/errors.ts';
import { quoteLiteral, type TargetClient } from '../databases/postgres/client.ts';
import type { MigrationScript } from '../sql/analyse.ts';
import { procedureCommits } from '../sql/procedures.ts';

/** Every CALL in a script whose procedure commits, in words. */
export async function findCommittingProcedure(
  client: TargetClient,
  fileName: string,
  script: MigrationScript,
): Promise<readonly InputIssue[]> {
  const issues: InputIssue[] = [];
  for (const { callsProcedure: called, line } of script.statements) {
    if (called === undefined) continue;
    const schema =
      called.schema === undefined ? '' : `and n.nspname = ${quoteLiteral(called.schema)}`;
    const rows = await client.unsafe<{ source: string; language: string }[]>(
      `select p.prosrc as source, l.lanname as language
       from pg_catalog.pg_proc p
       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
       join pg_catalog.pg_language l on l.oid = p.prolang
       where p.prokind = 'p' and p.proname = ${quoteLiteral(called.name)} ${schema}`,
    );
    if (rows.some((row) => procedureCommits(row.source, row.language))) {
      issues.push({
        path: `${fileName}:${line}`,
        message:
          `CALL ${called.name} is refused: the procedure commits or rolls back by itself. Remove ` +
          'that from it, or call it outside of migrations.',
      });
    }
  }
  return issues;
}
