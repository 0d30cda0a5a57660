// Tells from sizes and times, without reading them, whether the files of a folder are as they were.
// A file system's clock is coarse: two changes within its tick leave the same times, so a stamp is
// trusted only when the last change is older than that.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';

import type { Stamp } from './readings.ts';

/** FAT counts in two seconds, most others in milliseconds. */
const coarsestTickMs = 3000;
const filesPerTurn = 200;

/** The stamp of files by their paths relative to a folder. */
export async function stampFiles(
  folder: string,
  paths: readonly string[],
  now: Date,
): Promise<Stamp> {
  const hash = createHash('sha256');
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const [place, name] of paths.entries()) {
    if (place % filesPerTurn === filesPerTurn - 1) await nextTurn();
    // Synchronously: for some hundred files that takes a tenth of the time.
    const stat = statSync(path.join(folder, name), { bigint: true, throwIfNoEntry: false });
    // The time of the change of the inode cannot be set by hand, as that of its contents can.
    const times = stat && `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
    hash.update(`${name}\0${times ?? 'gone'}\0`);
    if (stat === undefined) continue;
    newestMs = Math.max(newestMs, Number(stat.mtimeMs), Number(stat.ctimeMs));
  }
  // Times in the future, of another machine's clock, count as new.
  return { text: hash.digest('hex'), settled: now.getTime() - newestMs > coarsestTickMs };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
