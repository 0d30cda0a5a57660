// Which routes and channels an alert reaches, and with which others of its kind. Pure; asked for every change
// of every alert, so nothing is worked out twice.
import { createHash } from 'node:crypto';

import { matchedLabels, type AlertFacts, type Labels } from '../../core/alerts.ts';
import { matchesAll } from '../../core/matchers.ts';
import { routeDefaults, type RouteSettings } from '../../core/notifications.ts';

/** What routes need to know of a channel. */
export interface RoutedChannel {
  readonly name: string;
  readonly sendResolved: boolean;
}

export interface RoutingSettings {
  readonly routes: readonly RouteSettings[];
  readonly channels: readonly RoutedChannel[];
}

export type RoutedAlert = Pick<
  AlertFacts,
  'rule' | 'type' | 'severity' | 'database' | 'subject' | 'labels' | 'fingerprint'
>;

/** One group that an alert belongs to. */
export interface Target {
  /** Of the group: route, group labels and channel. */
  readonly key: string;
  readonly route: RouteSettings;
  readonly channel: string;
  readonly labels: Labels;
}

export interface RouteTable {
  /** All routes, nested ones after the one they stand in. */
  readonly routes: readonly RouteSettings[];
  targetsOf(alert: RoutedAlert): readonly Target[];
  /** The routes that these labels reach. */
  routesOf(labels: Labels): readonly RouteSettings[];
  /** Those of the names that are channels and may tell of the alert. */
  usableChannels(alert: Pick<AlertFacts, 'rule' | 'labels'>, names: readonly string[]): string[];
  channel(name: string): RoutedChannel | undefined;
}

/** Stands for: each alert is a group of its own. */
export const eachAlone = '...';

/** The route there is when nobody wrote one: everything to every channel. */
function defaultRoute(channels: readonly RoutedChannel[]): RouteSettings {
  return {
    name: 'default',
    match: [],
    channels: channels.map(({ name }) => name),
    ...routeDefaults,
    goOn: false,
    routes: [],
  };
}

/** The route of a channel's trouble when no other fits. */
const channelTrouble = 'channel-trouble';

/** Rules whose alerts are about the channel that their label `channel` names. */
const rulesAboutChannels: ReadonlySet<string> = new Set([
  'delivery-dead',
  'channel-failing',
  'channel-disabled',
]);

function troubledChannel({ rule, labels }: Pick<AlertFacts, 'rule' | 'labels'>) {
  return rulesAboutChannels.has(rule) ? labels['channel'] : undefined;
}

/** The routes that take labels: the first that fits, and those after it as long as it goes on. */
function findRoutes(routes: readonly RouteSettings[], labels: Labels): readonly RouteSettings[] {
  const found: RouteSettings[] = [];
  for (const route of routes) {
    if (!matchesAll(route.match, labels)) continue;
    const nested = findRoutes(route.routes, labels);
    found.push(...(nested.length > 0 ? nested : [route]));
    if (!route.goOn) break;
  }
  return found;
}

function groupLabelsOf(route: RouteSettings, labels: Labels): Labels {
  if (route.groupBy.includes(eachAlone)) return labels;
  return Object.fromEntries(
    route.groupBy.toSorted().flatMap((name) => {
      const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);

/** The key of an escalation's group: one for each alert and channel. */
export function escalationKey(alertId: string, channel: string): string {
  return `escalation:${alertId}:${channel}`;
}

/** Makes the table of a configuration. */
export function createRouteTable({ routes, channels }: RoutingSettings): RouteTable {
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  const names = [...byName.keys()];
  const roots = routes.length > 0 || names.length === 0 ? routes : [defaultRoute(channels)];

  const usableChannels: RouteTable['usableChannels'] = (alert, wanted) => {
    const troubled = troubledChannel(alert);
    return [...new Set(wanted)].filter((name) => byName.has(name) && name !== troubled);
  };

  const targetsOf = (alert: RoutedAlert): readonly Target[] => {
    const labels = matchedLabels(alert);
    const found = findRoutes(roots, labels);
    let reached = found.map((route) => ({ route, to: usableChannels(alert, route.channels) }));
    const [first] = found;
    if (first === undefined && troubledChannel(alert) !== undefined) {
      // A dead letter is told to somebody, though no route was written for it.
      reached = [
        {
          route: { ...defaultRoute(channels), name: channelTrouble },
          to: usableChannels(alert, names),
        },
      ];
    }
    if (first !== undefined && reached.every(({ to }) => to.length === 0)) {
      // Of a channel's trouble another one tells, wherever routes lead; if there is none, itself.
      const others = usableChannels(alert, names);
      const known = first.channels.filter((name) => byName.has(name));
      const isTroubled = troubledChannel(alert) !== undefined && known.length > 0;
      if (isTroubled) reached = [{ route: first, to: others.length > 0 ? others : known }];
    }
    return reached.flatMap(({ route, to }) => {
      if (to.length === 0) return [];
      const groupLabels = groupLabelsOf(route, labels);
      const identity = route.groupBy.includes(eachAlone)
        ? alert.fingerprint
        : digest(JSON.stringify(groupLabels));
      return to.map((channel) => ({
        key: `route:${route.name}:${identity}:${channel}`,
        route,
        channel,
        labels: groupLabels,
      }));
    });
  };

  return {
    routes: flatten(roots),
    targetsOf,
    routesOf: (labels) => findRoutes(roots, labels),
    usableChannels: (alert, wanted) => {
      const usable = usableChannels(alert, wanted);
      if (usable.length > 0) return usable;
      const known = [...new Set(wanted)].filter((name) => byName.has(name));
      const others = usableChannels(alert, names);
      return known.length > 0 && others.length > 0 ? others : known;
    },
    channel: (name) => byName.get(name),
  };
}

function flatten(routes: readonly RouteSettings[]): readonly RouteSettings[] {
  return routes.flatMap((route) => [route, ...flatten(route.routes)]);
}
