// Subscriptions that are the same are executed once. Finds or makes the group of a subscription and
// puts the subscriber into it.
import { getOperationAST, type ExecutionResult, type GraphQLSchema } from 'graphql';

import { createContext } from '../../graphql/context.ts';
import { LatestStream } from '../../graphql/latest-stream.ts';
import type { LogStream } from '../../graphql/log-stream.ts';
import type { Services } from '../../graphql/services.ts';
import { sharedServices, sharedViewer } from '../../graphql/sharing.ts';
import type { OperationArgs, Operations } from '../operations.ts';
import { Group } from './group.ts';
import { LatestGroup } from './latest-group.ts';
import { Member, type Subscriber } from './member.ts';
import { createSharingKeys } from './sharing-key.ts';

export interface FanOut {
  /** What a subscription shares; undefined when it has to be executed by itself. */
  keyOf(args: OperationArgs): string | undefined;
  /** Adds a subscriber; `leave` ends that without calling its `onEnd`. */
  subscribe(
    key: string,
    subscription: {
      readonly args: OperationArgs;
      readonly stream: LogStream<unknown> | LatestStream<unknown>;
    },
    subscriber: Subscriber,
  ): { leave(): void };
}

/** Fan-out of the subscriptions of a schema. */
export function createFanOut(options: {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly operations: Pick<Operations, 'execute' | 'present'>;
}): FanOut {
  const { schema, services, operations } = options;
  const { hub, clock } = services;
  const keys = createSharingKeys(schema);
  const groups = new Map<string, Group>();
  const counts = services.streams;
  const shared = {
    counts,
    failed: (error: unknown): ExecutionResult => ({ errors: [operations.present(error)] }),
  };
  const withoutClock = sharedServices(services);
  const latestGroups = new Map<string, LatestGroup>();
  /** What is executed for all, in nobody's name. */
  const prepare = (args: OperationArgs) => {
    const viewer = sharedViewer(args.contextValue.viewer.role);
    const { schema: ownSchema, document, operationName, variableValues } = args;
    const name = getOperationAST(document, operationName)?.name?.value ?? '';
    const operation = { schema: ownSchema, document, operationName, variableValues };
    const execute = (view: unknown): Promise<ExecutionResult> => {
      const contextValue = createContext({ viewer, services: withoutClock });
      return operations.execute({ ...operation, rootValue: view, contextValue });
    };
    return { operation: { document, name }, execute };
  };
  const createGroup = (key: string, args: OperationArgs, stream: LogStream<unknown>): Group => {
    // One subscriber's beginnings are not the group's.
    const { start, selection, convert, isLast } = stream.source;
    const source = { start, selection, convert, ...(isLast === undefined ? {} : { isLast }) };
    counts.groups += 1;
    const group: Group = new Group({
      hub,
      clock,
      counts,
      source,
      ...prepare(args),
      failed: shared.failed,
      onEnd: () => {
        counts.groups -= 1;
        if (groups.get(key)?.isOver === true) groups.delete(key);
      },
    });
    if (group.failure === undefined) groups.set(key, group);
    return group;
  };
  const createLatestGroup = (
    key: string,
    args: OperationArgs,
    { source }: LatestStream<unknown>,
  ): LatestGroup => {
    counts.groups += 1;
    const group = new LatestGroup({
      source,
      ...prepare(args),
      shared,
      onEnd: () => {
        counts.groups -= 1;
        if (latestGroups.get(key)?.isOver === true) latestGroups.delete(key);
      },
    });
    latestGroups.set(key, group);
    return group;
  };

  return {
    keyOf: (args) => keys.find(args, args.contextValue.viewer.role),
    subscribe: (key, { args, stream }, subscriber) => {
      if (stream instanceof LatestStream) {
        return (latestGroups.get(key) ?? createLatestGroup(key, args, stream)).join(subscriber);
      }
      const group = groups.get(key) ?? createGroup(key, args, stream);
      return new Member(group, stream.source, subscriber, shared);
    },
  };
}
