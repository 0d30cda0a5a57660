// What changed just before, most likely cause first: each with what links it to the trouble, when it was
// and where it is to be seen.
import { Link } from 'wouter';

import { hrefOfSubject, webAddress } from '../subject.ts';
import { Time } from '../time.tsx';
import styles from './suspects.module.css';

export interface SuspectShape {
  readonly score: number;
  readonly reason: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly occurredAt: string;
    readonly subject: string;
    readonly payload: unknown;
  };
}

/** How sure it is, in a word: a number alone says more than is known. */
export function likelihoodOf(score: number): string {
  if (score >= 0.75) return 'very likely';
  return score >= 0.5 ? 'likely' : 'possible';
}

/** The list. */
export function Suspects({ suspects }: { readonly suspects: readonly SuspectShape[] }) {
  return (
    <ol className={styles.list} aria-label="Suspected changes, most likely cause first">
      {suspects.map(({ event, reason, score }) => (
        <li key={event.id}>
          <div className={styles.measure} title={`scores ${score.toFixed(2)} of 1`}>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${Math.round(score * 100)}%` }} />
            </span>
            <span className="small">{likelihoodOf(score)}</span>
          </div>
          <div className={styles.what}>
            <span>{reason.charAt(0).toUpperCase() + reason.slice(1)}</span>
            <span className="row small soft">
              <Time at={event.occurredAt} />
              <Where event={event} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Where({ event }: { readonly event: SuspectShape['event'] }) {
  const { subject, payload } = event;
  const href = hrefOfSubject(subject, payload);
  const address: unknown =
    typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'url') : undefined;
  const web = webAddress(address);
  return (
    <>
      {href === undefined ? <span>{subject}</span> : <Link href={href}>{nameOf(subject)}</Link>}
      {web === undefined ? null : (
        <a href={web} target="_blank" rel="noreferrer">
          {new URL(web).host} ↗
        </a>
      )}
    </>
  );
}

/** `migration-run:5c1f…` says nothing to people; its page does. */
function nameOf(subject: string): string {
  return subject.startsWith('migration-run:') ? 'The run' : subject;
}
