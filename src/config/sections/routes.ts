// The sections `routes` and `eventRoutes`: which alerts and which events are told over which channels. Channels
// that are not there, and names that stand twice (nested routes included), are faults with their line.
import { z } from 'zod';

import {
  routeDefaults,
  type EventRouteSettings,
  type RouteSettings,
} from '../../core/notifications.ts';
import { roles } from '../../core/role.ts';
import type { ConfigurationFault } from '../configuration-error.ts';
import { nearestWord } from '../did-you-mean.ts';
import type { ConfigurationDocument, Path } from '../document.ts';
import { durationForm, findDurationMs } from '../duration.ts';
import { dayMs, longestTimerMs, matcher, named, section } from '../forms.ts';
import { hours } from './hours.ts';

const deepest = 5;
const most = 200;

/** A duration within bounds; unlike others, it may be nothing where `leastMs` is 0. */
function span(leastMs: number, least: string, longestMs: number) {
  return z.string(`must be ${durationForm}`).transform((text, context): number => {
    const ms = findDurationMs(text);
    if (ms === undefined) context.addIssue(`must be ${durationForm}`);
    else if (ms < leastMs) context.addIssue(`must be ${least} at least`);
    else if (ms > longestMs) context.addIssue(`must be ${longestMs / dayMs}d at most`);
    else return ms;
    return z.NEVER;
  });
}

const channelNames = z
  .array(named, 'must be a list of names of channels')
  .min(1, 'must name a channel')
  .max(50, 'has too many entries');

const groupLabel = z
  .string()
  .regex(
    /^(\.\.\.|[A-Za-z_][\w./-]{0,62})$/,
    'must be the name of a label, as database, or "..." for each alert alone',
  );

// What is left out is taken from the route around it, and there from the defaults.
const own = {
  name: named,
  match: z.array(matcher).max(50, 'has too many entries').default([]),
  channels: channelNames.optional(),
  groupBy: z.array(groupLabel).max(20, 'has too many entries').optional(),
  groupWait: span(0, '0s', dayMs).optional(),
  groupInterval: span(1000, '1s', dayMs).optional(),
  repeatInterval: span(1000, '1s', longestTimerMs).optional(),
  continue: z.boolean('must be true or false').default(false),
  hours: hours.optional(),
};

interface WrittenRoute {
  readonly name: string;
  readonly match: RouteSettings['match'];
  readonly channels?: readonly string[] | undefined;
  readonly groupBy?: readonly string[] | undefined;
  readonly groupWait?: number | undefined;
  readonly groupInterval?: number | undefined;
  readonly repeatInterval?: number | undefined;
  readonly continue: boolean;
  readonly hours?: RouteSettings['hours'] | undefined;
  readonly routes: readonly WrittenRoute[];
}

function routeForm(depth: number): z.ZodType<WrittenRoute> {
  const nested =
    depth === deepest
      ? z.array(z.never()).max(0, `may stand ${deepest} deep at most`)
      : z.array(routeForm(depth + 1)).max(most, 'has too many entries');
  return section({ ...own, routes: nested.default([]) });
}

type Inherited = Pick<
  RouteSettings,
  'channels' | 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs' | 'hours'
>;

const defaults: Inherited = { channels: [], ...routeDefaults };

function settle(written: WrittenRoute, around: Inherited): RouteSettings {
  const inherited: Inherited = {
    channels: written.channels ?? around.channels,
    groupBy: written.groupBy ?? around.groupBy,
    groupWaitMs: written.groupWait ?? around.groupWaitMs,
    groupIntervalMs: written.groupInterval ?? around.groupIntervalMs,
    repeatIntervalMs: written.repeatInterval ?? around.repeatIntervalMs,
    hours: written.hours ?? around.hours,
  };
  return {
    name: written.name,
    match: written.match,
    ...inherited,
    goOn: written.continue,
    routes: written.routes.map((route) => settle(route, inherited)),
  };
}

export const routes = z
  .array(routeForm(1))
  .max(most, 'has too many entries')
  .default([])
  .transform((written) => written.map((route) => settle(route, defaults)));

const eventPattern = z
  .string()
  .regex(
    /^[a-z_*?|.]{1,200}$/,
    'must be a type of event as migration.completed, or a pattern as migration.*',
  );

const eventRoute = section({
  name: named,
  events: z.array(eventPattern).min(1, 'must name an event').max(100, 'has too many entries'),
  channels: channelNames,
  role: z.enum(roles, `must be one of ${roles.join(', ')}`).default('viewer'),
}).transform((route): EventRouteSettings => route);

export const eventRoutes = z.array(eventRoute).max(most, 'has too many entries').default([]);

interface Placed {
  readonly name: string;
  readonly channels: readonly string[];
  readonly path: Path;
}

function placed(all: readonly RouteSettings[], path: Path): readonly Placed[] {
  return all.flatMap(({ name, channels, routes: nested }, index) => [
    { name, channels, path: [...path, index] },
    ...placed(nested, [...path, index, 'routes']),
  ]);
}

/** Faults of names: channels that are not there, routes without one, routes of the same name. */
export function routeFaults(
  content: {
    readonly routes: readonly RouteSettings[];
    readonly eventRoutes: readonly EventRouteSettings[];
  },
  channels: readonly string[],
  document: ConfigurationDocument,
): ConfigurationFault[] {
  const ofAlerts = placed(content.routes, ['routes']);
  const ofEvents = content.eventRoutes.map((route, index) => ({
    ...route,
    path: ['eventRoutes', index],
  }));
  return [
    ...repeated(ofAlerts, document),
    ...repeated(ofEvents, document),
    ...[...ofAlerts, ...ofEvents].flatMap((route) => channelFaults(route, channels, document)),
  ];
}

function repeated(all: readonly Placed[], document: ConfigurationDocument): ConfigurationFault[] {
  const first = new Map<string, number>();
  return all.flatMap(({ name, path }) => {
    const { where, line } = document.locate([...path, 'name']);
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, line);
      return [];
    }
    return [
      { where, line, message: `must be unique: the route on line ${earlier} has the same name` },
    ];
  });
}

function channelFaults(
  { channels, path }: Placed,
  known: readonly string[],
  document: ConfigurationDocument,
): ConfigurationFault[] {
  if (channels.length === 0) {
    const { where, line } = document.locate(path);
    return [{ where, line, message: 'needs channels: nobody would be told' }];
  }
  return channels.flatMap((name, index) => {
    // What a route took from the one around it is told there.
    const { where, line, present } = document.locate([...path, 'channels', index]);
    if (known.includes(name) || !present) return [];
    const nearest = nearestWord(name, known);
    const hint =
      nearest === undefined
        ? `there are ${known.length === 0 ? 'none in `channels`' : known.join(', ')}`
        : `did you mean ${nearest}?`;
    return [{ where, line, message: `is not the name of a channel; ${hint}` }];
  });
}
