// Changes of a schema, one below the other: what, how risky, and what breaks by it.
import { useState } from 'react';

import type { RiskLevel, SchemaChangeKind, SchemaObjectKind } from '../../graphql/graphql.ts';
import { Risk } from '../risk.tsx';
import { ChangeSign } from './change-sign.tsx';
import styles from './schema.module.css';
import { formatAttribute, nameOfAttribute } from './words.ts';

export interface ShownChange {
  readonly kind: SchemaObjectKind;
  readonly name: string;
  readonly change: SchemaChangeKind;
  readonly message: string;
  readonly risk: RiskLevel;
  readonly attributes: readonly {
    readonly name: string;
    readonly from?: unknown;
    readonly to?: unknown;
  }[];
  readonly breaks: readonly { readonly object: string; readonly reason: string }[];
}

export interface ChangeListProps {
  readonly label: string;
  readonly changes: readonly ShownChange[];
  /** How many there are in all, where only some are kept. */
  readonly total?: number;
}

const shownAtFirst = 20;

/** Of what was changed: from what to what. What is new or gone has no such. */
function Attributes({ change, attributes }: Pick<ShownChange, 'change' | 'attributes'>) {
  if (change !== 'CHANGED' || attributes.length === 0) return null;
  return (
    <div className={`small ${styles.rest}`}>
      {attributes.map(({ name, from, to }) => (
        <div key={name} className={styles.what}>
          {nameOfAttribute(name)}: <code>{formatAttribute(from)}</code> →{' '}
          <code>{formatAttribute(to)}</code>
        </div>
      ))}
    </div>
  );
}

/** The list; a long one is shown in parts. */
export function ChangeList({ label, changes, total = changes.length }: ChangeListProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, shownAtFirst);
  return (
    <>
      <ul className={styles.changes} aria-label={label}>
        {shown.map(({ kind, name, change, message, risk, attributes, breaks }) => (
          <li key={`${kind} ${name}`}>
            <span>
              <ChangeSign change={change} />
            </span>
            <span className={styles.what}>{message}</span>
            <Risk level={risk} />
            <Attributes change={change} attributes={attributes} />
            {breaks.length === 0 ? null : (
              <div className={`small ${styles.rest}`}>
                {breaks.map(({ object, reason }) => (
                  <div key={object} className={styles.what}>
                    Breaks <code>{object}</code>: {reason}
                  </div>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      {shown.length === changes.length ? null : (
        <button onClick={() => setWhole(true)}>
          {total > changes.length
            ? `Show the ${changes.length} that are kept of ${total}`
            : `Show all ${changes.length}`}
        </button>
      )}
      {shown.length === changes.length && total > changes.length ? (
        <p className="soft small">{total - changes.length} more are not kept.</p>
      ) : null}
    </>
  );
}
