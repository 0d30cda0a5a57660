// What the impact rules claim of a statement, in the words of the lock facts: the locks that others
// notice, the scans and rewrites under them.
import { createSystemClock } from '../../../src/core/clock.ts';
import { lockModes, type LockMode } from '../../../src/core/impact.ts';
import type { TargetClient } from '../../../src/databases/postgres/client.ts';
import { assessFile } from '../../../src/migrations/impact/assess-file.ts';
import type { FileAssessment } from '../../../src/migrations/impact/assessment-input.ts';
import { objectsNamedBy } from '../../../src/migrations/impact/named-objects.ts';
import { readDatabaseFacts } from '../../../src/migrations/impact/read-facts.ts';
import { parseSql } from '../../../src/sql/parse.ts';
import type { LockFact } from './lock-facts/fact.ts';
import type { Measured } from './measure-locks.ts';

/** Weaker ones let others read and write. */
function isNoticed(mode: LockMode | null): mode is LockMode {
  return mode !== null && lockModes.indexOf(mode) >= lockModes.indexOf('SHARE');
}

/** What the engine says of a fact's statement, for the database as it is. */
export async function assessFact(reader: TargetClient, fact: LockFact): Promise<FileAssessment> {
  const parsed = parseSql(fact.statement);
  if (!parsed.ok) throw new Error(`${fact.id}: ${parsed.message}`);
  const named = objectsNamedBy(parsed.statements.map(({ node }) => node));
  const facts = await readDatabaseFacts(reader, named, { clock: createSystemClock() });
  return assessFile(
    {
      version: null,
      file: fact.id,
      bytes: Buffer.from(fact.statement),
      transactional: fact.waitsFor === undefined,
    },
    { facts, lockTimeout: true, statementTimeout: true },
  );
}

/** The qualified name, as findings have it. */
const qualified = (table: string): string => (table.includes('.') ? table : `facts.${table}`);

/** Partitions count for their parent. */
const rootOf = (table: string): string => qualified(table.replace(/_\d+$/, ''));

/** On what facts and claims do not agree; both are limited to what others notice. */
export function disagreements(
  fact: LockFact,
  measured: Measured,
  { findings, work }: FileAssessment,
): readonly string[] {
  const said = ruleFaults(fact, findings);
  if (measured.fails !== undefined) return said;
  const unclaimed = new Set(fact.unclaimed?.tables.map(qualified));
  const locks = new Map(
    Object.entries(measured.locks).map(([table, mode]) => [qualified(table), mode] as const),
  );
  const missing = [...locks]
    .filter(([table, mode]) => isNoticed(mode) && !unclaimed.has(table))
    .filter(
      ([table, mode]) =>
        !findings.some(
          ({ lockMode, objects }) =>
            lockMode === mode && (objects.includes(table) || objects.includes(rootOf(table))),
        ),
    )
    .map(([table, mode]) => `measured, but claimed by no rule: ${mode} on ${table}`);
  const wrong = findings
    .filter(({ lockMode }) => isNoticed(lockMode))
    .filter(({ lockMode, objects }) => {
      const modes = objects.flatMap((object) => locks.get(object) ?? []);
      const [strongest] = modes.toSorted((a, b) => lockModes.indexOf(b) - lockModes.indexOf(a));
      return strongest !== undefined && strongest !== lockMode;
    })
    .map(({ rule, lockMode }) => `claimed by ${rule}, but not measured: ${lockMode}`);
  if (fact.waitsFor !== undefined) return [...said, ...missing, ...wrong];

  const done = new Set(fact.work?.map(qualifiedWork) ?? measuredWork(measured));
  const claimed = new Set(work.map((one) => `${one.work} ${one.table}`));
  const undone = [...claimed]
    .filter((one) => !done.has(one))
    .map((one) => `claimed, but not measured: ${one}`);
  const unsaid = [...done]
    .filter((one) => !claimed.has(one))
    .filter((one) => !unclaimed.has(one.slice(one.indexOf(' ') + 1)))
    .map((one) => `measured, but claimed by no rule: ${one}`);
  return [...said, ...missing, ...wrong, ...undone, ...unsaid];
}

/** The fact's rule must have found it; without one, nothing that others notice may be claimed. */
function ruleFaults({ rule }: LockFact, findings: FileAssessment['findings']): readonly string[] {
  const claiming = findings.filter(({ lockMode }) => isNoticed(lockMode));
  if (rule === null) return claiming.map((found) => `claimed by ${found.rule} all the same`);
  return findings.some((found) => found.rule === rule) ? [] : [`${rule} says nothing`];
}

function qualifiedWork(work: string): string {
  const [kind = '', table = ''] = work.split(' ');
  return `${kind} ${qualified(table)}`;
}

/** Rewrites, and scans of what is not rewritten, under a lock that others notice. */
function measuredWork({ locks, scans, rewrites }: Measured): readonly string[] {
  const scanned = scans
    .filter((table) => isNoticed(locks[table] ?? null) && !rewrites.includes(table))
    .map((table) => `scan ${rootOf(table)}`);
  return [...rewrites.map((table) => `rewrite ${rootOf(table)}`), ...scanned];
}
