// What needs somebody: migrations that wait for a review, and alerts that nobody has taken on, the worst
// first. It is acted on in place, by mouse and by keyboard.
import { useRef } from 'react';
import { Link, useLocation } from 'wouter';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { useKey } from '../../../parts/keys.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useKeysOn } from '../../../parts/single-keys.ts';
import { useRowChoice } from '../../../parts/use-row-choice.ts';
import { useMay } from '../../../shell/viewer.ts';
import { AlertEntry } from './alert-entry.tsx';
import styles from './needs-you.module.css';
import { needsYouQuery } from './operations.ts';
import { ReviewEntry } from './review-entry.tsx';
import { useAlertActions } from './use-alert-actions.ts';

const keyOf = ({ id }: { readonly id: string }): string => id;

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
    ...runs.map(({ id }) => ({ id, isAlert: false, href: `/runs/${encodeURIComponent(id)}` })),
    ...alerts.map(({ id }) => ({ id, isAlert: true, href: `/alerts/${encodeURIComponent(id)}` })),
  ];
  const list = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const choice = useRowChoice({ rows: entries, keyOf, scroller: list, onChoose: undefined });
  const current = choice.chosen === undefined ? undefined : entries[choice.chosen];
  const move = (by: 1 | -1): void =>
    choice.move(by, (at) =>
      list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' }),
    );
  const hasKeys = useKeysOn();
  const mayAct = useMay('OPERATOR');
  const actions = useAlertActions(answer.refresh);
  useKey('j', 'Next thing that needs you', () => move(1));
  useKey('k', 'Previous thing that needs you', () => move(-1));
  useKey('Enter', 'Open what is chosen', () => {
    if (current !== undefined) navigate(current.href);
  });
  useKey('a', 'Acknowledge the chosen alert', () => {
    if (current?.isAlert !== true || !mayAct || actions.isBusy(current.id)) return;
    void actions.acknowledge(current.id);
  });
  const entryProps = (id: string) => {
    const index = entries.findIndex((entry) => entry.id === id);
    return {
      index,
      isChosen: index === choice.chosen,
      mayAct,
      onChoose: () => choice.choose(index),
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
            <div ref={list} tabIndex={-1}>
              <ul
                className={styles.list}
                aria-label="What needs you"
                onFocus={() => choice.setFocused(true)}
                onBlur={() => choice.setFocused(false)}
              >
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
