// One channel: where it leads, whether it works, what it took last; it can be tried and used again.
import { Link } from 'wouter';

import { useAction } from '../../../client/use-action.ts';
import { useToasts } from '../../../parts/toasts.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../settings.module.css';
import { channelTones } from '../tones.ts';
import { LastDeliveries } from './last-deliveries.tsx';
import { enableChannelMutation, testChannelMutation, type ShownChannel } from './operations.ts';

export interface ChannelPanelProps {
  readonly channel: ShownChannel;
  onDone(): void;
}

function Actions({ channel, onDone }: ChannelPanelProps) {
  const { name, state } = channel;
  const toasts = useToasts();
  const test = useAction(testChannelMutation);
  const enable = useAction(enableChannelMutation, `${name} is used again.`);
  const tryIt = async (): Promise<void> => {
    const sent = (await test.run({ name }))?.testChannel;
    if (sent?.__typename !== 'Delivery') return;
    const isTaken = sent.state === 'DELIVERED';
    toasts.add({
      tone: isTaken ? 'good' : 'bad',
      text: isTaken
        ? `${name} took the test.`
        : `${name} did not take the test: ${sent.failure ?? wordsOf(sent.state)}`,
    });
    onDone();
  };
  return (
    <>
      <button disabled={test.isBusy} onClick={() => void tryIt()}>
        {test.isBusy ? 'Testing …' : 'Send a test'}
      </button>
      {state === 'DISABLED' || state === 'OPEN' ? (
        <button
          className="primary"
          disabled={enable.isBusy}
          onClick={() => void enable.run({ name }).then(onDone)}
        >
          Use it again
        </button>
      ) : null}
    </>
  );
}

function troubleOf({ state, disabledReason, lastFailure }: ShownChannel): string | undefined {
  if (state === 'OK' || state === 'RATE_LIMITED') return undefined;
  return (state === 'DISABLED' ? disabledReason : lastFailure) ?? undefined;
}

/** The panel. */
export function ChannelPanel({ channel, onDone }: ChannelPanelProps) {
  const mayAct = useMay('OPERATOR');
  const { name, kind, state, target, waiting, failures, sendsResolved } = channel;
  const list = `/settings/deliveries?channel=${encodeURIComponent(name)}`;
  const trouble = troubleOf(channel);
  const since = channel.disabledAt ?? channel.lastFailureAt;
  return (
    <Panel
      title={
        <span className="row">
          {name} <State state={state} tone={channelTones[state]} />
        </span>
      }
      aside={mayAct ? <Actions channel={channel} onDone={onDone} /> : undefined}
    >
      <div className="column">
        {trouble === undefined ? null : (
          <p className={styles.alarm}>
            {trouble}{' '}
            {since == null ? null : (
              <span className="soft small">
                <Time at={since} />
              </span>
            )}
          </p>
        )}
        <Facts
          facts={[
            { name: 'Kind', value: kind },
            { name: 'Leads to', value: target },
            {
              name: 'Waiting',
              value: <Link href={`${list}&state=WAITING&state=SENDING`}>{waiting}</Link>,
            },
            {
              name: 'Last delivered',
              value:
                channel.lastDeliveredAt == null ? 'never' : <Time at={channel.lastDeliveredAt} />,
            },
            { name: 'Failures in a row', value: failures === 0 ? null : failures },
            {
              name: 'Tried again',
              value: channel.openUntil == null ? null : <Time at={channel.openUntil} />,
            },
            { name: 'Told of ends', value: sendsResolved ? 'yes' : 'no' },
          ]}
        />
        <div>
          <h3>Last deliveries</h3>
          <LastDeliveries channel={name} />
          <p className="small">
            <Link href={list}>All deliveries of {name}</Link>
          </p>
        </div>
      </div>
    </Panel>
  );
}
