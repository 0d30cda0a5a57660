// How the world is acted on: the public API, and reports to its intake.
import type { Service } from '../../support/service.ts';
import { ask } from '../../support/service.ts';
import { until } from '../../support/until.ts';
import { intakeToken } from './configuration.ts';

/** Waits as long as a busy machine may take. */
export function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  return until(what, probe, 90_000);
}

export type Endpoint = Pick<Service, 'url' | 'graphql'>;

export interface Report {
  readonly name: string;
  readonly status?: 'firing' | 'resolved';
  readonly severity?: 'critical' | 'error' | 'warning' | 'info';
  readonly title?: string;
  readonly message?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly database?: string;
  readonly subject?: string;
  readonly value?: number;
  readonly url?: string;
  readonly startedAt?: string;
}

/** Reports alerts as a program would. */
export async function report(service: Endpoint, ...alerts: readonly Report[]): Promise<void> {
  const answer = await fetch(`${service.url}/intake/prometheus`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ alerts }),
  });
  if (answer.status !== 200) throw new Error(`the intake answered ${await answer.text()}`);
}

/** Calls one mutation, and throws when its answer is an error. */
export async function act(
  service: Endpoint,
  token: string,
  call: string,
  fields = '',
): Promise<Record<string, unknown>> {
  const text = `mutation { result: ${call} { __typename ${fields} ... on Error { message } } }`;
  const { result } = await ask<{ result: Record<string, unknown> }>(service, token, text);
  if (String(result['__typename']).endsWith('Error')) {
    throw new Error(`${call}: ${String(result['message'])}`);
  }
  return result;
}

/** The id of the alert of a rule, as soon as there is one. */
export function alertOf(service: Endpoint, token: string, rule: string): Promise<string> {
  return eventually(`an alert of ${rule}`, async () => {
    const { alerts } = await ask<{ alerts: { edges: { node: { id: string } }[] } }>(
      service,
      token,
      'query ($rules: [String!]) { alerts(first: 1, filter: { rules: $rules }) { edges { node { id } } } }',
      { rules: [rule] },
    );
    return alerts.edges[0]?.node.id;
  });
}

/** Starts a run and waits until it is in one of these states; gives its id. */
export async function runMigration(
  service: Endpoint,
  token: string,
  input: string,
  ...states: readonly string[]
): Promise<string> {
  const { id } = await act(
    service,
    token,
    `triggerMigration(input: { ${input} })`,
    '... on MigrationRun { id }',
  );
  await eventually(`a run that is ${states.join(' or ')}`, async () => {
    const { migrationRun } = await ask<{ migrationRun: { state: string } }>(
      service,
      token,
      'query ($id: ID!) { migrationRun(id: $id) { state } }',
      { id },
    );
    return states.includes(migrationRun.state);
  });
  return String(id);
}
