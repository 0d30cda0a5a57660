// Confirming a discovered database: its credentials are given, and it is a registered one from then on,
// with the same id and name. Who may, what is checked and what is kept are those of a registration.
import type { Actor } from '../../core/actor.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { requireRole } from '../../core/require-role.ts';
import { engines } from '../../databases/target.ts';
import type { ContainerRow } from '../../store/containers.ts';
import { findDatabases, type DatabaseRecord } from '../../store/databases.ts';
import { listContainersOf } from '../../store/discovered-databases.ts';
import type { Store } from '../../store/store.ts';
import { placesOf } from '../containers/databases/places.ts';
import { readRecognition } from '../containers/recognition-form.ts';
import {
  createRegistrationCommands,
  type HowToRegister,
  type RegistrationCommandOptions,
  type RegistrationCommands,
  type RegistrationOutcome,
} from './commands.ts';
import type { DatabaseDescription } from './parse.ts';

/** How to log in to a server whose place is known. */
export interface Credentials {
  readonly userName: string;
  readonly password: string;
  /** Null: as the user. */
  readonly databaseName: string | null;
  /** Null: the first of its places. */
  readonly place: { readonly host: string; readonly port: number } | null;
  /** As in a URL; null: the driver's default. */
  readonly sslMode: string | null;
}

/** One of `url` and `credentials` is given. */
export interface Confirmation extends DatabaseDescription {
  readonly credentials?: Credentials | null | undefined;
  readonly clientMutationId?: string | undefined;
}

export interface DiscoveryCommands {
  /** @throws ForbiddenError, NotFoundError, ConflictError, InvalidInputError with all faults. */
  confirm(
    actor: Actor,
    /** Null: what was named is no database. */
    databaseId: string | null,
    input: Confirmation,
    how: Omit<HowToRegister, 'action'>,
  ): Promise<RegistrationOutcome>;
}

export interface DiscoveryCommandOptions {
  readonly store: Pick<Store, 'q'>;
  readonly registrations: Pick<RegistrationCommands, 'register'>;
}

/** Creates the commands on discovered databases. */
export function createDiscoveryCommands({
  store,
  registrations,
}: DiscoveryCommandOptions): DiscoveryCommands {
  return {
    confirm: async (actor, databaseId, input, how) => {
      requireRole(actor, 'admin');
      const { credentials, clientMutationId, ...described } = input;
      const [database] = await findDatabases(store.q, databaseId === null ? [] : [databaseId]);
      if (database === undefined) {
        throw new NotFoundError(
          'There is no such database. `discoveredDatabases` lists those that wait for credentials.',
        );
      }
      // The same confirmation with the same key finds its registration.
      checkState(database, clientMutationId !== undefined);
      const url =
        input.url ?? (credentials == null ? undefined : await urlOf(database, credentials));
      if (url === undefined || (input.url !== undefined && credentials != null)) {
        const message = 'is needed, or `credentials`, and not both';
        throw new InvalidInputError('Nothing was changed.', [{ path: 'input.url', message }]);
      }
      return registrations.register(
        actor,
        {
          ...described,
          name: database.name,
          url,
          environment:
            described.environment === undefined ? database.environment : described.environment,
          clientMutationId,
        },
        { ...how, action: 'confirmDiscoveredDatabase' },
      );
    },
  };

  async function urlOf(database: DatabaseRecord, credentials: Credentials): Promise<string> {
    const { userName, password, databaseName, place, sslMode } = credentials;
    const [container] = await listContainersOf(store.q, [database.id]);
    if (place !== null) checkPlace(place);
    const { host, port } = place ?? firstPlace(database, container);
    const login = [userName, password].map(encodeURIComponent).join(':');
    const at = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    const path = encodeURIComponent(databaseName ?? userName);
    const query = sslMode === null ? '' : `?sslmode=${encodeURIComponent(sslMode)}`;
    return `postgres://${login}@${at}:${port}/${path}${query}`;
  }
}

// It becomes a part of a URL, where other characters mean something.
function checkPlace({ host, port }: { readonly host: string; readonly port: number }): void {
  const issues = [
    ...(/^(?:[\w.-]{1,255}|\[?[0-9a-fA-F:.]{2,45}\]?)$/.test(host)
      ? []
      : [{ path: 'input.credentials.place.host', message: 'must be a name or an address' }]),
    ...(port > 0 && port < 65_536
      ? []
      : [{ path: 'input.credentials.place.port', message: 'must be 1 to 65535' }]),
  ];
  if (issues.length > 0) throw new InvalidInputError('Nothing was changed.', issues);
}

/** The commands on registered and on discovered databases. */
export function createRegistrations(options: RegistrationCommandOptions): {
  readonly registrations: RegistrationCommands;
  readonly discoveries: DiscoveryCommands;
} {
  const registrations = createRegistrationCommands(options);
  return {
    registrations,
    discoveries: createDiscoveryCommands({ store: options.store, registrations }),
  };
}

function firstPlace(
  { name }: DatabaseRecord,
  container: ContainerRow | undefined,
): { readonly host: string; readonly port: number } {
  const recognition = readRecognition(container?.recognised);
  const port = recognition?.verdict === 'DATABASE' ? recognition.port : null;
  const [place] = container === undefined ? [] : placesOf(container, port);
  if (place !== undefined) return place;
  throw new ConflictError(
    `Nobody knows where "${name}" can be reached, because its container publishes no port and has ` +
      'no address: give `url`, or `credentials.place`.',
  );
}

/** @throws ConflictError that says what to do instead. */
function checkState(
  { name, engine, retiredAt, discoveredAt }: DatabaseRecord,
  mayBeRepeated: boolean,
): void {
  if (retiredAt !== null) {
    throw new ConflictError(
      `The database "${name}" is retired: its container or its configuration is gone.`,
    );
  }
  if (discoveredAt === null && !mayBeRepeated) {
    throw new ConflictError(
      `The database "${name}" is configured already. Change a registered one with updateDatabase, ` +
        'one of the file there.',
    );
  }
  if (!engines.some((known) => known === engine)) {
    throw new ConflictError(
      `hawkwatch cannot log in to ${engine} databases: "${name}" stays listed, with its container.`,
    );
  }
}
