// The chain of certificates that the last check saw: whose they are and when they end.
import { Panel } from '../../parts/panel.tsx';
import { State, type Tone } from '../../parts/state.tsx';
import { Time, useNow } from '../../parts/time.tsx';
import { daysLeft } from '../endpoints/endpoint-words.ts';
import styles from './endpoint.module.css';
import type { ShownEndpoint } from './header.tsx';

function standingOf(days: number): { tone: Tone; label: string } {
  if (days < 0) return { tone: 'bad', label: 'has ended' };
  const label = days === 0 ? 'ends today' : `${days} ${days === 1 ? 'day' : 'days'} left`;
  return { tone: days < 7 ? 'bad' : days < 30 ? 'warn' : 'good', label };
}

/** The panel; it is not there where there was no TLS. */
export function CertificatesPanel({
  certificates,
}: {
  certificates: ShownEndpoint['certificates'];
}) {
  const now = useNow();
  if (certificates.length === 0) return null;
  return (
    <Panel title="Certificates" isFlush>
      <ul className={styles.list} aria-label="The chain, the server's own first">
        {certificates.map(({ fingerprint, subject, issuer, validFrom, validTo }) => {
          const { tone, label } = standingOf(daysLeft(validTo, now));
          return (
            <li key={fingerprint} className="row spread">
              <span className="column" style={{ gap: 0 }}>
                <span>{subject}</span>
                <span className="soft small">
                  signed by {issuer === subject ? 'itself' : issuer}
                </span>
                <span className="soft small mono" title={fingerprint}>
                  SHA-256 {fingerprint.slice(0, 24)}
                </span>
              </span>
              <span className="row">
                <State state="CERTIFICATE" tone={tone} label={label} />
                <span className="soft small">
                  <Time at={validFrom} /> to <Time at={validTo} />
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
