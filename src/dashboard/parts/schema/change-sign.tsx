// Whether something was added, changed or removed: a sign, a word and a colour.
import type { SchemaChangeKind } from '../../graphql/graphql.ts';
import styles from './schema.module.css';

const signs: Readonly<Record<SchemaChangeKind, string>> = {
  ADDED: '+',
  CHANGED: '~',
  REMOVED: '−',
};
const words: Readonly<Record<SchemaChangeKind, string>> = {
  ADDED: 'added',
  CHANGED: 'changed',
  REMOVED: 'removed',
};

/** The change, shown. */
export function ChangeSign({ change }: { change: SchemaChangeKind }) {
  return (
    <span className={`${styles.sign} ${styles[words[change]]}`}>
      <span aria-hidden="true">{signs[change]}</span> {words[change]}
    </span>
  );
}
