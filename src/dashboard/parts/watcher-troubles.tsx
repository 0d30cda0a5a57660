// Says that what a list shows is not all of it, or old: a monitor behind it does not work.
import { Reason } from './reason.tsx';
import { State } from './state.tsx';
import { Time } from './time.tsx';
import type { Watcher } from './use-watchers.ts';

const shownAtMost = 5;

/** One note for each; nothing while all of them work. */
export function WatcherTroubles({ watchers }: { watchers: readonly Watcher[] }) {
  return (
    <>
      {watchers.slice(0, shownAtMost).map(({ id, name, host, state, reason, since }) => (
        <Reason key={id} tone={state === 'PAUSED' ? 'warn' : 'bad'}>
          <span className="row">
            <State state={state} tone={state === 'PAUSED' ? 'warn' : 'bad'} />
            <strong>{name}</strong>
            {host == null ? null : <span>on {host}</span>}
            <span className="soft">
              since <Time at={since} />
            </span>
          </span>
          {reason == null ? null : <p>{reason}</p>}
        </Reason>
      ))}
      {watchers.length > shownAtMost ? (
        <p className="soft">{watchers.length - shownAtMost} more do not work.</p>
      ) : null}
    </>
  );
}
