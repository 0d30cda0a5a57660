// What needs somebody: migrations that wait for a review, and alerts that nobody has taken on, the worst
// first. It is acted on in place, by mouse and by keyboard.
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { useKey } from '../../../parts/keys.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useKeysOn } from '../../../parts/single-keys.ts';
import { useMay } from '../../../shell/viewer.ts';
import { AlertEntry } from './alert-entry.tsx';
import styles from './needs-you.module.css';
import { needsYouQuery } from './operations.ts';
import { ReviewEntry } from './review-entry.tsx';
import { useAlertActions } from './use-alert-actions.ts';

/** The panel. */
export function NeedsYou() {
  const answer = useLiveQuery(
    needsYouQuery,
    {},
    {
      staleAfter: [
        'alert.',
        'silence.',
        'migration.queued',
        'migration.completed',
        'migration.assessed',
        'migration.started',
      ],
    },
  );
  const { data } = answer;
  const alerts = data?.alerts.edges.map(({ node }) => node) ?? [];
  const runs = data?.migrationRuns.edges.map(({ node }) => node) ?? [];
  const entries = [
    ...runs.map(({ id }) => ({ id, href: `/runs/${encodeURIComponent(id)}` })),
    ...alerts.map(({ id }) => ({ id, href: `/alerts/${encodeURIComponent(id)}` })),
  ];
  const list = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  // Where one is, and on what: when that is gone, one is on what took its place.
  const [chosen, setChosen] = useState<{ readonly id: string; readonly at: number }>();
  const found = entries.findIndex(({ id }) => id === chosen?.id);
  const at =
    chosen === undefined ? -1 : found >= 0 ? found : Math.min(chosen.at, entries.length - 1);
  const current = entries[at];
  const choose = (index: number): void => {
    const next = Math.min(Math.max(0, index), entries.length - 1);
    const entry = entries[next];
    if (entry === undefined) return;
    setChosen({ id: entry.id, at: next });
    list.current?.querySelectorAll<HTMLElement>('[data-entry]')[next]?.focus();
  };
  const hasKeys = useKeysOn();
  const mayAct = useMay('OPERATOR');
  const actions = useAlertActions(answer.refresh);
  useKey('j', 'Next thing that needs you', () => choose(at + 1));
  useKey('k', 'Previous thing that needs you', () => choose(at < 0 ? 0 : at - 1));
  useKey('Enter', 'Open what is chosen', () => {
    if (current !== undefined) navigate(current.href);
  });
  useKey('a', 'Acknowledge the chosen alert', () => {
    const isAlert = alerts.some(({ id }) => id === current?.id);
    if (mayAct && isAlert && current !== undefined) void actions.acknowledge(current.id);
  });
  const entryProps = (id: string) => {
    const index = entries.findIndex((entry) => entry.id === id);
    return {
      isChosen: index === at,
      mayAct,
      onChoose: () => setChosen({ id, at: index }),
    };
  };
  const total = data?.alerts.totalCount ?? 0;
  return (
    <Panel
      title="Needs you"
      aside={
        !hasKeys ? undefined : (
          <span className="soft small">
            <kbd>j</kbd> <kbd>k</kbd> choose{' '}
            {mayAct ? (
              <>
                · <kbd>a</kbd> acknowledge
              </>
            ) : null}
          </span>
        )
      }
      isFlush
    >
      <Answer answer={answer}>
        {({ migrationRuns }) =>
          entries.length === 0 ? (
            <Empty title="Nothing needs you">
              Every alert that fires is acknowledged or silenced, and no migration waits for a
              review. <Link href="/alerts">See all open alerts</Link>.
            </Empty>
          ) : (
            <div ref={list}>
              <ul className={styles.list} aria-label="What needs you">
                {runs.map((run) => (
                  <ReviewEntry
                    key={run.id}
                    run={run}
                    {...entryProps(run.id)}
                    onDone={answer.refresh}
                  />
                ))}
                {alerts.map((alert) => (
                  <AlertEntry
                    key={alert.id}
                    alert={alert}
                    actions={actions}
                    {...entryProps(alert.id)}
                  />
                ))}
              </ul>
              {total > alerts.length || migrationRuns.pageInfo.hasNextPage ? (
                <p className={styles.more}>
                  {total > alerts.length ? (
                    <Link href="/alerts?state=FIRING&suppressed=false">
                      All {total} alerts that nobody has taken on
                    </Link>
                  ) : null}
                  {migrationRuns.pageInfo.hasNextPage ? (
                    <Link href="/runs?state=AWAITING_REVIEW">All runs that await a review</Link>
                  ) : null}
                </p>
              ) : null}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
