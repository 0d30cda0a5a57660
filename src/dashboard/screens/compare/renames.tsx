// What may have been renamed rather than removed and made anew.
import type { SchemaObjectKind } from '../../graphql/graphql.ts';
import { wordsOf } from '../../parts/state.tsx';
import styles from './compare.module.css';

export interface Rename {
  readonly kind: SchemaObjectKind;
  readonly from: string;
  readonly to: string;
  readonly probability: number;
  readonly basis: string;
}

/** The list; nothing where there are none. */
export function Renames({ renames }: { renames: readonly Rename[] }) {
  if (renames.length === 0) return null;
  return (
    <ul className={styles.renames} aria-label="What may have been renamed">
      {renames.map(({ kind, from, to, probability, basis }) => (
        <li key={`${kind} ${from} ${to}`} title={basis}>
          {wordsOf(kind)} <code>{from}</code> may be <code>{to}</code> by another name (
          {Math.round(probability * 100)} %)
        </li>
      ))}
    </ul>
  );
}
