// Groups of notifications and routes for the API.
import { InvalidInputError } from '../core/errors.ts';
import type { RoutePreview } from '../notifications/routing/preview.ts';
import { listNotificationGroups } from '../store/notification-group-pages.ts';
import type { GroupRow } from '../store/notification-groups.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface GroupFilterInput {
  readonly routes?: readonly string[] | null | undefined;
  readonly channels?: readonly string[] | null | undefined;
  readonly alert?: string | null | undefined;
  readonly escalation?: boolean | null | undefined;
}

const encodePlace = (key: string): string => Buffer.from(`group:${key}`).toString('base64url');

function decodePlace(cursor: string): string | undefined {
  if (cursor.length > 400) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith('group:') && !text.includes('\0') ? text.slice(6) : undefined;
}

/** A page of groups by their key. */
export async function readNotificationGroups(
  context: GraphqlContext,
  input: GroupFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<GroupRow>> {
  checkFilterSize(input ?? {});
  const { routes, channels, alert, escalation } = input ?? {};
  const asOf = await context.asOf();
  const page = parsePage(args, decodePlace);
  const filter = {
    routes: routes ?? undefined,
    channels: channels ?? undefined,
    alertId: alert === null || alert === undefined ? undefined : alertIdOf(alert),
    escalation: escalation ?? undefined,
    role: context.viewer.role,
  };
  const rows = await listNotificationGroups(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodePlace(node.key) }));
}

function alertIdOf(reference: string): string {
  const id = bareId('Alert', reference);
  if (isUuid(id)) return id;
  const issue = { path: 'filter.alert', message: 'is not the id of an alert' };
  throw new InvalidInputError('The filter names no alert: `alerts` lists their ids.', [issue]);
}

export interface LabelText {
  readonly name: string;
  readonly value: string;
}

const mostLabels = 100;
const longestLabel = 500;

/** @throws InvalidInputError */
export function previewLabels(
  { services }: GraphqlContext,
  labels: readonly LabelText[],
): readonly RoutePreview[] {
  const isLong = ({ name, value }: LabelText): boolean =>
    name.length > longestLabel || value.length > longestLabel;
  if (labels.length > mostLabels || labels.some(isLong)) {
    const message = `must be ${mostLabels} labels at most, of ${longestLabel} characters at most`;
    throw new InvalidInputError(`The labels ${message}.`, [{ path: 'labels', message }]);
  }
  return services.routes.preview(
    Object.fromEntries(labels.map(({ name, value }) => [name, value])),
  );
}
