// The monitor of files: an instance for each watch of the configuration, once on each host.
import { defineMonitor } from '../monitor.ts';
import { openChokidarHints } from './hints.ts';
import { createFileReader } from './reader/reader.ts';
import type { FilesSettings, FileWatchSettings } from './settings.ts';
import { defaultTimes, watchFiles } from './watch-files.ts';

/** The kind `files`. */
export const filesMonitor = defineMonitor<FilesSettings, FileWatchSettings>({
  kind: 'files',
  scope: 'host',
  description:
    'Database files, configuration, Terraform and Kubernetes manifests: what was added, changed, ' +
    'replaced, removed, and which settings of databases that changes.',
  silentAfterMs: 120_000,
  parseConfig: ({ files }) => files.map((config) => ({ name: config.name, config })),
  start: (config, context) =>
    watchFiles(config, context, {
      openReader: () => createFileReader({ clock: context.clock }),
      openHints: openChokidarHints,
      times: defaultTimes,
    }),
});
