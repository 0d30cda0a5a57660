// Fails when a committed file that is generated differs from what its source makes: the GraphQL
// schema, the types of the dashboard's operations, and the migrations of the store. Nothing in the checkout is left changed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

function run(command: string, args: readonly string[]): void {
  const bin = path.join(root, 'node_modules/.bin', command);
  const result = spawnSync(bin, args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) fail(`${command} failed:\n${result.stdout}${result.stderr}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readAll(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => {
        const full = path.join(file.parentPath, file.name);
        return [path.relative(folder, full), readFileSync(full, 'utf8')];
      }),
  );
}

const schemaFile = path.join(root, 'schema.graphql');
const operationsFolder = path.join(root, 'src/dashboard/graphql');
const readGenerated = (): Map<string, string> =>
  readAll(operationsFolder).set('schema.graphql', readFileSync(schemaFile, 'utf8'));
const committed = readGenerated();
run('graphql-codegen', ['--config', 'codegen.ts', '--silent']);
for (const [name, text] of readGenerated()) {
  if (committed.get(name) !== text) {
    fail(`${name} was out of date: it has been written anew, look at the difference.`);
  }
}

run('drizzle-kit', ['check', '--config', 'drizzle/drizzle.config.ts']);
const before = readAll(path.join(root, 'drizzle'));
const backup = mkdtempSync(path.join(tmpdir(), 'hawkwatch-drizzle-'));
cpSync(path.join(root, 'drizzle'), backup, { recursive: true });
run('drizzle-kit', ['generate', '--config', 'drizzle/drizzle.config.ts', '--name', 'drift']);
const after = readAll(path.join(root, 'drizzle'));
const added = [...after.keys()].filter((name) => !before.has(name));
rmSync(path.join(root, 'drizzle'), { recursive: true });
cpSync(backup, path.join(root, 'drizzle'), { recursive: true });
rmSync(backup, { recursive: true });
if (added.length > 0) fail('The tables changed without a migration: run npm run db:generate.');
console.log('schema.graphql and drizzle/ are up to date');
