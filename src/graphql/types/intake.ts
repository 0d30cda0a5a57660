// Intakes: where others report alerts. They are declared in the configuration file; their secrets are in no answer.
import type { IntakeProof, IntakeView } from '../../alerts/intake/intakes.ts';
import type { IntakeKind } from '../../core/intakes.ts';
import { builder } from '../builder.ts';

const kinds = { alertmanager: 'ALERTMANAGER', generic: 'GENERIC' } as const satisfies Record<
  IntakeKind,
  string
>;

const KindType = builder.enumType('IntakeKind', {
  description: 'What form an intake reads.',
  values: {
    ALERTMANAGER: { description: 'What Alertmanager, Grafana and Prometheus send.' },
    GENERIC: { description: "hawkwatch's own form." },
  } satisfies Record<(typeof kinds)[IntakeKind], { description: string }>,
});

const ProofType = builder.enumType('IntakeProof', {
  description: 'How it is proven who reports.',
  values: {
    TOKEN: { description: 'By a token, sent as `Authorization: Bearer …`.' },
    SIGNATURE: { description: 'By a signature of the body (HMAC-SHA256, in hex) in `header`.' },
    STANDARD_WEBHOOKS: { description: 'By the headers of Standard Webhooks.' },
  } satisfies Record<IntakeProof, { description: string }>,
});

const Intake = builder.objectRef<IntakeView>('Intake').implement({
  description: 'Where others report alerts.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, the `source` of its alerts.' }),
    kind: t.field({
      type: KindType,
      description: 'What form it reads.',
      resolve: ({ kind }) => kinds[kind],
    }),
    path: t.exposeString('path', { description: 'Where reports are posted.' }),
    proof: t.field({
      type: ProofType,
      description: 'How it is proven who reports.',
      resolve: ({ proof }) => proof,
    }),
    header: t.exposeString('header', {
      nullable: true,
      description: 'The header with the signature; null when it is proven otherwise.',
    }),
    timestampHeader: t.exposeString('timestampHeader', {
      nullable: true,
      description:
        'The header with the time of the signature, which is part of what is signed; null: it is not, and a ' +
        'report that somebody has seen can be sent again, see docs/intakes.md.',
    }),
    expiresMs: t.float({
      nullable: true,
      description:
        'Milliseconds after which an alert that is not reported again is over; null: as its sender says.',
      resolve: ({ expiresMs }) => expiresMs ?? null,
    }),
  }),
});

builder.queryField('intakes', (t) =>
  t.field({
    type: [Intake],
    description:
      'Where others report alerts, as `hawkwatch.yaml` declares it; read-only here. For admins.',
    authScopes: { role: 'admin' },
    resolve: (_root, _args, { services }) => [...services.intakes.list()],
  }),
);
