// Registering and removing endpoints over the API, and checking one now: on record. An endpoint is there,
// with its event and its entry in the audit log, in one transaction. Whatever a file names is the file's.
// Headers, URLs and bodies are in no answer, event or entry.
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { nameForm } from '../../core/database-words.ts';
import type { EndpointFinding } from '../../core/endpoints.ts';
import {
  coerceError,
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import { namedFilesFault } from '../../databases/postgres/named-files.ts';
import type { SampleRecorder } from '../../metrics/samples.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { endOutages, lockOutages } from '../../store/endpoint-outages.ts';
import {
  declareEndpoints,
  endpointSubject,
  findEndpointByName,
  lockDeclaredEndpoints,
  retireEndpoint,
  type EndpointRecord,
} from '../../store/endpoints.ts';
import {
  countRegisteredEndpoints,
  deleteRegisteredEndpoint,
  findRegisteredEndpoint,
  insertRegisteredEndpoint,
} from '../../store/registered-endpoints.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { toDeclared, type DeclaredEndpoints } from './declared.ts';
import { samplesOf } from './monitor.ts';
import type { Lookup } from './network/lookup.ts';
import { recordCheck } from './record.ts';
import { runProbe } from './run-probe.ts';
import { openDeclaration, sealDeclaration, type ReadDeclaration } from './sealed-settings.ts';
import type { EndpointSettings } from './settings.ts';

export interface EndpointCheckNow {
  readonly endpoint: EndpointRecord;
  readonly finding: EndpointFinding;
  /** False: it is paused, or was checked by somebody else meanwhile; its state stays. */
  readonly recorded: boolean;
}

/** All throw ForbiddenError. */
export interface EndpointCommands {
  /**
   * For admins. `declaration` has the form of an endpoint in the configuration file.
   * @throws InvalidInputError with all faults, ConflictError.
   */
  register(actor: Actor, name: string, declaration: unknown): Promise<EndpointRecord>;
  /** For admins. @throws NotFoundError, ConflictError. Returns the endpoint, which is retired. */
  remove(actor: Actor, name: string): Promise<EndpointRecord>;
  /** For operators. @throws NotFoundError, ConflictError. */
  checkNow(actor: Actor, name: string): Promise<EndpointCheckNow>;
}

export interface EndpointCommandOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly samples: SampleRecorder;
  readonly lookup: Lookup;
  readonly declared: Pick<DeclaredEndpoints, 'isInFile' | 'find' | 'rules' | 'refresh'>;
  readonly read: ReadDeclaration;
  readonly maxEndpoints?: number;
}

const declarationBytes = 64 * 1024;

