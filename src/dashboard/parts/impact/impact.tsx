// What migrations would do to a database that is in use: the risk, what would be gone, what was found.
import { useState } from 'react';

import { Risk } from '../risk.tsx';
import { formatDuration } from '../time.tsx';
import { Finding } from './finding.tsx';
import { sortFindings, type ShownImpact } from './impact-shape.ts';
import styles from './impact.module.css';

const count = new Intl.NumberFormat('en');

function Losses({ losses }: Pick<ShownImpact, 'losses'>) {
  if (losses.length === 0) return null;
  return (
    <div className={styles.losses}>
      <strong>Data would be gone</strong>
      <ul>
        {losses.map(({ object, message, rows }) => (
          <li key={`${object} ${message}`}>
            {message}
            {rows == null
              ? null
              : rows === 0
                ? ' (no rows)'
                : ` (about ${count.format(rows)} rows)`}
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface ImpactProps {
  readonly impact: ShownImpact;
  /** How many findings are shown before one asks for all. */
  readonly shownAtFirst?: number;
}

/** An assessment. */
export function Impact({ impact, shownAtFirst = 5 }: ImpactProps) {
  const { risk, confidence, doubts, estimate, losses, files } = impact;
  const [isWhole, setWhole] = useState(false);
  const findings = sortFindings(impact.findings);
  const shown = isWhole ? findings : findings.slice(0, shownAtFirst);
  return (
    <div className="column">
      <div className={styles.summary}>
        <Risk level={risk} />
        <span className="soft">
          {confidence} % sure · {files.length} {files.length === 1 ? 'file' : 'files'} read, nothing
          executed
        </span>
        {estimate == null ? null : (
          <span title={estimate.basis}>
            scans and rewrites take {formatDuration(estimate.lowMs)} to{' '}
            {formatDuration(estimate.highMs)}
          </span>
        )}
      </div>
      <Losses losses={losses} />
      {doubts.length === 0 ? null : (
        <ul className={`${styles.doubts} soft small`} aria-label="Why it is not certain">
          {doubts.map((doubt) => (
            <li key={doubt}>{doubt}</li>
          ))}
        </ul>
      )}
      {findings.length === 0 ? (
        <p className="soft">Nothing was found that others would notice.</p>
      ) : (
        <ul className={styles.findings} aria-label="Findings">
          {shown.map((finding, index) => (
            <Finding
              key={`${finding.file}:${finding.line}:${finding.rule}:${index}`}
              finding={finding}
            />
          ))}
        </ul>
      )}
      {findings.length > shownAtFirst ? (
        <div>
          <button type="button" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show the worst only' : `Show all ${findings.length} findings`}
          </button>
        </div>
      ) : null}
    </div>
  );
}
