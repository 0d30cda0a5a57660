// Twenty databases on a real PostgreSQL, each with tables of its own, some of them written to.
import postgres from 'postgres';

import type { BenchServer } from '../server.ts';
import { listAll, type Part } from './part.ts';

export const databaseNames = Array.from({ length: 20 }, (_, index) => `bench_${index + 1}`);

/** Lines that declare the databases, with all watching as by default or switched off. */
export function databaseLines({ server }: BenchServer, watch: boolean): string {
  const off = `foreign: { watch: false }, schema: { watch: false }, resources: { watch: false }`;
  const one = (name: string): string =>
    `  - { name: ${name}, url: ${JSON.stringify(server.url(name))}${watch ? '' : `, ${off}`} }`;
  return ['databases:', ...databaseNames.map(one)].join('\n');
}

export async function openDatabases(bench: BenchServer): Promise<Part> {
  for (const name of databaseNames) {
    await bench.server.ensureDatabase(name);
    const sql = postgres(bench.server.url(name), { max: 1, onnotice: () => undefined });
    for (let table = 0; table < 20; table += 1) {
      await sql.unsafe(
        `create table orders_${table} (id int primary key, customer text, at timestamptz);
         create index on orders_${table} (customer);
         insert into orders_${table} select n, 'c' || n % 100, now() from generate_series(1, 500) n`,
      );
    }
    await sql.end();
  }
  return {
    name: 'databases',
    count: databaseNames.length,
    configuration: databaseLines(bench, true),
    seen: async (ask) => {
      const nodes = await listAll(
        ask,
        'databases',
        'name health { state } resources { commitsPerSecond sizeBytes }',
      );
      return nodes.filter(({ health, resources }) => isSeen(health, resources)).length;
    },
    close: () => Promise.resolve(),
  };
}

function isSeen(health: unknown, resources: unknown): boolean {
  const { state } = (health ?? {}) as { state?: string };
  const { commitsPerSecond, sizeBytes } = (resources ?? {}) as Record<string, number | null>;
  return state === 'UP' && typeof commitsPerSecond === 'number' && typeof sizeBytes === 'number';
}
