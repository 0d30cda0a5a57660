// Who is told: every channel, how it is, and what it took last.
import { Link } from 'wouter';

import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import styles from '../settings.module.css';
import { ChannelPanel } from './channel-panel.tsx';
import { channelsQuery } from './operations.ts';

/** The part of the settings. */
export default function Channels() {
  const answer = useLiveQuery(
    channelsQuery,
    {},
    { staleAfter: ['channel.', 'delivery.'], everyMs: 2_000 },
  );
  // What waits, and when a breaker closes, change without an event.
  useEvery(15_000, answer.refresh);
  return (
    <Answer answer={answer}>
      {({ channels }) =>
        channels.length === 0 ? (
          <Panel title="Channels">
            <Empty title="Nobody is told of alerts">
              Declare a channel below <code>channels:</code> in <code>hawkwatch.yaml</code>, as
              Slack, e-mail or a webhook, and lead alerts to it by a{' '}
              <Link href="/settings/routes">route</Link>.
            </Empty>
          </Panel>
        ) : (
          <div className={styles.cards}>
            {channels.map((channel) => (
              <ChannelPanel key={channel.name} channel={channel} onDone={answer.refresh} />
            ))}
          </div>
        )
      }
    </Answer>
  );
}
