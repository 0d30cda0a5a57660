// A statement that cannot run in a transaction was begun, and its answer never came. The server
// process that executed it has ended (the run lock was free), so its effect can be looked for: one
// probe per kind of statement. No probe, no guess.
import { quoteIdentifier, quoteLiteral } from '../../databases/postgres/client.ts';
import type { Session } from '../../databases/postgres/session.ts';
import type { InDoubtProbe } from '../../sql/outside-transaction.ts';

/** applied: it took effect. repeatable: it did not, or repeating it is harmless. */
export type Verdict = 'applied' | 'repeatable' | 'unknown';

interface Name {
  readonly schema?: string;
  readonly name: string;
}

const qualified = (name: Name): string =>
  name.schema === undefined
    ? quoteIdentifier(name.name)
    : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;

const regclass = (name: Name): string => `pg_catalog.to_regclass(${quoteLiteral(qualified(name))})`;

async function exists(session: Session, condition: string): Promise<boolean> {
  const [row] = await session.query<{ found: boolean }>(`select exists (${condition}) as found`);
  return row?.found === true;
}

/** Looks whether a statement took effect; clears away what it left half-made. */
export async function judge(session: Session, probe: InDoubtProbe | undefined): Promise<Verdict> {
  if (probe === undefined) return 'unknown';
  const verdict = (applied: boolean): Verdict => (applied ? 'applied' : 'repeatable');
  switch (probe.kind) {
    case 'repeatable':
      return 'repeatable';
    case 'index-created':
      return judgeIndex(session, probe);
    case 'index-dropped': {
      // IF EXISTS or not, what is left of them can be dropped again only when all are there.
      const left = await Promise.all(
        probe.indexes.map((index) =>
          exists(session, `select 1 where ${regclass(index)} is not null`),
        ),
      );
      if (left.every((there) => !there)) return 'applied';
      return left.every((there) => there) ? 'repeatable' : 'unknown';
    }
    case 'database-created': {
      const name = quoteLiteral(probe.name);
      const [row] = await session.query<{ invalid: boolean }>(
        `select datconnlimit = -2 as invalid from pg_catalog.pg_database where datname = ${name}`,
      );
      if (row?.invalid === true) {
        await session.execute(`drop database ${quoteIdentifier(probe.name)}`);
      }
      return verdict(row?.invalid === false);
    }
    case 'database-dropped': {
      const name = quoteLiteral(probe.name);
      const condition = `select 1 from pg_catalog.pg_database where datname = ${name}`;
      return verdict(!(await exists(session, condition)));
    }
    case 'tablespace-created':
    case 'tablespace-dropped': {
      const name = quoteLiteral(probe.name);
      const condition = `select 1 from pg_catalog.pg_tablespace where spcname = ${name}`;
      const there = await exists(session, condition);
      return verdict(there === (probe.kind === 'tablespace-created'));
    }
    case 'partition-detached': {
      const [row] = await session.query<{ pending: boolean }>(
        `select inhdetachpending as pending from pg_catalog.pg_inherits
         where inhrelid = ${regclass(probe.partition)} and inhparent = ${regclass(probe.parent)}`,
      );
      if (row?.pending === true) {
        await session.execute(
          `alter table ${qualified(probe.parent)} detach partition ` +
            `${qualified(probe.partition)} finalize`,
        );
        return 'applied';
      }
      return verdict(row === undefined);
    }
  }
}

type IndexProbe = Extract<InDoubtProbe, { kind: 'index-created' }>;

interface IndexRow {
  readonly valid: boolean;
  readonly name: string;
}

/** The index of a probe; it lives in the schema of its table. */
async function findIndex(session: Session, probe: IndexProbe): Promise<IndexRow | undefined> {
  const schema = probe.schema ?? probe.schemaOfTable;
  const table = regclass({ name: probe.table, ...(schema === undefined ? {} : { schema }) });
  const [row] = await session.query<IndexRow>(
    `select i.indisvalid and i.indisready as valid,
            pg_catalog.format('%I.%I', n.nspname, c.relname) as name
     from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where i.indrelid = ${table} and c.relname = ${quoteLiteral(probe.index)}`,
  );
  return row;
}

async function judgeIndex(session: Session, probe: IndexProbe): Promise<Verdict> {
  const index = await findIndex(session, probe);
  if (index?.valid === true) return 'applied';
  if (index !== undefined) await session.execute(`drop index concurrently ${index.name}`);
  return 'repeatable';
}

/** What is there already before an index is built; a failed build then is not ours to clear. */
export async function isIndexThere(
  session: Session,
  probe: InDoubtProbe | undefined,
): Promise<boolean> {
  return probe?.kind === 'index-created' && (await findIndex(session, probe)) !== undefined;
}
