// A path in a narrow place: the name is whole, of the folder as much as there is room for.
import { Link } from 'wouter';

import { endOfFolder, partsOfPath } from './file-words.ts';
import styles from './files.module.css';

export interface PathProps {
  readonly path: string;
  /** Where the name leads. */
  readonly href?: string | undefined;
}

/** The path. */
export function Path({ path, href }: PathProps) {
  const { folder, name } = partsOfPath(path);
  return (
    <span className={styles.path} title={path}>
      {href === undefined ? <span>{name}</span> : <Link href={href}>{name}</Link>}
      <span className={styles.folder}>{endOfFolder(folder)}</span>
    </span>
  );
}
