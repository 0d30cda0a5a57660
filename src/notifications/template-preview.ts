// Shows what a template would write, over an alert there is or over a sample. It sends nothing and keeps
// nothing.
import { NotFoundError } from '../core/errors.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import type { Notification, NotifiedAlert } from '../core/notifications.ts';
import { listAlertsById } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';
import type { ChannelsInForce } from './configured-channels.ts';
import { toNotifiedAlert } from './notified-alert.ts';
import { renderNotification } from './sending/own-texts.ts';

export interface PreviewWish {
  readonly template: string;
  /** Name of a channel, whose manner of escaping is used. */
  readonly channel?: string | undefined;
  readonly alertId?: string | undefined;
  /** Of who asks. */
  readonly role: Role;
}

export interface TemplatePreview {
  readonly text: string;
  /** What it was rendered over, as templates see it. */
  readonly alert: string;
  readonly sample: boolean;
}

export interface TemplatePreviews {
  /** @throws InvalidInputError for a template that cannot be rendered, NotFoundError */
  preview(wish: PreviewWish): Promise<TemplatePreview>;
}

const usualAlerts = 100;

/** Makes the previewer. */
export function createTemplatePreviews({
  store,
  channels,
}: {
  readonly store: Pick<Store, 'q'>;
  readonly channels: ChannelsInForce;
}): TemplatePreviews {
  return {
    async preview({ template, channel, alertId, role }) {
      const known = channel === undefined ? undefined : channels.find(channel);
      if (channel !== undefined && known === undefined) throw noChannel(channel, channels);
      const alert = alertId === undefined ? sampleAlert : await getAlert(store, alertId, role);
      const text = renderNotification(template, notificationOf(alert), {
        externalUrl: channels.externalUrl(),
        maxAlerts: known?.kind.maxAlerts ?? usualAlerts,
        escape: known?.kind.values?.escape,
        escaping: known?.kind.values?.escaping,
      });
      return { text, alert: alert.title, sample: alertId === undefined };
    },
  };
}

function noChannel(name: string, channels: ChannelsInForce): NotFoundError {
  const names = channels.list().map(({ settings }) => `"${settings.name}"`);
  const known = names.length === 0 ? 'None is configured' : `Known are: ${names.join(', ')}`;
  return new NotFoundError(`There is no channel "${name.slice(0, 100)}". ${known}.`);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function getAlert({ q }: Pick<Store, 'q'>, id: string, role: Role): Promise<NotifiedAlert> {
  const [row] = uuid.test(id) ? await listAlertsById(q, [id]) : [];
  if (row !== undefined && roleIncludes(role, row.audience)) return toNotifiedAlert(row, []);
  throw new NotFoundError('There is no alert with this id. Pass an `id` that a query returned.');
}

function notificationOf(alert: NotifiedAlert): Notification {
  return {
    kind: 'ALERTS',
    reason: 'FIRST_NOTIFICATION',
    status: alert.status,
    route: 'preview',
    groupKey: 'preview',
    groupLabels: alert.labels,
    alerts: [alert],
    escalation: null,
    event: null,
  };
}

const sampleAlert: NotifiedAlert = {
  id: '00000000-0000-7000-8000-000000000000',
  fingerprint: '0123456789abcdef',
  status: 'firing',
  state: 'FIRING',
  rule: 'migration-failed',
  type: 'MIGRATION_FAILED',
  severity: 'CRITICAL',
  title: 'Migration 0042 failed on shop',
  message: 'relation "orders" does not exist',
  labels: { database: 'shop', version: '0042' },
  database: 'shop',
  subject: 'database:shop',
  value: null,
  startedAt: '2026-01-01T12:00:00.000Z',
  resolvedAt: null,
  acknowledgedBy: null,
  url: null,
  suspects: ['deployment of shop 4.2 by ci, 2 minutes before'],
};