/** Creates the commands. */
export function createEndpointCommands(options: EndpointCommandOptions): EndpointCommands {
  const { store, sealer, clock, random, logger, declared, read } = options;
  const { maxEndpoints = 500 } = options;
  const underWay = new Map<string, Promise<EndpointCheckNow>>();

  const audit = (
    tx: StoreTransaction,
    actor: Actor,
    action: string,
    name: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const fact = { actor, action, subject: endpointSubject(name), result: 'ok' };
    return insertAuditEntry(tx, random, { ...fact, at: clock.now(), detail });
  };

  // The event does it anyhow; whoever made the change finds it done.
  const takeOver = async (actor: Actor, action: string, name: string): Promise<void> => {
    logger.info({ actor: actor.name, endpoint: name, action }, 'registered endpoints changed');
    await declared.refresh().catch((error: unknown) => {
      logger.warn({ err: coerceError(error) }, 'registered endpoints are taken over later');
    });
  };

  /** True when this very declaration is registered already. */
  const isRepeated = async (
    tx: StoreTransaction,
    name: string,
    declaration: unknown,
  ): Promise<boolean> => {
    if (declared.isInFile(name)) throw declaredInFile(name);
    const known = await findRegisteredEndpoint(tx.q, name);
    if (known !== undefined) {
      const opened = openDeclaration(sealer, known, read);
      if (JSON.stringify(opened.declaration) === JSON.stringify(declaration)) return true;
      throw new ConflictError(
        `An endpoint "${name}" is registered already. Remove it with removeEndpoint first; what ` +
          'was measured of it is kept.',
      );
    }
    const stored = await findEndpointByName(tx.q, name);
    if (stored !== undefined && stored.retiredAt === null) throw declaredInFile(name);
    if ((await countRegisteredEndpoints(tx.q)) < maxEndpoints) return false;
    throw new ConflictError(
      `There are ${maxEndpoints} registered endpoints already, which is the most there may be. ` +
        'Remove one, or declare this one in hawkwatch.yaml.',
    );
  };

  const look = async (actor: Actor, record: EndpointRecord): Promise<EndpointCheckNow> => {
    const { name } = record;
    const watched = declared.find(name);
    if (watched === undefined) {
      throw new ConflictError(
        `This replica cannot check "${name}": it has no configuration of it, or cannot read it.`,
      );
    }
    const { signal } = new AbortController();
    const finding = await runProbe(watched, { clock, lookup: options.lookup, signal });
    const at = clock.now();
    const recorded = await store.transaction(async (tx) => {
      const done = await recordCheck(tx, watched, { at, finding, random });
      await audit(tx, actor, 'checkEndpointNow', name, { ok: finding.ok });
      return done;
    });
    if (recorded !== undefined) options.samples.record(samplesOf(name, finding, at));
    const endpoint = recorded?.endpoint ?? record;
    return { endpoint, finding, recorded: recorded !== undefined };
  };

  return {
    register: async (actor, name, declaration) => {
      requireRole(actor, 'admin');
      const settings = check(name, declaration, read);
      const sealed = sealDeclaration(sealer, name, declaration);
      const record = await store.transaction(async (tx) => {
        await lockDeclaredEndpoints(tx.q);
        const repeated = await isRepeated(tx, name, declaration);
        const { kind } = settings.probe;
        await audit(tx, actor, 'registerEndpoint', name, { kind, repeated });
        const watched = { ...settings, origin: 'API', rules: declared.rules() } as const;
        const [row] = await declareEndpoints(tx, [toDeclared(watched)], random, clock.now());
        if (row === undefined) throw new Error('a registered endpoint was not stored');
        if (repeated) return row;
        const by = { registeredBy: actor.name, registeredAt: clock.now() };
        await insertRegisteredEndpoint(tx, { name, ...sealed, ...by }, kind);
        return row;
      });
      await takeOver(actor, 'registerEndpoint', name);
      return record;
    },
    remove: async (actor, name) => {
      requireRole(actor, 'admin');
      const record = await store.transaction(async (tx) => {
        await lockDeclaredEndpoints(tx.q);
        const known = await findRegisteredEndpoint(tx.q, name);
        const stored = await findEndpointByName(tx.q, name);
        if (known === undefined || stored === undefined) {
          if (declared.isInFile(name) || stored?.retiredAt === null) throw declaredInFile(name);
          throw notThere();
        }
        await deleteRegisteredEndpoint(tx, name, clock.now());
        await audit(tx, actor, 'removeEndpoint', name, { kind: stored.kind });
        // Of a name that the file has too, only the registration goes.
        if (declared.isInFile(name)) return stored;
        const retired = await retireEndpoint(tx, name, clock.now());
        await lockOutages(tx.q);
        await endOutages(tx, clock.now());
        return retired ?? stored;
      });
      await takeOver(actor, 'removeEndpoint', name);
      return record;
    },
    checkNow: async (actor, name) => {
      requireRole(actor, 'operator');
      const record = await findEndpointByName(store.q, name);
      if (record === undefined || record.retiredAt !== null) throw notThere();
      // Whoever asks while it is checked shares that check, and has an entry of their own.
      const known = underWay.get(name);
      if (known !== undefined) {
        const shared = await known;
        await store.transaction((tx) =>
          audit(tx, actor, 'checkEndpointNow', name, { ok: shared.finding.ok }),
        );
        return shared;
      }
      const looking = look(actor, record).finally(() => underWay.delete(name));
      underWay.set(name, looking);
      return looking;
    },
  };
}

/** @throws InvalidInputError with all faults. */
function check(name: string, declaration: unknown, read: ReadDeclaration): EndpointSettings {
  const issues: InputIssue[] = [];
  if (!nameForm.pattern.test(name)) {
    issues.push({ path: 'input.name', message: nameForm.message });
  }
  if (Buffer.byteLength(JSON.stringify(declaration)) > declarationBytes) {
    issues.push({ path: 'input', message: `must have ${declarationBytes} bytes at most` });
  }
  const { settings, faults } = read(declaration);
  for (const { path, message } of faults ?? []) issues.push({ path: `input.${path}`, message });
  if (settings !== null) issues.push(...inwardIssues(settings.probe));
  if (settings !== null && issues.length === 0) return settings;
  throw new InvalidInputError('The endpoint was not registered.', issues);
}

/** Whoever may use the API must not make hawkwatch open files, nor read what internal DNS says. */
function inwardIssues(probe: EndpointSettings['probe']): InputIssue[] {
  if ('tls' in probe && probe.tls.ca !== undefined) {
    return [{ path: 'input.tls.ca', message: 'is only for endpoints of hawkwatch.yaml' }];
  }
  if (probe.kind === 'dns' && probe.server === undefined) {
    const message = 'is needed over the API: only endpoints of hawkwatch.yaml ask the own resolver';
    return [{ path: 'input.dns.server', message }];
  }
  const fault = probe.kind === 'postgres' ? namedFilesFault(probe.url) : undefined;
  return fault === undefined ? [] : [{ path: 'input.postgres.url', message: fault }];
}

function declaredInFile(name: string): ConflictError {
  return new ConflictError(
    `The endpoint "${name}" is declared in hawkwatch.yaml, and the file wins: change it there.`,
  );
}

function notThere(): NotFoundError {
  return new NotFoundError('There is no endpoint of that name. `endpoints` lists those there are.');
}
