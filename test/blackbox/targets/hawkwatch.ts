// hawkwatch as a process of its own, with one route, channel and, where it is wanted, inhibition for each
// scenario; what is pushed comes through an intake.
import { createPlace, startService, ask, type Service } from '../../support/service.ts';
import { posted, type Scenario, type Target } from '../scenario.ts';

const intakeToken = 'token-of-the-black-box-kit';
const ms = (seconds: number): string => `${Math.round(seconds * 1000)}ms`;

const matchers = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

/** `touched` changes with each writing, so that a reload has something to read. */
function configurationOf(
  scenarios: readonly Scenario[],
  receiverPort: number,
  touched: number,
): string {
  // JSON is YAML.
  return JSON.stringify({
    intakes: [{ name: 'kit', kind: 'alertmanager', token: intakeToken }],
    alerts: { defaults: 'off' },
    resources: { host: { watch: touched % 2 === 0 } },
    channels: scenarios.map(({ name, sendResolved, timeout }) => ({
      name,
      kind: 'webhook',
      format: 'alertmanager',
      url: `http://127.0.0.1:${receiverPort}/${name}`,
      sendResolved,
      ...(timeout === undefined ? {} : { timeout: ms(timeout) }),
    })),
    routes: scenarios.map((one) => ({
      name: one.name,
      match: [`scenario=${one.name}`],
      channels: [one.name],
      groupBy: one.groupBy,
      groupWait: ms(one.groupWait),
      groupInterval: ms(one.groupInterval),
      repeatInterval: ms(one.repeatInterval),
    })),
    inhibitions: scenarios.flatMap(({ name, inhibition }) =>
      inhibition === undefined
        ? []
        : [
            {
              name,
              source: matchers({ ...inhibition.source, scenario: name }),
              target: matchers({ ...inhibition.target, scenario: name }),
              equal: inhibition.equal,
            },
          ],
    ),
  });
}

export async function startHawkwatch(
  scenarios: readonly Scenario[],
  receiverPort: number,
): Promise<Target> {
  const place = await createPlace();
  let touched = 0;
  const write = (): Promise<void> =>
    place.writeConfiguration(configurationOf(scenarios, receiverPort, touched));
  await write();
  const launch = (): Promise<Service> =>
    startService({ env: place.env, stateDirectory: place.stateDirectory });
  let service = await launch();
  const silences = new Map<string, string>();
  return {
    name: 'hawkwatch',
    push: async (scenario, alerts, startMs) => {
      const response = await fetch(`${service.url}/intake/kit/api/v2/alerts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(posted(scenario, alerts, startMs, Date.now())),
        signal: AbortSignal.timeout(10_000),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`hawkwatch answered ${response.status}: ${answer}`);
    },
    silence: async (scenario, { key, labels }, untilMs) => {
      const wanted = { ...labels, scenario: scenario.name };
      const { createSilence } = await ask<{ createSilence: { id?: string; message?: string } }>(
        service,
        place.token,
        `mutation($input: CreateSilenceInput!) {
          createSilence(input: $input) { ... on Silence { id } ... on Error { message } }
        }`,
        {
          input: {
            matchers: matchers(wanted),
            endsAt: new Date(untilMs).toISOString(),
            comment: key,
          },
        },
      );
      if (createSilence.id === undefined) throw new Error(createSilence.message);
      silences.set(`${scenario.name} ${key}`, createSilence.id);
    },
    expireSilence: async (scenario, key) => {
      const { expireSilence } = await ask<{ expireSilence: { message?: string } }>(
        service,
        place.token,
        'mutation($id: ID!) { expireSilence(id: $id) { ... on Error { message } } }',
        { id: silences.get(`${scenario.name} ${key}`) },
      );
      if (expireSilence.message !== undefined) throw new Error(expireSilence.message);
    },
    reload: () => {
      touched += 1;
      return write();
    },
    kill: async () => {
      await service.kill();
      service = await launch();
    },
    stop: async () => {
      await service.stop();
      await place.remove();
    },
  };
}
