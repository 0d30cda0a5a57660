// A state as a badge: a sign, a word and a colour, so that colour is never the only one.
import styles from './state.module.css';
import { wordsOf, type Tone } from './words.ts';

export { wordsOf, type Tone } from './words.ts';

const signs: Readonly<Record<Tone, string>> = {
  good: '✓',
  warn: '▲',
  bad: '✕',
  critical: '◆',
  busy: '◌',
  quiet: '–',
};

// The words of the API's enums, over all of them; what is missing here is quiet.
const tones: Readonly<Record<string, Tone>> = {
  // migrations and runs
  UP_TO_DATE: 'good',
  APPLIED: 'good',
  SUCCEEDED: 'good',
  PENDING: 'warn',
  AWAITING_REVIEW: 'warn',
  QUEUED: 'busy',
  RUNNING: 'busy',
  FAILED: 'bad',
  INTERRUPTED: 'bad',
  CANCELLED: 'quiet',
  REJECTED: 'bad',
  BEHIND: 'warn',
  UNINITIALISED: 'warn',
  AHEAD: 'bad',
  DIVERGED: 'bad',
  DIRTY: 'bad',
  LOCKED: 'busy',
  PARTIAL: 'bad',
  EDITED: 'bad',
  MISSING_FILE: 'bad',
  OUT_OF_ORDER: 'warn',
  OUTDATED: 'warn',
  FUTURE: 'warn',
  SKIPPED_SILENTLY: 'warn',
  MARKED: 'good',
  BASELINE: 'good',
  // alerts
  FIRING: 'bad',
  ACKNOWLEDGED: 'warn',
  RECOVERING: 'busy',
  RESOLVED: 'good',
  CRITICAL: 'critical',
  ERROR: 'bad',
  WARNING: 'warn',
  INFO: 'quiet',
  // health and monitors
  OK: 'good',
  UP: 'good',
  ONLINE: 'good',
  HEALTHY: 'good',
  DEGRADED: 'warn',
  DOWN: 'bad',
  UNREACHABLE: 'bad',
  // deliveries
  DELIVERED: 'good',
  DEAD: 'bad',
  // risk
  NONE: 'good',
  LOW: 'good',
  MEDIUM: 'warn',
  HIGH: 'bad',
};

export interface StateProps {
  readonly state: string;
  /** Where the word's own tone is not the right one. */
  readonly tone?: Tone;
  /** Where another word is better than the state's own. */
  readonly label?: string;
  /** Where another sign is better than the tone's own. */
  readonly sign?: string;
}

/** A state, shown. */
export function State({ state, tone = tones[state] ?? 'quiet', label, sign }: StateProps) {
  return (
    <span className={`${styles.state} ${styles[tone]}`} data-state={state}>
      <span
        aria-hidden="true"
        className={tone === 'busy' && sign === undefined ? styles.turning : undefined}
      >
        {sign ?? signs[tone]}
      </span>
      {label ?? wordsOf(state)}
    </span>
  );
}
