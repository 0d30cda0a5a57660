// A migration tool's command for tests of runs by command: applies the *.sql files of a folder that are
// not in `schema_migrations` (dbmate's table), each in one transaction, as dbmate does.
//   node migrating-command.mjs FOLDER (up | down VERSION)
// DATABASE_URL is the database; SECRET, when set, is printed, as careless tools do. A file that says
// `-- child` first starts a process that stays.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import postgres from 'postgres';

const [folder, direction, version] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const sql = postgres(process.env.DATABASE_URL, {
  max: 1,
  onnotice: () => undefined,
  connection: { application_name: process.env.PGAPPNAME },
});

say(`variables: ${Object.keys(process.env).sort().join(' ')}`);
if (process.env.SECRET !== undefined) say(`connecting with ${process.env.SECRET}`);

await sql`create table if not exists schema_migrations (version varchar primary key)`;
const applied = new Set(
  (await sql`select version from schema_migrations`).map((row) => row.version),
);
const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));

try {
  if (direction === 'down') {
    for (const name of files.toSorted().toReversed()) {
      const [id] = name.split('_');
      if (!applied.has(id) || (version !== '0' && id <= version)) continue;
      const [, down] = readFileSync(path.join(folder, name), 'utf8').split('-- migrate:down');
      await sql.begin(async (tx) => {
        await tx.unsafe(down);
        await tx`delete from schema_migrations where version = ${id}`;
      });
      say(`Rolled back: ${name}`);
    }
  } else {
    for (const name of files.toSorted()) {
      const [id] = name.split('_');
      if (applied.has(id)) continue;
      say(`Applying: ${name}`);
      const [up] = readFileSync(path.join(folder, name), 'utf8').split('-- migrate:down');
      if (up.includes('-- child')) {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
        say(`child ${child.pid}`);
      }
      if (up.includes('-- skip')) continue;
      await sql.begin(async (tx) => {
        await tx.unsafe(up);
        await tx`insert into schema_migrations values (${id})`;
      });
      say(`Applied: ${name}`);
    }
  }
} catch (error) {
  process.stderr.write(`Error: ${error.message}\n`);
  process.exitCode = 1;
}
await sql.end();
