// How others report alerts to hawkwatch: named intakes, each with a form and a proof of who sends.
export const intakeKinds = ['alertmanager', 'generic'] as const;
/** `alertmanager`: what Alertmanager, Grafana and Prometheus send. */
export type IntakeKind = (typeof intakeKinds)[number];

export interface IntakeSettings {
  readonly name: string;
  readonly kind: IntakeKind;
  /** Sent as `Authorization: Bearer …`. One of `token` and `hmac` is set. */
  readonly token?: string | undefined;
  readonly hmac?:
    | {
        /** Of the body; one that begins with `whsec_` is of Standard Webhooks. */
        readonly secret: string;
        /** The header with `sha256=` and the signature in hex. */
        readonly header: string;
        /**
         * The header with the seconds since 1970 at which it was signed: the signature is of them, a point
         * or colon, and the body. Undefined: of the body alone.
         */
        readonly timestampHeader?: string | undefined;
      }
    | undefined;
  /** An alert that is not reported again for so long is over; undefined: as its sender says. */
  readonly expiresMs?: number | undefined;
}
