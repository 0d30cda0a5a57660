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
    "\n  query DatabasesDiscovered {\n    discoveredDatabases(first: 50) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          engine\n          discovery {\n            since\n            container {\n              id\n              name\n            }\n            recognition {\n              product\n              reasons\n            }\n            places {\n              host\n              port\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.DatabasesDiscoveredDocument,
    "\n  query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {\n      columns {\n        aheadCount\n        behindCount\n        status {\n          state\n          reason\n          database {\n            id\n            name\n            environment\n          }\n        }\n      }\n    }\n  }\n": typeof types.DatabasesMatrixColumnsDocument,
    "\n  query DatabasesMatrixRows(\n    $source: String!\n    $filter: MigrationStatusFilter\n    $relativeTo: ID\n    $differing: Boolean!\n    $first: Int\n    $after: String\n  ) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $relativeTo) {\n      rows(first: $first, after: $after, differing: $differing) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            version\n            states\n          }\n        }\n      }\n    }\n  }\n": typeof types.DatabasesMatrixRowsDocument,
    "\n  query DatabasesPage($first: Int, $after: String, $retired: Boolean) {\n    databases(first: $first, after: $after, retired: $retired, discovered: false) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          name\n          engine\n          environment\n          health {\n            state\n            reason\n            latencyMs\n            sizeBytes\n            checkedAt\n          }\n          drift {\n            state\n            risk\n            changeCount\n          }\n        }\n      }\n    }\n  }\n": typeof types.DatabasesPageDocument,
    "\n  query DatabasesStatuses($first: Int, $after: String) {\n    migrationOverview {\n      statuses(first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            database {\n              id\n            }\n            source\n            tool\n            state\n            reason\n            counts {\n              pending\n              failed\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.DatabasesStatusesDocument,
    "\n  mutation DatabasesConfirmDiscovered($input: ConfirmDiscoveredDatabaseInput!) {\n    confirmDiscoveredDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DatabasesConfirmDiscoveredDocument,
    "\n  mutation DatabasesRegister($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DatabasesRegisterDocument,
    "\n  query NowAlerts {\n    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {\n      totalCount\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n        }\n      }\n    }\n  }\n": typeof types.NowAlertsDocument,
    "\n  query Viewer {\n    viewer {\n      name\n      role\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query SearchNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    containers(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n    endpoints(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.SearchNamesDocument,
    "\n  query SearchAlerts($text: String!) {\n    alerts(first: 8, filter: { text: $text }) {\n      edges {\n        node {\n          id\n          title\n        }\n      }\n    }\n  }\n": typeof types.SearchAlertsDocument,
};
const documents: Documents = {
    "\n  subscription LiveEvents($after: Cursor) {\n    events(after: $after) {\n      cursor\n      type\n      occurredAt\n      subject\n      payload\n    }\n  }\n": types.LiveEventsDocument,
    "\n  query Head {\n    head\n  }\n": types.HeadDocument,
    "\n  query DatabaseHeader($id: ID!) {\n    database(id: $id) {\n      id\n      name\n    }\n  }\n": types.DatabaseHeaderDocument,
    "\n  query DatabasesDiscovered {\n    discoveredDatabases(first: 50) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          engine\n          discovery {\n            since\n            container {\n              id\n              name\n            }\n            recognition {\n              product\n              reasons\n            }\n            places {\n              host\n              port\n            }\n          }\n        }\n      }\n    }\n  }\n": types.DatabasesDiscoveredDocument,
    "\n  query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {\n      columns {\n        aheadCount\n        behindCount\n        status {\n          state\n          reason\n          database {\n            id\n            name\n            environment\n          }\n        }\n      }\n    }\n  }\n": types.DatabasesMatrixColumnsDocument,
    "\n  query DatabasesMatrixRows(\n    $source: String!\n    $filter: MigrationStatusFilter\n    $relativeTo: ID\n    $differing: Boolean!\n    $first: Int\n    $after: String\n  ) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $relativeTo) {\n      rows(first: $first, after: $after, differing: $differing) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            version\n            states\n          }\n        }\n      }\n    }\n  }\n": types.DatabasesMatrixRowsDocument,
    "\n  query DatabasesPage($first: Int, $after: String, $retired: Boolean) {\n    databases(first: $first, after: $after, retired: $retired, discovered: false) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          name\n          engine\n          environment\n          health {\n            state\n            reason\n            latencyMs\n            sizeBytes\n            checkedAt\n          }\n          drift {\n            state\n            risk\n            changeCount\n          }\n        }\n      }\n    }\n  }\n": types.DatabasesPageDocument,
    "\n  query DatabasesStatuses($first: Int, $after: String) {\n    migrationOverview {\n      statuses(first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            database {\n              id\n            }\n            source\n            tool\n            state\n            reason\n            counts {\n              pending\n              failed\n            }\n          }\n        }\n      }\n    }\n  }\n": types.DatabasesStatusesDocument,
    "\n  mutation DatabasesConfirmDiscovered($input: ConfirmDiscoveredDatabaseInput!) {\n    confirmDiscoveredDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DatabasesConfirmDiscoveredDocument,
    "\n  mutation DatabasesRegister($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DatabasesRegisterDocument,
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
export function graphql(source: "\n  query DatabasesDiscovered {\n    discoveredDatabases(first: 50) {\n      totalCount\n      edges {\n        node {\n          id\n          name\n          engine\n          discovery {\n            since\n            container {\n              id\n              name\n            }\n            recognition {\n              product\n              reasons\n            }\n            places {\n              host\n              port\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesDiscoveredDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {\n      columns {\n        aheadCount\n        behindCount\n        status {\n          state\n          reason\n          database {\n            id\n            name\n            environment\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesMatrixColumnsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabasesMatrixRows(\n    $source: String!\n    $filter: MigrationStatusFilter\n    $relativeTo: ID\n    $differing: Boolean!\n    $first: Int\n    $after: String\n  ) {\n    migrationMatrix(source: $source, filter: $filter, relativeTo: $relativeTo) {\n      rows(first: $first, after: $after, differing: $differing) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            version\n            states\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesMatrixRowsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabasesPage($first: Int, $after: String, $retired: Boolean) {\n    databases(first: $first, after: $after, retired: $retired, discovered: false) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          name\n          engine\n          environment\n          health {\n            state\n            reason\n            latencyMs\n            sizeBytes\n            checkedAt\n          }\n          drift {\n            state\n            risk\n            changeCount\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabasesStatuses($first: Int, $after: String) {\n    migrationOverview {\n      statuses(first: $first, after: $after) {\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        edges {\n          node {\n            database {\n              id\n            }\n            source\n            tool\n            state\n            reason\n            counts {\n              pending\n              failed\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesStatusesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DatabasesConfirmDiscovered($input: ConfirmDiscoveredDatabaseInput!) {\n    confirmDiscoveredDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesConfirmDiscoveredDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DatabasesRegister($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabaseRegistration {\n        dryRun\n        health {\n          state\n          reason\n          serverVersion\n          latencyMs\n          encrypted\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DatabasesRegisterDocument;
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
