// Who may come in: tokens with what they may do. The text of one is shown once, when it is made.
import { useMemo, useState } from 'react';

import { usePages } from '../../../client/use-pages.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { Time, useNow } from '../../../parts/time.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import styles from '../settings.module.css';
import { tokensQuery, type ShownToken } from './operations.ts';
import { RevokeToken } from './revoke-token.tsx';
import { TokenForm } from './token-form.tsx';

const keyOf = ({ id }: ShownToken): string => id;

function Standing({ token }: { token: ShownToken }) {
  const nowMs = useNow();
  if (token.revokedAt != null) return <State state="REVOKED" />;
  if (token.expiresAt != null && Date.parse(token.expiresAt) <= nowMs) {
    return <State state="EXPIRED" />;
  }
  return <State state="OK" label="works" />;
}

function columnsFor(onRevoke: (token: ShownToken) => void): readonly Column<ShownToken>[] {
  return [
    { key: 'name', heading: 'Name', width: 'minmax(7rem, 1.5fr)', cell: ({ name }) => name },
    { key: 'role', heading: 'May do', width: '6rem', cell: ({ role }) => wordsOf(role) },
    {
      key: 'state',
      heading: 'State',
      width: '6.5rem',
      cell: (token) => <Standing token={token} />,
    },
    {
      key: 'created',
      heading: 'Made',
      width: '8.75rem',
      isExtra: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      key: 'by',
      heading: 'By',
      width: 'minmax(5rem, 1fr)',
      isExtra: true,
      cell: ({ createdBy }) => createdBy,
    },
    {
      key: 'ends',
      heading: 'Ends',
      width: '8.75rem',
      isExtra: true,
      cell: ({ expiresAt, revokedAt }) =>
        revokedAt != null ? (
          <>
            revoked <Time at={revokedAt} />
          </>
        ) : expiresAt == null ? (
          'never'
        ) : (
          <Time at={expiresAt} />
        ),
    },
    {
      key: 'actions',
      heading: 'Action',
      width: '7.5rem',
      cell: (token) =>
        token.revokedAt == null ? (
          <button className="plain" onClick={() => onRevoke(token)}>
            Revoke … <span className="unseen">{token.name}</span>
          </button>
        ) : null,
    },
  ];
}

/** The part of the settings. */
export default function Tokens() {
  const [all, setAll] = useUrlValue('revoked');
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ShownToken>();
  const columns = useMemo(() => columnsFor(setRevoking), []);
  const pages = usePages(tokensQuery, all === 'true' ? {} : { revoked: false }, {
    pageOf: (data) => data.tokens,
    keyOf,
    staleAfter: ['token.'],
  });
  const { rows, error, isLoading } = pages;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Tokens"
        aside={<button onClick={() => setMaking(true)}>New token …</button>}
        isFlush
      >
        <div className={styles.bar}>
          <label className="beside">
            <input
              type="checkbox"
              checked={all === 'true'}
              onChange={({ target }) => setAll(target.checked ? 'true' : undefined)}
            />
            revoked ones, too
          </label>
        </div>
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          <Empty title="There is no token">
            Make one for each person and each program, with the least that they need.
          </Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Tokens, the oldest first"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
      {isMaking ? (
        <TokenForm
          onClose={() => {
            setMaking(false);
            pages.refresh();
          }}
        />
      ) : null}
      {revoking === undefined ? null : (
        <RevokeToken
          token={revoking}
          onClose={() => {
            setRevoking(undefined);
            pages.refresh();
          }}
        />
      )}
    </>
  );
}
