// Facts about one thing: a name and a value each, side by side as far as there is room.
import type { ReactNode } from 'react';

import styles from './facts.module.css';

export interface Fact {
  readonly name: string;
  /** What is not known is left out: undefined or null. */
  readonly value: ReactNode;
  /** What a tooltip says. */
  readonly title?: string | undefined;
}

/** A list of facts. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== undefined && value !== null);
  return (
    <dl className={styles.facts}>
      {known.map(({ name, value, title }) => (
        <div key={name} title={title}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
