// Ten thousand files in a hundred folders, configuration mostly.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { hasKind, listAll, type Ask, type Part } from './part.ts';

const folders = 100;
const inEach = 100;

export async function openFiles(directory: string): Promise<Part | undefined> {
  if (!hasKind('files')) return undefined;
  const root = path.join(directory, 'watched');
  for (let folder = 0; folder < folders; folder += 1) {
    const place = path.join(root, `service-${folder}`);
    await mkdir(place, { recursive: true });
    await Promise.all(
      Array.from({ length: inEach }, (_, index) =>
        writeFile(
          path.join(place, `settings-${index}.yaml`),
          `database:\n  host: db-${folder}.example\n  port: ${5000 + index}\n  pool: ${index}\n`,
        ),
      ),
    );
  }
  return {
    name: 'files',
    count: folders * inEach,
    configuration: `files:\n  - { name: settings, paths: [${JSON.stringify(root)}] }`,
    seen: (ask) => countFiles(ask),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function countFiles(ask: Ask): Promise<number> {
  return (await listAll(ask, 'watchedFiles', 'id')).length;
}
