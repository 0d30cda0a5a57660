// What CI tells of deployments (R-D10): checked, written once for each key, on record. Whether a database
// that is named is monitored is not asked: a pipeline must not fail because hawkwatch was reconfigured.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { environmentForm, nameForm } from '../core/database-words.ts';
import { ConflictError, InvalidInputError, type InputIssue } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { requireRole } from '../core/require-role.ts';
import { insertAuditEntry } from '../store/audit.ts';
import {
  findDeploymentByKey,
  insertDeployment,
  type Deployment,
  type DeploymentStatus,
} from '../store/deployments.ts';
import type { Store } from '../store/store.ts';

export interface DeploymentInput {
  readonly service: string;
  readonly version: string;
  readonly environment: string | undefined;
  readonly databases: readonly string[];
  readonly status: DeploymentStatus;
  readonly url: string | undefined;
  readonly at: Date | undefined;
  readonly clientMutationId: string | undefined;
}

export interface DeploymentCommands {
  /** @throws ForbiddenError, InvalidInputError; ConflictError when the key was used for another one. */
  record(actor: Actor, input: DeploymentInput): Promise<Deployment>;
}

export interface DeploymentCommandOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

const longestWord = 200;
const longestUrl = 2000;
const mostDatabases = 100;
const aheadMs = 300_000;
const behindMs = 7 * 86_400_000;

/** Creates the commands. */
export function createDeploymentCommands(options: DeploymentCommandOptions): DeploymentCommands {
  const { store, clock, random } = options;
  return {
    record: async (actor, input) => {
      requireRole(actor, 'operator');
      const now = clock.now();
      const issues = faultsOf(input, now);
      if (issues.length > 0)
        throw new InvalidInputError('The deployment was not recorded.', issues);
      const deployment: Deployment = {
        id: random.uuid(),
        service: input.service.trim(),
        version: input.version.trim(),
        environment: input.environment ?? null,
        databases: [...new Set(input.databases)].toSorted(),
        status: input.status,
        url: input.url ?? null,
        at: input.at ?? now,
        recordedBy: actor.name,
        clientMutationId: input.clientMutationId ?? null,
      };
      const written = await store.transaction(async (tx) => {
        const row = await insertDeployment(tx, deployment);
        if (row === undefined) return undefined;
        await insertAuditEntry(tx, random, {
          actor,
          action: 'recordDeployment',
          subject: `service:${deployment.service}`,
          result: 'ok',
          at: now,
          detail: {
            deploymentId: row.id,
            version: row.version,
            environment: row.environment,
            status: row.status,
          },
        });
        return row;
      });
      return written ?? known(store, deployment, input);
    },
  };
}

async function known(
  store: Store,
  deployment: Deployment,
  input: DeploymentInput,
): Promise<Deployment> {
  const { recordedBy, clientMutationId } = deployment;
  const before = await findDeploymentByKey(store.q, recordedBy, clientMutationId ?? '');
  if (before === undefined) throw new Error('a deployment was neither written nor there');
  const same =
    before.service === deployment.service &&
    before.version === deployment.version &&
    before.environment === deployment.environment &&
    before.status === deployment.status &&
    before.url === deployment.url &&
    before.databases.join(' ') === deployment.databases.join(' ') &&
    (input.at === undefined || input.at.getTime() === before.at.getTime());
  if (same) return before;
  throw new ConflictError(
    `clientMutationId "${clientMutationId}" was used for another deployment (${before.service} ` +
      `${before.version}, ${before.status}). Use a new one for each record.`,
  );
}

// A control character would break logs and messages that show it.
const isPrintable = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

function faultsOf(input: DeploymentInput, now: Date): InputIssue[] {
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void => {
    issues.push({ path: `input.${path}`, message });
  };
  for (const path of ['service', 'version'] as const) {
    const text = input[path].trim();
    if (text === '' || text.length > longestWord || !isPrintable(text)) {
      refuse(path, `must have 1 to ${longestWord} printable characters`);
    }
  }
  const { environment, databases, url, at, clientMutationId } = input;
  if (environment !== undefined && !environmentForm.pattern.test(environment)) {
    refuse('environment', environmentForm.message);
  }
  if (databases.length > mostDatabases) {
    refuse('databases', `must name ${mostDatabases} databases at most`);
  }
  if (databases.some((name) => !nameForm.pattern.test(name))) {
    refuse(
      'databases',
      `must be names of databases, as \`databases\` lists them: a name ${nameForm.message}`,
    );
  }
  if (url !== undefined) {
    const fault = urlFault(url);
    if (fault !== undefined) refuse('url', fault);
  }
  if (at !== undefined) {
    if (at.getTime() > now.getTime() + aheadMs) refuse('at', 'must not lie in the future');
    if (at.getTime() < now.getTime() - behindMs) refuse('at', 'must be of the last seven days');
  }
  if (
    clientMutationId !== undefined &&
    (clientMutationId === '' || clientMutationId.length > 200 || !isPrintable(clientMutationId))
  ) {
    refuse('clientMutationId', 'must have 1 to 200 printable characters');
  }
  return issues;
}

function urlFault(text: string): string | undefined {
  if (text.length > longestUrl) return `must have ${longestUrl} characters at most`;
  if (!URL.canParse(text)) return 'must be a URL, as https://ci.example.com/runs/1';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https:// or http://';
  // It is shown to everybody.
  return username === '' && password === '' ? undefined : 'must hold no user name or password';
}
