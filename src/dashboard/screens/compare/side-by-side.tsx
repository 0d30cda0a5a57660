// Differences of two schemas, one row for each object: on the left how it is in the one, on the right how in
// the other; what is not there is said to be not there.
import { useMemo, useState, type ReactNode } from 'react';

import type { ShownChange } from '../../parts/schema/change-list.tsx';
import { formatAttribute, nameOfAttribute } from '../../parts/schema/words.ts';
import { Empty } from '../../parts/notes.tsx';
import { Risk } from '../../parts/risk.tsx';
import { wordsOf } from '../../parts/state.tsx';
import styles from './compare.module.css';
import { groupDifferences } from './group-differences.ts';

export interface Difference extends ShownChange {
  readonly parent?: string | null | undefined;
}

export interface SideBySideProps {
  readonly leftName: string;
  readonly rightName: string;
  /** The heads of the two columns. */
  readonly left: ReactNode;
  readonly right: ReactNode;
  readonly differences: readonly Difference[];
  /** There are more. */
  onMore?(): void;
}

type SideKey = 'from' | 'to';

/** What the object is like on one side, as far as it is another one there. */
function Side({ difference, side }: { difference: Difference; side: SideKey }) {
  const { change, attributes } = difference;
  const isThere = change === 'CHANGED' || change === (side === 'from' ? 'REMOVED' : 'ADDED');
  if (!isThere) return <span className="soft">not there</span>;
  const told = attributes.filter(
    (attribute) =>
      change === 'CHANGED' || (attribute.name !== 'position' && attribute[side] != null),
  );
  if (told.length === 0) return <span>there</span>;
  return (
    <dl className={styles.attributes}>
      {told.map((attribute) => (
        <div key={attribute.name}>
          <dt>{nameOfAttribute(attribute.name)}</dt>
          <dd>
            <code>{formatAttribute(attribute[side])}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Row({ difference }: { difference: Difference }) {
  const { kind, name, change, message, risk, breaks } = difference;
  return (
    <tr data-change={change}>
      <th scope="row" title={message}>
        <span className="soft small">{wordsOf(kind)}</span> <code>{name}</code>
        <div className="row">
          <Risk level={risk} />
        </div>
        {breaks.map(({ object, reason }) => (
          <div key={object} className="small">
            Breaks <code>{object}</code>: {reason}
          </div>
        ))}
      </th>
      <td data-there={change === 'ADDED' ? undefined : ''}>
        <Side difference={difference} side="from" />
      </td>
      <td data-there={change === 'REMOVED' ? undefined : ''}>
        <Side difference={difference} side="to" />
      </td>
    </tr>
  );
}

/** The table. */
export function SideBySide(props: SideBySideProps) {
  const { leftName, rightName, left, right, differences, onMore } = props;
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const groups = useMemo(
    () =>
      groupDifferences(
        differences.filter(({ name, kind }) =>
          `${wordsOf(kind)} ${name}`.toLowerCase().includes(wanted),
        ),
      ),
    [differences, wanted],
  );
  return (
    <>
      <div className={styles.filters}>
        <label>
          Find an object
          <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Differences">
        <table className={styles.table} aria-label={`${leftName} and ${rightName}`}>
          <thead>
            <tr>
              <th scope="col">Object</th>
              <th scope="col">
                <div className={styles.head}>{left}</div>
              </th>
              <th scope="col">
                <div className={styles.head}>{right}</div>
              </th>
            </tr>
          </thead>
          {groups.map(({ owner, entries }) => (
            <tbody key={owner}>
              {entries.map((difference) => (
                <Row
                  key={`${difference.change} ${difference.kind} ${difference.name}`}
                  difference={difference}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {groups.length === 0 ? <Empty title="No difference is called so" /> : null}
      {onMore === undefined ? null : (
        <div className={styles.more}>
          <span className="soft">The first {differences.length} are shown.</span>
          <button onClick={onMore}>Show more</button>
        </div>
      )}
    </>
  );
}
