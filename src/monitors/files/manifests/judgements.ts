// What a changed setting means, with its risk: one judgement for each aspect. Each says it in one
// sentence that somebody can act on who has not written the declaration.
import type { SettingAspect } from '../../../core/files.ts';
import type { RiskLevel } from '../../../core/impact.ts';
import { daysOf, imageOf, isWorld, quantityOf, switchOf, versionStep } from './quantities.ts';

export interface Judgement {
  readonly risk: RiskLevel;
  readonly message: string;
}

/** `before` or `after` is null where the setting is not there. */
export type Judge = (before: string | null, after: string | null, attribute: string) => Judgement;

const isExpression = (value: string | null): boolean => /\$\{|\{\{|\$\(/.test(value ?? '');

const version: Judge = (before, after) => {
  switch (versionStep(before, after)) {
    case 'DOWNGRADE':
      return {
        risk: 'CRITICAL',
        message: 'A downgrade: a server does not start on the data of a newer one.',
      };
    case 'MAJOR':
      return {
        risk: 'HIGH',
        message: 'A major upgrade: it takes downtime, and only a backup leads back.',
      };
    case 'MINOR':
      return { risk: 'MEDIUM', message: 'Another minor version: the server restarts.' };
    case 'SAME':
      return { risk: 'LOW', message: 'The same version, written differently.' };
    case 'UNKNOWN':
      return { risk: 'MEDIUM', message: 'Another version: which one cannot be told from here.' };
  }
};

const image: Judge = (before, after, attribute) => {
  if (before === null || after === null) {
    return { risk: 'MEDIUM', message: 'The server gets, or loses, an image of its own choice.' };
  }
  const [from, to] = [imageOf(before), imageOf(after)];
  if (from.repository !== to.repository) {
    return {
      risk: 'HIGH',
      message: 'Another image: data directory, users and entry point may be different ones.',
    };
  }
  if (to.digest === null && (to.tag === null || to.tag === 'latest')) {
    return {
      risk: 'HIGH',
      message: 'The image is not pinned: any restart may bring another major version.',
    };
  }
  if (from.tag === to.tag) {
    return { risk: 'MEDIUM', message: 'Another build of the same tag: the server restarts.' };
  }
  return version(from.tag, to.tag, attribute);
};

const size: Judge = (_before, after) => ({
  risk: after === null ? 'LOW' : 'MEDIUM',
  message: 'Another machine size or limit: the server restarts, its caches are cold.',
});

const replicas: Judge = (before, after) => {
  const [from, to] = [quantityOf(before), quantityOf(after)];
  if (to === 0) return { risk: 'CRITICAL', message: 'No instance is left: the database stops.' };
  const flag = switchOf(after);
  if (from === undefined && to === undefined && flag !== undefined) {
    return flag
      ? { risk: 'LOW', message: 'A standby is added.' }
      : { risk: 'HIGH', message: 'No standby any more: a failure of the instance is an outage.' };
  }
  if (from === undefined || to === undefined) {
    return /zonal|singlezone|disabled/i.test(after ?? '')
      ? { risk: 'HIGH', message: 'No standby any more: a failure of the instance is an outage.' }
      : { risk: 'MEDIUM', message: 'How many instances there are is another number.' };
  }
  if (to < from) {
    return to === 1
      ? { risk: 'HIGH', message: 'One instance is left: its failure is an outage.' }
      : { risk: 'MEDIUM', message: 'Fewer instances: less to fail over to, less to read from.' };
  }
  return { risk: 'LOW', message: 'More instances: each new one copies the data first.' };
};

const storage: Judge = (before, after, attribute) => {
  if (/class|type/i.test(attribute)) {
    return {
      risk: 'HIGH',
      message:
        'Another kind of storage: existing volumes stay or are made anew, data must be moved.',
    };
  }
  if (/reclaim/i.test(attribute)) {
    return /delete/i.test(after ?? '')
      ? { risk: 'CRITICAL', message: 'The data goes when the claim is deleted.' }
      : { risk: 'LOW', message: 'The data stays when the claim is deleted.' };
  }
  const [from, to] = [quantityOf(before), quantityOf(after)];
  if (from !== undefined && to !== undefined && to < from) {
    return {
      risk: 'CRITICAL',
      message: 'Less storage: volumes cannot shrink, so it is refused, or made anew without data.',
    };
  }
  if (from !== undefined && to !== undefined) {
    return { risk: 'LOW', message: 'More storage: it cannot be taken back.' };
  }
  return { risk: 'MEDIUM', message: 'The storage is another one.' };
};

const backup: Judge = (before, after, attribute) => {
  if (/suspend/i.test(attribute)) {
    return switchOf(after) === true
      ? { risk: 'CRITICAL', message: 'Backups are suspended.' }
      : { risk: 'LOW', message: 'Backups go on.' };
  }
  const days = daysOf(after);
  const on = switchOf(after);
  if (after === null || days === 0 || on === false) {
    return { risk: 'CRITICAL', message: 'No more backups: what is lost from now on stays lost.' };
  }
  const earlier = daysOf(before);
  if (earlier !== undefined && days !== undefined && days < earlier) {
    return {
      risk: 'HIGH',
      message: 'Backups are kept for a shorter time: older ones are removed soon.',
    };
  }
  if (on === true || (earlier !== undefined && days !== undefined) || before === null) {
    return { risk: 'LOW', message: 'Backups are made, or kept longer.' };
  }
  return { risk: 'MEDIUM', message: 'Backups go elsewhere, or come at other times.' };
};

const network: Judge = (before, after, attribute) => {
  if (isWorld(after) && !isWorld(before)) {
    return { risk: 'CRITICAL', message: 'Everybody on the internet may connect.' };
  }
  const isPublicSwitch = /public|ipv4_enabled|loadbalancer/i.test(attribute);
  const on = switchOf(after);
  if (isPublicSwitch && on === true) {
    return { risk: 'CRITICAL', message: 'It gets an address that is reachable from outside.' };
  }
  if (isPublicSwitch && on === false) {
    return { risk: 'LOW', message: 'It is reachable from inside only.' };
  }
  if (/^(?:LoadBalancer|NodePort)$/.test(after ?? '')) {
    return { risk: 'HIGH', message: 'It becomes reachable from outside the cluster.' };
  }
  if (/ssl|tls/i.test(attribute)) {
    return on === false || /allow_unencrypted|disabled/i.test(after ?? '')
      ? { risk: 'CRITICAL', message: 'Connections need not be encrypted any more.' }
      : {
          risk: 'MEDIUM',
          message: 'What connections must offer is another thing: clients may fail.',
        };
  }
  if (isWorld(before) && !isWorld(after)) {
    return { risk: 'LOW', message: 'Not everybody may connect any more.' };
  }
  return { risk: 'MEDIUM', message: 'Who can reach it, or where, is different: clients may fail.' };
};

const encryption: Judge = (_before, after) =>
  switchOf(after) === false || after === null
    ? { risk: 'CRITICAL', message: 'The data is not encrypted at rest any more.' }
    : { risk: 'HIGH', message: 'Another encryption: the instance is made anew from a snapshot.' };

const secret: Judge = (before, after) =>
  after === null
    ? { risk: 'HIGH', message: 'A credential is not referred to any more: logins may fail.' }
    : {
        risk: 'MEDIUM',
        message:
          before === null
            ? 'A credential is referred to that must be there.'
            : 'Credentials come from elsewhere: who holds the old ones may be locked out.',
      };

const protection: Judge = (_before, after, attribute) => {
  const on = switchOf(after);
  const isInverted = /skip|force_destroy|delete_automated|publicly/i.test(attribute);
  const isProtected = on !== undefined && on !== isInverted;
  if (/policy$/i.test(attribute)) {
    return /retain/i.test(after ?? '')
      ? { risk: 'LOW', message: 'It outlives its declaration.' }
      : { risk: 'HIGH', message: 'It goes with its declaration.' };
  }
  if (isProtected) return { risk: 'LOW', message: 'It is protected against deletion.' };
  return isInverted
    ? { risk: 'HIGH', message: 'Deleting it leaves nothing behind to restore.' }
    : { risk: 'HIGH', message: 'Nothing protects it against deletion any more.' };
};

const maintenance: Judge = (_before, after, attribute) =>
  /apply_immediately/.test(attribute) && switchOf(after) === true
    ? {
        risk: 'MEDIUM',
        message: 'Changes take effect at once, with their restarts, not in the maintenance window.',
      }
    : { risk: 'LOW', message: 'It is maintained at other times, or in another way.' };

const unsafeWhenOff = /(?:^|[.[])(?:fsync|full_page_writes|zero_damaged_pages|autovacuum)\]?$/;
const needsRestart =
  /(?:max_connections|shared_buffers|wal_level|max_wal_senders|max_replication_slots|shared_preload_libraries|max_worker_processes|listen_addresses|port|huge_pages|max_prepared_transactions)\]?(?:\.value)?$/;

const parameter: Judge = (_before, after, attribute) => {
  const name = attribute.replace(/\.value$/, '');
  if (unsafeWhenOff.test(name) && switchOf(after) === false) {
    return { risk: 'CRITICAL', message: 'Off, it puts the data itself at risk.' };
  }
  if (/synchronous_commit\]?$/.test(name) && switchOf(after) === false) {
    return { risk: 'HIGH', message: 'A crash loses the last transactions that were confirmed.' };
  }
  return needsRestart.test(attribute)
    ? { risk: 'MEDIUM', message: 'It takes effect with a restart of the server.' }
    : { risk: 'LOW', message: 'A parameter of the server is another one.' };
};

const resource: Judge = (before) =>
  before === null
    ? { risk: 'LOW', message: 'It is declared anew.' }
    : {
        risk: 'CRITICAL',
        message: 'It is not declared any more: applying this removes it, and its data with it.',
      };

const judges: Readonly<Record<SettingAspect, Judge>> = {
  RESOURCE: resource,
  VERSION: version,
  IMAGE: image,
  SIZE: size,
  REPLICAS: replicas,
  STORAGE: storage,
  BACKUP: backup,
  NETWORK: network,
  ENCRYPTION: encryption,
  SECRET: secret,
  PROTECTION: protection,
  MAINTENANCE: maintenance,
  PARAMETER: parameter,
};

/** What it means that a setting is `after` now and was `before`. */
export function judgeSetting(
  aspect: SettingAspect,
  attribute: string,
  before: string | null,
  after: string | null,
): Judgement {
  if (
    aspect !== 'RESOURCE' &&
    aspect !== 'SECRET' &&
    (isExpression(before) || isExpression(after))
  ) {
    return {
      risk: 'MEDIUM',
      message: 'What it comes to is decided by an expression that is evaluated elsewhere.',
    };
  }
  return judges[aspect](before, after, attribute);
}
