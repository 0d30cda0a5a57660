// How a database was found to be last, and how the connection to it is protected.
import { formatBytes } from '../../../../parts/bytes.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { State, wordsOf } from '../../../../parts/state.tsx';
import { formatDuration, Time } from '../../../../parts/time.tsx';
import type { AboutDatabase } from './read-about.ts';

type Tls = NonNullable<AboutDatabase['health']['tls']>;

function describeTls({ encrypted, protocol, cipher }: Tls): string {
  if (!encrypted) return 'not encrypted';
  const words = [protocol, cipher].filter((word) => word != null);
  return words.length === 0 ? 'encrypted' : words.join(', ');
}

function CertificateState({ certificate }: Pick<Tls, 'certificate'>) {
  if (certificate == null) return null;
  const { verified, fault, validTo } = certificate;
  return (
    <>
      <State
        state={verified ? 'VERIFIED' : 'NOT_VERIFIED'}
        tone={verified ? 'good' : 'warn'}
        label={verified ? 'verified' : (fault ?? 'not verified')}
      />{' '}
      ends <Time at={validTo} />
    </>
  );
}

/** The panel. */
export function HealthPanel({ database: { health } }: { database: AboutDatabase }) {
  const { state, since, latencyMs, serverVersion, sizeBytes, role, tls, checkedAt } = health;
  return (
    <Panel
      title="Health"
      aside={
        checkedAt == null ? undefined : (
          <span className="soft small">
            seen <Time at={checkedAt} />
          </span>
        )
      }
    >
      <Facts
        facts={[
          { name: 'Status', value: <State state={state} /> },
          { name: 'Since', value: since == null ? null : <Time at={since} /> },
          { name: 'Latency', value: latencyMs == null ? null : formatDuration(latencyMs) },
          { name: 'Version', value: serverVersion },
          { name: 'Role', value: role == null ? null : wordsOf(role) },
          { name: 'Size', value: sizeBytes == null ? null : formatBytes(sizeBytes) },
          { name: 'Connection', value: tls == null ? null : describeTls(tls) },
          {
            name: 'Certificate',
            value:
              tls?.certificate == null ? null : <CertificateState certificate={tls.certificate} />,
            title:
              tls?.certificate == null
                ? undefined
                : `${tls.certificate.subject}, by ${tls.certificate.issuer}`,
          },
        ]}
      />
    </Panel>
  );
}
