// The strip: how things stand, in a few numbers. Each number leads to the list that it counts.
import { Link } from 'wouter';

import { useConnection } from '../../client/connection-context.ts';
import { useStreamState } from '../../client/stream-state.ts';
import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { NowStripQuery } from '../../graphql/graphql.ts';
import { Answer } from '../../parts/notes.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { formatRelative, useNow } from '../../parts/time.tsx';
import { severities } from './severity.ts';
import styles from './strip.module.css';

const stripQuery = graphql(`
  query NowStrip($since: DateTime) {
    critical: alerts(filter: { states: [FIRING, ACKNOWLEDGED], severities: [CRITICAL] }) {
      totalCount
    }
    error: alerts(filter: { states: [FIRING, ACKNOWLEDGED], severities: [ERROR] }) {
      totalCount
    }
    warning: alerts(filter: { states: [FIRING, ACKNOWLEDGED], severities: [WARNING] }) {
      totalCount
    }
    info: alerts(filter: { states: [FIRING, ACKNOWLEDGED], severities: [INFO] }) {
      totalCount
    }
    unacknowledged: alerts(filter: { states: [FIRING] }) {
      totalCount
    }
    drifted: databases(first: 1, discovered: false, filter: { drift: true }) {
      totalCount
    }
    running: migrationRuns(first: 100, filter: { states: [RUNNING] }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
        }
      }
    }
    dead: deliveries(first: 100, filter: { states: [DEAD], since: $since }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
        }
      }
    }
  }
`);

interface Numbered {
  readonly href: string;
  readonly name: string;
  readonly value: string;
  readonly tone: string;
}

const firing = 'state=FIRING&state=ACKNOWLEDGED';
const quarterMs = 6 * 3_600_000;
const dayMs = 24 * 3_600_000;
const readAgainMs = 60_000;

/** `7`, or `100+` where only so many were counted. */
function countOf({ edges, pageInfo }: NowStripQuery['running']): string {
  return `${edges.length}${pageInfo.hasNextPage ? '+' : ''}`;
}

function numbersOf(data: NowStripQuery, since: string): Numbered[] {
  const bySeverity = {
    CRITICAL: data.critical,
    ERROR: data.error,
    WARNING: data.warning,
    INFO: data.info,
  };
  return [
    ...severities.map((severity): Numbered => ({
      href: `/alerts?${firing}&severity=${severity}`,
      name: `${wordsOf(severity)}, firing`,
      value: String(bySeverity[severity].totalCount),
      tone: severity.toLowerCase(),
    })),
    {
      href: '/alerts?state=FIRING',
      name: 'unacknowledged',
      value: String(data.unacknowledged.totalCount),
      tone: 'warning',
    },
    {
      href: '/runs?state=RUNNING',
      name: 'running migrations',
      value: countOf(data.running),
      tone: 'busy',
    },
    {
      href: '/databases?drift=true',
      name: 'with drift',
      value: String(data.drifted.totalCount),
      tone: 'warning',
    },
    {
      href: `/settings/deliveries?state=DEAD&since=${encodeURIComponent(since)}`,
      name: 'not delivered',
      value: countOf(data.dead),
      tone: 'error',
    },
  ];
}

/** Whether events come as they happen, and how long ago the last one did. */
function Stream() {
  const { stream } = useConnection();
  const { phase, lastEventMs, received } = useStreamState(stream);
  const now = useNow();
  const age =
    lastEventMs === undefined ? 'no event yet' : `last event ${formatRelative(lastEventMs, now)}`;
  return (
    <div
      className={`${styles.tile} ${phase === 'live' ? styles.good : styles.warning}`}
      title={`${received} events since this page was opened`}
    >
      <span className={styles.word} data-phase={phase}>
        {phase}
      </span>
      <span className={styles.name}>{age}</span>
    </div>
  );
}

/** The strip. */
export function Strip() {
  // A day, rounded so that the question does not change each second.
  const since = new Date(Math.floor((useNow() - dayMs) / quarterMs) * quarterMs).toISOString();
  const answer = useLiveQuery(
    stripQuery,
    { since },
    {
      about: 'the last day',
      staleAfter: [
        'alert.',
        'migration.queued',
        'migration.started',
        'migration.completed',
        'drift.',
        'database.',
        'delivery.',
      ],
    },
  );
  // What became of deliveries is told to operators only.
  useEvery(readAgainMs, answer.refresh);
  return (
    <section className={styles.strip} aria-label="How things stand">
      <Answer answer={answer}>
        {(data) => (
          <ul className={styles.numbers}>
            {numbersOf(data, since).map(({ href, name, value, tone }) => (
              <li key={name}>
                <Link href={href} className={`${styles.tile} ${value === '0' ? '' : styles[tone]}`}>
                  <span className={styles.value}>{value}</span>
                  <span className={styles.name}>{name}</span>
                </Link>
              </li>
            ))}
            <li>
              <Stream />
            </li>
          </ul>
        )}
      </Answer>
    </section>
  );
}
