// What a black-box scenario is: what is pushed when, how the receiver behaves, and which notifications are
// wanted between which moments, with nothing besides. Whoever takes alerts and posts Alertmanager's webhook
// (version 4) can be asked; times are seconds after the start of all scenarios.

export interface PushedAlert {
  /** Label `alertname`. */
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds after the start; the time of the push when it is left out. */
  readonly startsAt?: number;
  /** Seconds after the start; not said when it is left out. */
  readonly endsAt?: number;
}

export type Step =
  | { readonly at: number; readonly push: readonly PushedAlert[] }
  | {
      readonly at: number;
      readonly silence: {
        readonly key: string;
        readonly labels: Readonly<Record<string, string>>;
        readonly until: number;
      };
    }
  | { readonly at: number; readonly expireSilence: string }
  | { readonly at: number; readonly reload: true }
  | { readonly at: number; readonly kill: true };

/** How the receiver answers one post. */
export type Behaviour =
  { readonly status: number } | { readonly hangs: true } | { readonly close: true };

export interface Wanted {
  /** Seconds after the start. */
  readonly between: readonly [number, number];
  /** Names of the alerts that fire in it, and that are resolved in it; in any order. */
  readonly firing?: readonly string[];
  readonly resolved?: readonly string[];
  /** When the alerts began, where that is to be checked: seconds after the start. */
  readonly startsAt?: number;
}

export interface Scenario {
  readonly name: string;
  /** What is promised, in one sentence. */
  readonly promises: string;
  readonly groupBy: readonly string[];
  /** Seconds. */
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly sendResolved: boolean;
  /** Seconds that one post may take. */
  readonly timeout?: number;
  readonly inhibition?: {
    readonly source: Readonly<Record<string, string>>;
    readonly target: Readonly<Record<string, string>>;
    readonly equal: readonly string[];
  };
  /** For the first posts, in order; all others are answered with 200. */
  readonly receiver?: readonly Behaviour[];
  readonly steps: readonly Step[];
  /** Every notification that was answered with 200, in any order, and none besides. */
  readonly wants: readonly Wanted[];
  /** Seconds after the start when nothing more is waited for. */
  readonly ends: number;
}

/** A notification that a receiver took. */
export interface Received {
  /** Seconds after the start. */
  readonly at: number;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** The earliest beginning of its alerts, seconds after the start. */
  readonly startsAt: number;
}

/** What a scenario is asked of. */
export interface Target {
  readonly name: string;
  push(scenario: Scenario, alerts: readonly PushedAlert[], startMs: number): Promise<void>;
  silence(
    scenario: Scenario,
    silence: { readonly key: string; readonly labels: Readonly<Record<string, string>> },
    untilMs: number,
  ): Promise<void>;
  expireSilence(scenario: Scenario, key: string): Promise<void>;
  /** Has it read its configuration again. */
  reload(): Promise<void>;
  /** Ends it with SIGKILL and starts it again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Labels of an alert as it is pushed: those of other scenarios never mix with it. */
export function labelsOf(scenario: Scenario, alert: PushedAlert): Readonly<Record<string, string>> {
  return { ...alert.labels, alertname: alert.name, scenario: scenario.name };
}

/** The alerts as a Prometheus posts them. */
export function posted(
  scenario: Scenario,
  alerts: readonly PushedAlert[],
  startMs: number,
  nowMs: number,
): readonly object[] {
  const time = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString();
  return alerts.map((alert) => ({
    labels: labelsOf(scenario, alert),
    annotations: { summary: `${alert.name} of ${scenario.name}` },
    startsAt: alert.startsAt === undefined ? new Date(nowMs).toISOString() : time(alert.startsAt),
    ...(alert.endsAt === undefined ? {} : { endsAt: time(alert.endsAt) }),
  }));
}

const tolerance = 0.15;

/** What is wrong with what was received; nothing when all is as it is wanted. */
export function compare(scenario: Scenario, received: readonly Received[]): readonly string[] {
  const rest = [...received];
  const missing: Wanted[] = [];
  for (const wanted of scenario.wants) {
    const index = rest.findIndex((got) => fits(wanted, got));
    if (index === -1) missing.push(wanted);
    else rest.splice(index, 1);
  }
  return [
    ...missing.map(({ between: [from, to], ...wanted }) => {
      const since = wanted.startsAt === undefined ? '' : ` since ${wanted.startsAt} s`;
      return `missing: ${written(wanted)}${since} between ${from} s and ${to} s`;
    }),
    ...rest.map((got) => {
      const when = `at ${got.at.toFixed(2)} s, since ${got.startsAt.toFixed(2)} s`;
      return `not wanted: ${written(got)} ${when}`;
    }),
  ];
}

type Names = Pick<Wanted, 'firing' | 'resolved'>;

function written({ firing = [], resolved = [] }: Names): string {
  return `firing [${firing.toSorted().join(' ')}] resolved [${resolved.toSorted().join(' ')}]`;
}

function fits(wanted: Wanted, got: Received): boolean {
  const [from, to] = wanted.between;
  return (
    written(wanted) === written(got) &&
    got.at >= from - tolerance &&
    got.at <= to + tolerance &&
    (wanted.startsAt === undefined || Math.abs(got.startsAt - wanted.startsAt) <= tolerance)
  );
}
