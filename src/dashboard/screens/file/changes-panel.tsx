// The changes of one file, the newest first. The newest is open, or the one that the address names.
import { useRef, useState } from 'react';

import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { FileChangesPageQuery } from '../../graphql/graphql.ts';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Risk } from '../../parts/risk.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { changeLooks } from '../files/file-words.ts';
import { ChangeDetail } from './change-detail.tsx';
import styles from './file.module.css';

const changesQuery = graphql(`
  query FileChangesPage($first: Int!, $after: String, $file: ID!) {
    fileChanges(first: $first, after: $after, filter: { file: $file }) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          change
          risk
          detectedAt
          foundLater
          settled
        }
      }
    }
  }
`);

type ChangeRow = FileChangesPageQuery['fileChanges']['edges'][number]['node'];

const keyOf = ({ id }: ChangeRow): string => id;

interface ChangeItemProps {
  readonly change: ChangeRow;
  readonly isOpen: boolean;
  onToggle(): void;
}

function ChangeItem({ change: row, isOpen, onToggle }: ChangeItemProps) {
  const { id, change, risk, detectedAt, foundLater, settled } = row;
  return (
    <li>
      <button className={styles.head} aria-expanded={isOpen} onClick={onToggle}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        <State state={change} {...changeLooks[change]} />
        <Time at={detectedAt} />
        {risk === 'NONE' ? null : <Risk level={risk} />}
        {foundLater ? (
          <span className="soft small">happened while hawkwatch did not look</span>
        ) : null}
        {settled ? null : <span className="soft small">was still being written</span>}
      </button>
      {isOpen ? (
        <div className={styles.detail}>
          <ChangeDetail id={id} />
        </div>
      ) : null}
    </li>
  );
}

/** The panel. */
export function ChangesPanel({ file }: { file: string }) {
  const pages = usePages(
    changesQuery,
    { file },
    { pageOf: (data) => data.fileChanges, keyOf, staleAfter: ['file.', 'files.'] },
  );
  const { rows, error, isLoading } = pages;
  const [named] = useUrlValue('change');
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  // What was the newest at first stays open: one reads it while others come.
  const newest = useRef(rows[0]?.id);
  newest.current ??= rows[0]?.id;
  const first = named ?? newest.current;
  // The address may name one that is not among the newest: it stands above them.
  const isNamedFarBelow = named !== undefined && !isLoading && !rows.some(({ id }) => id === named);
  return (
    <Panel title="Changes" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {isNamedFarBelow ? (
        <div className={styles.detail}>
          <ChangeDetail id={named} />
        </div>
      ) : null}
      {!isLoading && error === undefined && rows.length === 0 ? (
        <Empty title="It has not changed">
          It is as it was when hawkwatch saw it first. Each change shows here with its difference.
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <ul className={styles.changes} aria-label="Changes of this file, the newest first">
          {rows.map((row) => {
            const isOpen = toggled.get(row.id) ?? row.id === first;
            return (
              <ChangeItem
                key={row.id}
                change={row}
                isOpen={isOpen}
                onToggle={() => setToggled(new Map(toggled).set(row.id, !isOpen))}
              />
            );
          })}
        </ul>
      )}
      {pages.hasMore ? (
        <div className={styles.more}>
          <button onClick={pages.loadMore}>Show older ones</button>
        </div>
      ) : null}
    </Panel>
  );
}
