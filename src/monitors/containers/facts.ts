// What the daemon says of a container (`inspect`), in our own words and bounded: values of the
// environment, commands and most labels are dropped here, because they hold secrets at times.
import { z } from 'zod';

import { allowedLabels, composeOf, keyOf, plainName, type ComposeIdentity } from './identity.ts';
import { recogniseDatabase, type Recognition } from './recognise.ts';
import { countOf, exitCodeOf, stopTimeoutOf } from './stored-numbers.ts';
import { readTraits } from './traits.ts';

export interface ContainerPort {
  readonly port: number;
  readonly protocol: string;
  /** Where the host listens; null when the port is not published. */
  readonly hostIp: string | null;
  readonly hostPort: number | null;
}

export interface ContainerNetwork {
  readonly name: string;
  readonly address: string | null;
  readonly aliases: readonly string[];
}

export interface ContainerFacts {
  /** Docker's own id: another one after each recreation. */
  readonly dockerId: string;
  readonly key: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly state: string;
  /** `starting`, `healthy` or `unhealthy`; null without a health check. */
  readonly health: string | null;
  readonly createdAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly restartCount: number;
  readonly restartPolicy: string;
  readonly stopSignal: string | null;
  /** Seconds between the stop signal and SIGKILL. */
  readonly stopTimeoutS: number;
  readonly compose: ComposeIdentity | null;
  readonly ports: readonly ContainerPort[];
  readonly networks: readonly ContainerNetwork[];
  readonly environmentKeys: readonly string[];
  /** The known programs of the health check, as `pg_isready`; never its arguments. */
  readonly healthCommand: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is a database, and why. */
  readonly recognition: Recognition;
}

const binding = z.object({ HostIp: z.string().nullish(), HostPort: z.string().nullish() });
const network = z.object({
  IPAddress: z.string().nullish(),
  Aliases: z.array(z.string()).nullish(),
});

// Old and new daemons leave out different things, so nearly everything may be missing.
const inspection = z.object({
  Id: z.string().min(1).max(128),
  Name: z.string().default(''),
  Image: z.string().default(''),
  Created: z.string().nullish(),
  RestartCount: z.number().nullish(),
  State: z
    .object({
      Status: z.string().nullish(),
      Running: z.boolean().nullish(),
      OOMKilled: z.boolean().nullish(),
      ExitCode: z.number().nullish(),
      StartedAt: z.string().nullish(),
      FinishedAt: z.string().nullish(),
      Health: z.object({ Status: z.string().nullish() }).nullish(),
    })
    .default({}),
  Config: z
    .object({
      Image: z.string().nullish(),
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().nullish(),
      StopTimeout: z.number().nullish(),
      Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
    })
    .default({}),
  HostConfig: z
    .object({ RestartPolicy: z.object({ Name: z.string().nullish() }).nullish() })
    .default({}),
  NetworkSettings: z
    .object({
      Ports: z.record(z.string(), z.array(binding).nullable()).nullish(),
      Networks: z.record(z.string(), network.nullable()).nullish(),
    })
    .default({}),
});
type Inspection = z.infer<typeof inspection>;

const defaultStopTimeoutS = 10;
const most = 200;
const longestText = 500;
const cut = (text: string): string => text.slice(0, longestText);

/** @throws ZodError when it is no inspection of a container. */
export function parseInspection(raw: unknown): ContainerFacts {
  const { Id, Name, Image, Created, RestartCount, State, Config, HostConfig, NetworkSettings } =
    inspection.parse(raw);
  const labels = Config.Labels ?? {};
  const name = plainName(Name === '' ? Id : Name);
  const health = State.Health?.Status ?? null;
  const stopSignal = Config.StopSignal ?? '';
  return {
    dockerId: Id,
    key: keyOf(name, labels),
    name,
    image: cut(Config.Image ?? Image),
    imageId: cut(Image),
    state: cut(State.Status ?? (State.Running === true ? 'running' : 'exited')),
    health: health === null || health === '' || health === 'none' ? null : cut(health),
    createdAt: parseTime(Created),
    startedAt: parseTime(State.StartedAt),
    finishedAt: parseTime(State.FinishedAt),
    exitCode: exitCodeOf(State.ExitCode),
    oomKilled: State.OOMKilled ?? false,
    restartCount: countOf(RestartCount ?? 0),
    restartPolicy: cut(HostConfig.RestartPolicy?.Name || 'no'),
    stopSignal: stopSignal === '' ? null : cut(stopSignal),
    stopTimeoutS: stopTimeoutOf(Config.StopTimeout ?? defaultStopTimeoutS),
    compose: composeOf(labels),
    ports: portsOf(NetworkSettings.Ports ?? {}),
    networks: networksOf(NetworkSettings.Networks ?? {}),
    environmentKeys: keysOf(Config.Env ?? []),
    healthCommand: programsOf(Config.Healthcheck?.Test ?? []),
    labels: allowedLabels(labels),
    recognition: recogniseDatabase(readTraits(raw)),
  };
}

/** Go's zero time, what is no time, and what no calendar of the store's reaches, is null. */
export function parseTime(text: string | null | undefined): Date | null {
  if (text === null || text === undefined || text.startsWith('0001-')) return null;
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at : null;
}

function portsOf(
  ports: NonNullable<Inspection['NetworkSettings']['Ports']>,
): readonly ContainerPort[] {
  return Object.entries(ports)
    .flatMap(([name, bindings]): ContainerPort[] => {
      const [number = '', protocol = 'tcp'] = name.split('/');
      const port = Number(number);
      if (!Number.isInteger(port)) return [];
      if (bindings === null || bindings.length === 0) {
        return [{ port, protocol: cut(protocol), hostIp: null, hostPort: null }];
      }
      return bindings.map(({ HostIp, HostPort }) => ({
        port,
        protocol: cut(protocol),
        hostIp: HostIp ? cut(HostIp) : null,
        hostPort: Number(HostPort) || null,
      }));
    })
    .slice(0, most);
}

function networksOf(
  networks: NonNullable<Inspection['NetworkSettings']['Networks']>,
): readonly ContainerNetwork[] {
  return Object.entries(networks)
    .map(([name, found]) => ({
      name: cut(name),
      address: found?.IPAddress ? cut(found.IPAddress) : null,
      aliases: (found?.Aliases ?? []).slice(0, 20).map(cut),
    }))
    .slice(0, most);
}

function keysOf(environment: readonly string[]): readonly string[] {
  const keys = environment.map((entry) => cut(entry.split('=', 1)[0] ?? ''));
  // What stands before the equals sign is a name; a line that looks like none may be a secret.
  const named = keys.filter((key) => /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(key));
  return [...new Set(named)].toSorted((a, b) => (a < b ? -1 : 1)).slice(0, most);
}

const programs =
  /(?<![\w.-])(pg_isready|psql|mysqladmin|mariadb-admin|mysql|mariadb|healthcheck\.sh|mongosh|mongo|redis-cli|valkey-cli|cqlsh|clickhouse-client|cockroach|sqlcmd|curl|wget|nc)(?![\w-])/g;

function programsOf(test: readonly string[]): string | null {
  const text = test.join(' ').slice(0, 10_000);
  const found = [...new Set([...text.matchAll(programs)].map(([program]) => program))];
  return found.length === 0 ? null : found.join(' ');
}
