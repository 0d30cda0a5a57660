/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  subscription LiveEvents($after: Cursor) {\n    events(after: $after) {\n      cursor\n      type\n      occurredAt\n      subject\n      payload\n    }\n  }\n": typeof types.LiveEventsDocument,
    "\n  query Head {\n    head\n  }\n": typeof types.HeadDocument,
    "\n  query RunProgressRun($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      cursor\n      kind\n      state\n      dryRun\n      percent\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n      }\n      migrations {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n    }\n  }\n": typeof types.RunProgressRunDocument,
    "\n  subscription RunProgressEvents($id: ID!, $after: Cursor) {\n    migrationProgress(runId: $id, after: $after) {\n      cursor\n      at\n      kind\n      percent\n      etaMs\n      message\n      migration {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n      statement {\n        index\n        total\n        text\n        rows\n        durationMs\n        phase\n        done\n        of\n      }\n      blockedBy {\n        pid\n        application\n        user\n        query\n        sinceMs\n      }\n    }\n  }\n": typeof types.RunProgressEventsDocument,
    "\n  mutation RunProgressTerminate($input: TerminateSessionInput!) {\n    terminateSession(input: $input) {\n      __typename\n      ... on TerminatedSession {\n        message\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunProgressTerminateDocument,
    "\n  query NowAlerts {\n    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {\n      totalCount\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n        }\n      }\n    }\n  }\n": typeof types.NowAlertsDocument,
    "\n  query Viewer {\n    viewer {\n      name\n      role\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query SearchNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    containers(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    endpoints(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.SearchNamesDocument,
    "\n  query SearchAlerts($text: String!) {\n    alerts(first: 8, filter: { text: $text }) {\n      edges {\n        node {\n          id\n          title\n        }\n      }\n    }\n  }\n": typeof types.SearchAlertsDocument,
};
const documents: Documents = {
    "\n  subscription LiveEvents($after: Cursor) {\n    events(after: $after) {\n      cursor\n      type\n      occurredAt\n      subject\n      payload\n    }\n  }\n": types.LiveEventsDocument,
    "\n  query Head {\n    head\n  }\n": types.HeadDocument,
    "\n  query RunProgressRun($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      cursor\n      kind\n      state\n      dryRun\n      percent\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n      }\n      migrations {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n    }\n  }\n": types.RunProgressRunDocument,
    "\n  subscription RunProgressEvents($id: ID!, $after: Cursor) {\n    migrationProgress(runId: $id, after: $after) {\n      cursor\n      at\n      kind\n      percent\n      etaMs\n      message\n      migration {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n      statement {\n        index\n        total\n        text\n        rows\n        durationMs\n        phase\n        done\n        of\n      }\n      blockedBy {\n        pid\n        application\n        user\n        query\n        sinceMs\n      }\n    }\n  }\n": types.RunProgressEventsDocument,
    "\n  mutation RunProgressTerminate($input: TerminateSessionInput!) {\n    terminateSession(input: $input) {\n      __typename\n      ... on TerminatedSession {\n        message\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunProgressTerminateDocument,
    "\n  query NowAlerts {\n    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {\n      totalCount\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n        }\n      }\n    }\n  }\n": types.NowAlertsDocument,
    "\n  query Viewer {\n    viewer {\n      name\n      role\n    }\n  }\n": types.ViewerDocument,
    "\n  query SearchNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    containers(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    endpoints(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": types.SearchNamesDocument,
    "\n  query SearchAlerts($text: String!) {\n    alerts(first: 8, filter: { text: $text }) {\n      edges {\n        node {\n          id\n          title\n        }\n      }\n    }\n  }\n": types.SearchAlertsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription LiveEvents($after: Cursor) {\n    events(after: $after) {\n      cursor\n      type\n      occurredAt\n      subject\n      payload\n    }\n  }\n"): typeof import('./graphql.ts').LiveEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Head {\n    head\n  }\n"): typeof import('./graphql.ts').HeadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunProgressRun($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      cursor\n      kind\n      state\n      dryRun\n      percent\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n      }\n      migrations {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunProgressRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription RunProgressEvents($id: ID!, $after: Cursor) {\n    migrationProgress(runId: $id, after: $after) {\n      cursor\n      at\n      kind\n      percent\n      etaMs\n      message\n      migration {\n        version\n        name\n        state\n        statementsDone\n        statementsTotal\n        durationMs\n      }\n      statement {\n        index\n        total\n        text\n        rows\n        durationMs\n        phase\n        done\n        of\n      }\n      blockedBy {\n        pid\n        application\n        user\n        query\n        sinceMs\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunProgressEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunProgressTerminate($input: TerminateSessionInput!) {\n    terminateSession(input: $input) {\n      __typename\n      ... on TerminatedSession {\n        message\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunProgressTerminateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NowAlerts {\n    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {\n      totalCount\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').NowAlertsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      name\n      role\n    }\n  }\n"): typeof import('./graphql.ts').ViewerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SearchNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    containers(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    endpoints(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SearchNamesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SearchAlerts($text: String!) {\n    alerts(first: 8, filter: { text: $text }) {\n      edges {\n        node {\n          id\n          title\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SearchAlertsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
