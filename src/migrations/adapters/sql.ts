// hawkwatch's own format: a folder of SQL files, history in `hawkwatch.migrations` of the target.
import { findLockHolder } from '../../databases/postgres/activity.ts';
import { buildStatus } from '../build-status.ts';
import { readMigrationFolder, type FolderReading } from '../folder.ts';
import { requireFolder } from '../require-folder.ts';
import { readerOf, readHistory, runLock } from '../history.ts';
import { defineMigrationAdapter } from '../adapter-kit/adapter.ts';

export const sqlAdapter = defineMigrationAdapter({
  tool: 'sql',
  readStatus: async ({ target, source, running, files }) => {
    const read = (): Promise<FolderReading> => readMigrationFolder(requireFolder(source));
    const [folder, history, holder] = await Promise.all([
      files.remember?.('sql', read) ?? read(),
      readHistory(readerOf(target.reader), source.name),
      findLockHolder(target.reader, runLock),
    ]);
    return buildStatus({
      ...folder,
      history,
      baseline: source.baseline,
      lockedBy:
        holder === undefined
          ? null
          : `a run is under way: ${holder.application ?? 'a session'} (pid ${holder.pid}) holds ` +
            'the run lock',
      running,
    });
  },
});
