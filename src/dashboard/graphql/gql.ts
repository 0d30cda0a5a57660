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
    "\n  query DatabaseHeader($id: ID!) {\n    database(id: $id) {\n      id\n      name\n    }\n  }\n": typeof types.DatabaseHeaderDocument,
    "\n  query NowAlerts {\n    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {\n      totalCount\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n        }\n      }\n    }\n  }\n": typeof types.NowAlertsDocument,
    "\n  query Viewer {\n    viewer {\n      name\n      role\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query SearchNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    containers(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    endpoints(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.SearchNamesDocument,
    "\n  query SearchAlerts($text: String!) {\n    alerts(first: 8, filter: { text: $text }) {\n      edges {\n        node {\n          id\n          title\n        }\n      }\n    }\n  }\n": typeof types.SearchAlertsDocument,
};
const documents: Documents = {
    "\n  subscription LiveEvents($after: Cursor) {\n    events(after: $after) {\n      cursor\n      type\n      occurredAt\n      subject\n      payload\n    }\n  }\n": types.LiveEventsDocument,
    "\n  query Head {\n    head\n  }\n": types.HeadDocument,
    "\n  query DatabaseHeader($id: ID!) {\n    database(id: $id) {\n      id\n      name\n    }\n  }\n": types.DatabaseHeaderDocument,
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
export function graphql(source: "\n  query DatabaseHeader($id: ID!) {\n    database(id: $id) {\n      id\n      name\n    }\n  }\n"): typeof import('./graphql.ts').DatabaseHeaderDocument;
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
