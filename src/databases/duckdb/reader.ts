// The process that opens DuckDB files: the engine is native code, and a damaged file must not take the
// service down with it. It is started for one file, prints one line of JSON, and ends. It opens a copy
// where one was made, and the file itself read-only otherwise.
//   node reader.ts PATH (copy | file)
import { DuckDBInstance } from '@duckdb/node-api';

import { coerceError } from '../../core/errors.ts';
import { readDuckdbObjects } from './read-schema.ts';

async function read(path: string, isCopy: boolean): Promise<unknown> {
  const instance = await DuckDBInstance.fromCache(path, {
    // What a writer has not merged yet is merged into the copy.
    access_mode: isCopy ? 'READ_WRITE' : 'READ_ONLY',
    threads: '1',
    memory_limit: '512MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'true',
  });
  const connection = await instance.connect();
  try {
    const version = await connection.runAndReadAll('select version() as version');
    const text = version.getRowObjectsJson()[0]?.['version'];
    const objects = await readDuckdbObjects(connection);
    return {
      ok: true,
      version: typeof text === 'string' ? text : '',
      objects,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const [path = '', how] = process.argv.slice(2);
let answer: unknown;
try {
  answer = await read(path, how === 'copy');
} catch (error) {
  answer = { ok: false, message: coerceError(error).message };
}
process.stdout.write(JSON.stringify(answer));
