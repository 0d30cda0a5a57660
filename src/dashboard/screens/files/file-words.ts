// What people call what happens to files, and how paths are shown. Pure.
import type { FileChangeKind, FileKind } from '../../graphql/graphql.ts';
import type { Tone } from '../../parts/words.ts';

export const changeWords: Readonly<Record<FileChangeKind, string>> = {
  CHANGED: 'changed',
  ADDED: 'added',
  REMOVED: 'removed',
  REPLACED: 'replaced',
  PERMISSIONS: 'permissions',
};

export interface ChangeLook {
  readonly tone: Tone;
  readonly sign: string;
  readonly label: string;
}

/** How a change looks as a badge. */
export const changeLooks: Readonly<Record<FileChangeKind, ChangeLook>> = {
  CHANGED: { tone: 'quiet', sign: '~', label: changeWords.CHANGED },
  ADDED: { tone: 'good', sign: '+', label: changeWords.ADDED },
  REMOVED: { tone: 'bad', sign: '−', label: changeWords.REMOVED },
  REPLACED: { tone: 'quiet', sign: '⇄', label: changeWords.REPLACED },
  PERMISSIONS: { tone: 'warn', sign: '▲', label: changeWords.PERMISSIONS },
};

export const fileKindWords: Readonly<Record<FileKind, string>> = {
  CONFIGURATION: 'configuration',
  DATABASE: 'database',
  KUBERNETES: 'Kubernetes',
  TERRAFORM: 'Terraform',
};

export interface PathParts {
  /** With its slash at the end; empty of a bare name. */
  readonly folder: string;
  readonly name: string;
}

/** The end of a folder, which tells more than its beginning: `…/shop/etc/`. */
export function endOfFolder(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '');
  return parts.length <= 2 ? folder : `…/${parts.slice(-2).join('/')}/`;
}

/** A path as folder and name. */
export function partsOfPath(path: string): PathParts {
  const at = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, at), name: path.slice(at) };
}
