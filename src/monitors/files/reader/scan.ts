// Looks at all files of a watch. Links to files count as the files, links to folders are not followed,
// so no loop of links is walked. What cannot be looked at is told and never counts as removed.
import path from 'node:path';

import { databaseOfCompanion } from '../companions.ts';
import { createPathFilter } from '../globs.ts';
import { isAbsent, reasonOf, type FileAccess } from './file-access.ts';
import { factsOf, readFacts } from './facts.ts';
import type { FileFacts, RootState, Scan, ScanTask } from './protocol.ts';

const maxDepth = 32;
const maxUnreadable = 50;
const filesBetweenProgress = 500;

/** Looks at all there is; `progress` is called now and then. */
export function scanFiles(access: FileAccess, task: ScanTask, progress: () => void): Scan {
  const filter = createPathFilter(task.include, task.exclude);
  const files = new Map<string, FileFacts>();
  const unreadable: { path: string; reason: string }[] = [];
  let seen = 0;
  let isTruncated = false;

  const note = (place: string, error: unknown): void => {
    if (unreadable.length < maxUnreadable)
      unreadable.push({ path: place, reason: reasonOf(error) });
  };

  const take = (full: string, isLink: boolean): void => {
    seen += 1;
    if (seen % filesBetweenProgress === 0) progress();
    if (files.size >= task.maxFiles) {
      isTruncated = true;
      return;
    }
    try {
      const stat = isLink ? undefined : access.stat(full, false);
      const facts = isLink
        ? readFacts(access, full)
        : stat?.isFile === true
          ? factsOf(access, full, stat, null)
          : null;
      if (facts !== null) files.set(full, facts);
    } catch (error) {
      // It went away in between, or it is a link that leads nowhere.
      if (!isAbsent(error)) note(full, error);
    }
  };

  const visit = (root: string, folder: string, depth: number): void => {
    const entries = access.list(folder);
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, kind } of entries) {
      const full = path.join(folder, name);
      const relative = path.relative(root, full);
      if (kind === 'folder') {
        if (depth >= maxDepth || !filter.takesFolder(relative)) continue;
        try {
          visit(root, full, depth + 1);
        } catch (error) {
          if (!isAbsent(error)) note(full, error);
        }
      } else if (kind !== 'other' && filter.takesFile(relative)) {
        const database = databaseOfCompanion(name);
        if (database === undefined || !names.has(database)) take(full, kind === 'link');
      }
    }
  };

  const look = (root: string): RootState => {
    try {
      const stat = access.stat(root, true);
      if (stat === undefined) {
        return { path: root, problem: 'it is not there', isMissing: true, isFolder: false };
      }
      if (stat.isFolder) visit(root, root, 0);
      else take(root, access.stat(root, false)?.isLink === true);
      return { path: root, problem: null, isMissing: false, isFolder: stat.isFolder };
    } catch (error) {
      const isMissing = isAbsent(error);
      return { path: root, problem: reasonOf(error), isMissing, isFolder: false };
    }
  };

  const roots = task.roots.map(look);
  return { files: [...files.values()], roots, unreadable, isTruncated };
}
