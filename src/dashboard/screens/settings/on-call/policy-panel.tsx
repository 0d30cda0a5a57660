// One escalation policy: who is told after how long, and which alerts stand where in it.
import { Link } from 'wouter';

import { Panel } from '../../../parts/panel.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { formatDuration, Time } from '../../../parts/time.tsx';
import { ChannelLinks } from '../channels/channel-links.tsx';
import { Matchers } from '../matchers.tsx';
import styles from '../settings.module.css';
import type { ShownPolicy } from './operations.ts';

type Level = ShownPolicy['levels'][number];

/** One more is asked for, to know whether there are more. */
const standingsShown = 20;

/** Severities with the same channels, together. */
function byChannels(level: Level): readonly { severities: string; channels: readonly string[] }[] {
  const found = new Map<string, { severities: string[]; channels: readonly string[] }>();
  for (const { severity, channels } of level.channels) {
    const key = channels.join(' ');
    const group = found.get(key) ?? { severities: [], channels };
    group.severities.push(wordsOf(severity));
    found.set(key, group);
  }
  const groups = found.size === 0 ? [{ severities: [], channels: [] }] : [...found.values()];
  return groups.map(({ severities, channels }) => ({
    severities: groups.length === 1 ? '' : `${severities.join(', ')}: `,
    channels,
  }));
}

function LevelEntry({ level }: { level: Level }) {
  const { rotation } = level;
  return (
    <li>
      <span className="row">
        <span className="number">{level.number}.</span>
        <span>
          {level.afterMs === 0 ? 'at once' : `after ${formatDuration(level.afterMs)}`}
          {level.hours == null ? '' : `, ${level.hours}`}
        </span>
      </span>
      <span className="row">
        {byChannels(level).map(({ severities, channels }) => (
          <span key={channels.join(' ')}>
            <span className="soft">{severities}</span>
            {channels.length > 0 || rotation == null ? <ChannelLinks names={channels} /> : null}
            {rotation == null ? null : (
              <span>
                {channels.length === 0 ? '' : ' and '}who is on call in {rotation}
              </span>
            )}
          </span>
        ))}
        <span className="soft small">
          {level.alerts} {level.alerts === 1 ? 'alert' : 'alerts'} next
        </span>
      </span>
    </li>
  );
}

/** The panel. */
export function PolicyPanel({ policy }: { policy: ShownPolicy }) {
  const { name, isDefault, match, repeat, repeatAfterMs, levels, standings } = policy;
  return (
    <Panel
      title={`Escalation: ${name}`}
      aside={<span className="soft small">declared in hawkwatch.yaml, read-only here</span>}
    >
      <div className="column">
        <p>
          {isDefault ? 'For alerts that no other policy is for.' : 'For alerts whose rule names it'}
          {match == null || match.length === 0 ? null : (
            <>
              {' '}
              and those with <Matchers texts={match} />
            </>
          )}
        </p>
        <div>
          <h3>Levels</h3>
          <ol className={styles.list}>
            {levels.map((level) => (
              <LevelEntry key={level.number} level={level} />
            ))}
          </ol>
          {repeat === 0 ? null : (
            <p className="soft small">
              Then all of it again, {repeat} {repeat === 1 ? 'time' : 'times'}, after{' '}
              {formatDuration(repeatAfterMs)}.
            </p>
          )}
        </div>
        <div>
          <h3>Alerts in it, those told next first</h3>
          {standings.length === 0 ? (
            <p className="soft small">No open alert stands in it.</p>
          ) : (
            <ul className={styles.list}>
              {standings.slice(0, standingsShown).map(({ alert, nextLevel, nextAt, stop }) => (
                <li key={alert.id}>
                  <span className="row">
                    <span className={styles.sign}>
                      <State state={alert.severity} />
                    </span>
                    <Link href={`/alerts/${encodeURIComponent(alert.id)}`}>{alert.title}</Link>
                  </span>
                  <span className="soft small">
                    {stop == null ? (
                      nextAt == null ? (
                        'nobody is next'
                      ) : (
                        <>
                          level {nextLevel} <Time at={nextAt} />
                        </>
                      )
                    ) : (
                      `stopped: ${wordsOf(stop)}`
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
          {standings.length > standingsShown ? (
            <p className="soft small">
              More stand in it; these {standingsShown} are told next. How many are next of each
              level is said above.
            </p>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}
