// Where other programs report their alerts.
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import type { IntakeKind, IntakeProof } from '../../../graphql/graphql.ts';
import styles from '../settings.module.css';

const intakesQuery = graphql(`
  query SettingsIntakes {
    intakes {
      name
      kind
      path
      proof
      header
      expiresMs
    }
  }
`);

const kinds: Readonly<Record<IntakeKind, string>> = {
  ALERTMANAGER: 'Alertmanager, Grafana, Prometheus',
  GENERIC: 'hawkwatch’s own form',
};

const proofs: Readonly<Record<IntakeProof, string>> = {
  SIGNATURE: 'a signature of the body',
  STANDARD_WEBHOOKS: 'Standard Webhooks',
  TOKEN: 'a token',
};

/** The panel; for admins. */
export function Intakes() {
  const answer = useLiveQuery(intakesQuery, {}, { staleAfter: ['configuration.'] });
  return (
    <Panel
      title="Intakes"
      aside={<span className="soft small">declared in hawkwatch.yaml</span>}
      isFlush
    >
      <Answer answer={answer}>
        {({ intakes }) =>
          intakes.length === 0 ? (
            <Empty title="Nobody reports alerts">
              Declare <code>intakes:</code> in <code>hawkwatch.yaml</code>, and Prometheus,
              Alertmanager or a script can report alerts.
            </Empty>
          ) : (
            <ul className={styles.entries} aria-label="Intakes">
              {intakes.map(({ name, kind, path, proof, header, expiresMs }) => (
                <li key={name}>
                  <h3>{name}</h3>
                  <Facts
                    facts={[
                      { name: 'Reads', value: kinds[kind] },
                      { name: 'Reports to', value: <code>POST {path}</code> },
                      {
                        name: 'Proven by',
                        value:
                          header == null ? (
                            proofs[proof]
                          ) : (
                            <>
                              {proofs[proof]} in <code>{header}</code>
                            </>
                          ),
                      },
                      {
                        name: 'Over when not reported for',
                        value: expiresMs == null ? 'as its sender says' : formatDuration(expiresMs),
                      },
                    ]}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
