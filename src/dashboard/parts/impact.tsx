// What migrations are assessed as: the risk, why, how to do it safer, and what would be gone.
import { useState } from 'react';

import styles from './impact.module.css';
import { State, wordsOf, type Tone } from './state.tsx';
import { formatDuration } from './time.tsx';

type Level = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL' | 'UNKNOWN';

export interface Assessment {
  readonly risk: Level;
  readonly confidence: number;
  readonly doubts: readonly string[];
  readonly findings: readonly {
    readonly rule: string;
    readonly version?: string | null;
    readonly line: number;
    readonly level: Level;
    readonly message: string;
    readonly safeForm?: string | null;
    readonly because: readonly string[];
  }[];
  readonly losses: readonly { readonly object: string; readonly message: string }[];
  readonly estimate?: {
    readonly lowMs: number;
    readonly highMs: number;
    readonly basis: string;
  } | null;
}

const tones: Readonly<Record<Level, Tone>> = {
  NONE: 'good',
  LOW: 'good',
  MEDIUM: 'warn',
  HIGH: 'bad',
  CRITICAL: 'critical',
  UNKNOWN: 'bad',
};

const ranks: readonly Level[] = ['UNKNOWN', 'CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NONE'];
const shownAtFirst = 6;

/** A risk as a badge. */
export function Risk({ level }: { level: Level }) {
  const label = level === 'NONE' ? 'no risk' : `${wordsOf(level)} risk`;
  return <State state={level} tone={tones[level]} label={label} />;
}

/** A whole assessment. */
export function Impact({ assessment }: { assessment: Assessment }) {
  const { risk, confidence, doubts, losses, estimate } = assessment;
  const [isWhole, setWhole] = useState(false);
  // The worst is read first; of one level the order of the files stays.
  const findings = assessment.findings.toSorted(
    (a, b) => ranks.indexOf(a.level) - ranks.indexOf(b.level),
  );
  const shown = isWhole ? findings : findings.slice(0, shownAtFirst);
  return (
    <div className="column">
      <div className="row">
        <Risk level={risk} />
        <span className="soft">{confidence} % sure</span>
        {estimate == null ? null : (
          <span className="soft" title={estimate.basis}>
            takes {formatDuration(estimate.lowMs)} to {formatDuration(estimate.highMs)}
          </span>
        )}
      </div>
      {losses.length === 0 ? null : (
        <div className={styles.losses}>
          <strong>Data would be gone</strong>
          <ul>
            {losses.map(({ object, message }) => (
              <li key={object}>{message}</li>
            ))}
          </ul>
        </div>
      )}
      {findings.length === 0 ? null : (
        <ul className={styles.findings} aria-label="Findings">
          {shown.map((finding, index) => (
            <li key={`${finding.version ?? ''} ${finding.line} ${finding.rule} ${index}`}>
              <div className="row">
                <Risk level={finding.level} />
                <span className="soft small">
                  {finding.version ?? ''} line {finding.line}
                </span>
              </div>
              <p>{finding.message}</p>
              {finding.because.length === 0 ? null : (
                <p className="soft small">{finding.because.join('; ')}</p>
              )}
              {finding.safeForm == null ? null : (
                <p className="small">
                  <strong>Safer:</strong> {finding.safeForm}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {shown.length < findings.length ? (
        <div>
          <button onClick={() => setWhole(true)}>Show all {findings.length} findings</button>
        </div>
      ) : null}
      {doubts.length === 0 ? null : (
        <p className="soft small">Not sure because: {doubts.join('; ')}</p>
      )}
    </div>
  );
}
