// One maintenance window of the list.
import { Link } from 'wouter';

import { openAlertsHref } from '../../../parts/alerts/alerts-href.ts';
import { State } from '../../../parts/state.tsx';
import { useMay } from '../../../shell/viewer.ts';
import { Matchers } from '../matchers.tsx';
import { Moment } from '../moment.tsx';
import styles from '../settings.module.css';
import type { ShownWindow } from './operations.ts';

function When({ window }: { window: ShownWindow }) {
  const { current, next, cron, timeZone } = window;
  return (
    <>
      {current == null ? null : (
        <>
          goes on until <Moment at={current.endsAt} />
        </>
      )}
      {next == null ? null : (
        <>
          {current == null ? '' : ', '}
          next from <Moment at={next.startsAt} /> until <Moment at={next.endsAt} />
        </>
      )}
      {current == null && next == null ? 'it does not begin any more' : null}
      {cron == null ? null : (
        <>
          , at <code>{cron}</code> {timeZone ?? 'UTC'}
        </>
      )}
    </>
  );
}

/** The entry. */
export function WindowEntry({ window, onEnd }: { window: ShownWindow; onEnd(): void }) {
  const mayAct = useMay('OPERATOR');
  const { name, comment, origin, createdBy, current, next, suppressedAlerts, matchers } = window;
  const isOver = current == null && next == null;
  const texts = matchers.map(({ text }) => text);
  return (
    <li>
      <div className="row spread">
        <span className="row">
          <h3>{name}</h3>
          {current == null ? (
            isOver ? (
              <State state="OVER" label="over" />
            ) : (
              <State state="PLANNED" tone="busy" label="planned" />
            )
          ) : (
            <State state="RUNNING" tone="warn" label="goes on now" />
          )}
        </span>
        {origin === 'FILE' ? (
          <span className="soft small">from hawkwatch.yaml, changed only there</span>
        ) : mayAct && !isOver ? (
          <button onClick={onEnd}>
            End it … <span className="unseen">{name}</span>
          </button>
        ) : null}
      </div>
      <Matchers texts={texts} />
      {comment === '' ? null : <p className={styles.text}>{comment}</p>}
      <p className="soft small">
        <When window={window} />
        {createdBy == null ? '' : `, made by ${createdBy}`}
        {current == null ? null : (
          <>
            , keeps{' '}
            <Link href={openAlertsHref({ labels: texts, suppressed: true })}>
              {suppressedAlerts} open {suppressedAlerts === 1 ? 'alert' : 'alerts'}
            </Link>{' '}
            quiet
          </>
        )}
      </p>
    </li>
  );
}
