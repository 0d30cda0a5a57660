// Who changed a schema, by which statements, as the schema trigger recorded it.
import { useState } from 'react';

import { Time } from '../../../../parts/time.tsx';
import styles from './schema.module.css';

export interface RecordedStatement {
  readonly at: string;
  readonly tag: string;
  readonly statement?: string | null | undefined;
  readonly object?: string | null | undefined;
  readonly user?: string | null | undefined;
  readonly application?: string | null | undefined;
  readonly client?: string | null | undefined;
}

const shownAtFirst = 20;

/** `app by psql from 10.0.0.5`; undefined when nothing is known. */
export function describeWho({ user, application, client }: RecordedStatement): string | undefined {
  const parts = [
    user,
    application == null || application === '' ? undefined : `with ${application}`,
    client == null || client === '' ? undefined : `from ${client}`,
  ].filter((part) => part != null && part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** The statements; a hint where none were recorded. */
export function StatementList({ statements }: { statements: readonly RecordedStatement[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? statements : statements.slice(0, shownAtFirst);
  if (statements.length === 0) {
    return (
      <p className="soft small">
        Who did it was not recorded: that needs the schema trigger in the database.
      </p>
    );
  }
  return (
    <>
      <ol className={styles.statements} aria-label="Statements that did it">
        {shown.map((one, index) => (
          // The same may have been said twice in one moment.
          <li key={index}>
            <span>
              <strong>{one.tag}</strong> {one.object} by {describeWho(one) ?? 'somebody'},{' '}
              <Time at={one.at} />
            </span>
            {one.statement == null ? null : <pre tabIndex={0}>{one.statement}</pre>}
          </li>
        ))}
      </ol>
      {shown.length === statements.length ? null : (
        <button onClick={() => setWhole(true)}>Show all {statements.length} statements</button>
      )}
    </>
  );
}
