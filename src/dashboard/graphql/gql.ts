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
    "\n  query RunPage($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      subject\n      kind\n      state\n      origin\n      dryRun\n      emergency\n      source\n      toVersion\n      triggeredBy\n      queuedAt\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n        environment\n      }\n      migrations {\n        version\n        state\n      }\n      error {\n        message\n        sqlState\n        statement\n        position\n        hint\n      }\n      review {\n        decision\n        by\n        at\n        comment\n      }\n      retryOf {\n        id\n        queuedAt\n      }\n      wave {\n        id\n        source\n        toVersion\n      }\n      verification {\n        at\n        ok\n        checks {\n          name\n          ok\n          message\n        }\n      }\n      foreign {\n        tool\n        pid\n        application\n        user\n        since\n        sign\n        query\n        stale\n        worker {\n          pid\n          application\n        }\n        waitsFor {\n          pid\n          application\n        }\n        blocks {\n          pid\n          application\n        }\n      }\n      report {\n        version\n        index\n        text\n        executed\n        reason\n        durationMs\n        rows\n        rewrites\n        locks {\n          mode\n          relation\n        }\n      }\n      assessment {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n": typeof types.RunPageDocument,
    "\n  mutation RunPageCancel($id: ID!) {\n    cancelMigration(runId: $id) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageCancelDocument,
    "\n  mutation RunPageRetry($id: ID!, $key: String!) {\n    retryMigration(runId: $id, clientMutationId: $key) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageRetryDocument,
    "\n  mutation RunPageApprove($id: ID!, $comment: String) {\n    approveMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageApproveDocument,
    "\n  mutation RunPageReject($id: ID!, $comment: String!) {\n    rejectMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageRejectDocument,
    "\n  mutation RunPageResolveInDoubt($id: ID!, $applied: Boolean!) {\n    resolveInDoubt(runId: $id, applied: $applied) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageResolveInDoubtDocument,
    "\n  query RunPageApplied($database: ID!, $source: String!) {\n    migrationStatus(database: $database, source: $source) {\n      migrations {\n        version\n        state\n      }\n    }\n  }\n": typeof types.RunPageAppliedDocument,
    "\n  query RunPagePreviewRollback($database: ID!, $source: String!, $toVersion: String!) {\n    previewRollback(database: $database, source: $source, toVersion: $toVersion) {\n      fromVersion\n      migrations {\n        version\n        name\n        file\n        statements\n      }\n      impact {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n": typeof types.RunPagePreviewRollbackDocument,
    "\n  mutation RunPageRollback($database: ID!, $source: String!, $toVersion: String!, $key: String!) {\n    rollbackMigration(\n      database: $database\n      source: $source\n      toVersion: $toVersion\n      clientMutationId: $key\n    ) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunPageRollbackDocument,
    "\n  query RunPageAlerts($since: DateTime!) {\n    alerts(last: 40, filter: { since: $since }) {\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n          labels\n          metadata\n          suspects {\n            reason\n            event {\n              subject\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.RunPageAlertsDocument,
    "\n  query RunsPage($first: Int!, $after: String, $filter: MigrationRunFilter) {\n    migrationRuns(first: $first, after: $after, filter: $filter) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          kind\n          state\n          origin\n          dryRun\n          emergency\n          source\n          toVersion\n          triggeredBy\n          percent\n          queuedAt\n          startedAt\n          finishedAt\n          database {\n            name\n          }\n          error {\n            message\n          }\n        }\n      }\n    }\n  }\n": typeof types.RunsPageDocument,
    "\n  query RunsDatabaseNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.RunsDatabaseNamesDocument,
    "\n  query RunsWaves {\n    migrationWaves(first: 5) {\n      edges {\n        node {\n          id\n          source\n          toVersion\n          state\n          reason\n          startedBy\n          createdAt\n          finishedAt\n          databases {\n            state\n            stage\n            reason\n            database {\n              id\n              name\n            }\n            run {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.RunsWavesDocument,
    "\n  mutation RunsCancelWave($id: ID!, $running: Boolean!, $reason: String) {\n    cancelMigrationWave(id: $id, cancelRunning: $running, reason: $reason) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.RunsCancelWaveDocument,
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
    "\n  query RunPage($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      subject\n      kind\n      state\n      origin\n      dryRun\n      emergency\n      source\n      toVersion\n      triggeredBy\n      queuedAt\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n        environment\n      }\n      migrations {\n        version\n        state\n      }\n      error {\n        message\n        sqlState\n        statement\n        position\n        hint\n      }\n      review {\n        decision\n        by\n        at\n        comment\n      }\n      retryOf {\n        id\n        queuedAt\n      }\n      wave {\n        id\n        source\n        toVersion\n      }\n      verification {\n        at\n        ok\n        checks {\n          name\n          ok\n          message\n        }\n      }\n      foreign {\n        tool\n        pid\n        application\n        user\n        since\n        sign\n        query\n        stale\n        worker {\n          pid\n          application\n        }\n        waitsFor {\n          pid\n          application\n        }\n        blocks {\n          pid\n          application\n        }\n      }\n      report {\n        version\n        index\n        text\n        executed\n        reason\n        durationMs\n        rows\n        rewrites\n        locks {\n          mode\n          relation\n        }\n      }\n      assessment {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n": types.RunPageDocument,
    "\n  mutation RunPageCancel($id: ID!) {\n    cancelMigration(runId: $id) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageCancelDocument,
    "\n  mutation RunPageRetry($id: ID!, $key: String!) {\n    retryMigration(runId: $id, clientMutationId: $key) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageRetryDocument,
    "\n  mutation RunPageApprove($id: ID!, $comment: String) {\n    approveMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageApproveDocument,
    "\n  mutation RunPageReject($id: ID!, $comment: String!) {\n    rejectMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageRejectDocument,
    "\n  mutation RunPageResolveInDoubt($id: ID!, $applied: Boolean!) {\n    resolveInDoubt(runId: $id, applied: $applied) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageResolveInDoubtDocument,
    "\n  query RunPageApplied($database: ID!, $source: String!) {\n    migrationStatus(database: $database, source: $source) {\n      migrations {\n        version\n        state\n      }\n    }\n  }\n": types.RunPageAppliedDocument,
    "\n  query RunPagePreviewRollback($database: ID!, $source: String!, $toVersion: String!) {\n    previewRollback(database: $database, source: $source, toVersion: $toVersion) {\n      fromVersion\n      migrations {\n        version\n        name\n        file\n        statements\n      }\n      impact {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n": types.RunPagePreviewRollbackDocument,
    "\n  mutation RunPageRollback($database: ID!, $source: String!, $toVersion: String!, $key: String!) {\n    rollbackMigration(\n      database: $database\n      source: $source\n      toVersion: $toVersion\n      clientMutationId: $key\n    ) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunPageRollbackDocument,
    "\n  query RunPageAlerts($since: DateTime!) {\n    alerts(last: 40, filter: { since: $since }) {\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n          labels\n          metadata\n          suspects {\n            reason\n            event {\n              subject\n            }\n          }\n        }\n      }\n    }\n  }\n": types.RunPageAlertsDocument,
    "\n  query RunsPage($first: Int!, $after: String, $filter: MigrationRunFilter) {\n    migrationRuns(first: $first, after: $after, filter: $filter) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          kind\n          state\n          origin\n          dryRun\n          emergency\n          source\n          toVersion\n          triggeredBy\n          percent\n          queuedAt\n          startedAt\n          finishedAt\n          database {\n            name\n          }\n          error {\n            message\n          }\n        }\n      }\n    }\n  }\n": types.RunsPageDocument,
    "\n  query RunsDatabaseNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n": types.RunsDatabaseNamesDocument,
    "\n  query RunsWaves {\n    migrationWaves(first: 5) {\n      edges {\n        node {\n          id\n          source\n          toVersion\n          state\n          reason\n          startedBy\n          createdAt\n          finishedAt\n          databases {\n            state\n            stage\n            reason\n            database {\n              id\n              name\n            }\n            run {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n": types.RunsWavesDocument,
    "\n  mutation RunsCancelWave($id: ID!, $running: Boolean!, $reason: String) {\n    cancelMigrationWave(id: $id, cancelRunning: $running, reason: $reason) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.RunsCancelWaveDocument,
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
export function graphql(source: "\n  query RunPage($id: ID!) {\n    migrationRun(id: $id) {\n      id\n      subject\n      kind\n      state\n      origin\n      dryRun\n      emergency\n      source\n      toVersion\n      triggeredBy\n      queuedAt\n      startedAt\n      finishedAt\n      database {\n        id\n        name\n        environment\n      }\n      migrations {\n        version\n        state\n      }\n      error {\n        message\n        sqlState\n        statement\n        position\n        hint\n      }\n      review {\n        decision\n        by\n        at\n        comment\n      }\n      retryOf {\n        id\n        queuedAt\n      }\n      wave {\n        id\n        source\n        toVersion\n      }\n      verification {\n        at\n        ok\n        checks {\n          name\n          ok\n          message\n        }\n      }\n      foreign {\n        tool\n        pid\n        application\n        user\n        since\n        sign\n        query\n        stale\n        worker {\n          pid\n          application\n        }\n        waitsFor {\n          pid\n          application\n        }\n        blocks {\n          pid\n          application\n        }\n      }\n      report {\n        version\n        index\n        text\n        executed\n        reason\n        durationMs\n        rows\n        rewrites\n        locks {\n          mode\n          relation\n        }\n      }\n      assessment {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageCancel($id: ID!) {\n    cancelMigration(runId: $id) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageCancelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageRetry($id: ID!, $key: String!) {\n    retryMigration(runId: $id, clientMutationId: $key) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageRetryDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageApprove($id: ID!, $comment: String) {\n    approveMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageApproveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageReject($id: ID!, $comment: String!) {\n    rejectMigration(runId: $id, comment: $comment) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageRejectDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageResolveInDoubt($id: ID!, $applied: Boolean!) {\n    resolveInDoubt(runId: $id, applied: $applied) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageResolveInDoubtDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunPageApplied($database: ID!, $source: String!) {\n    migrationStatus(database: $database, source: $source) {\n      migrations {\n        version\n        state\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageAppliedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunPagePreviewRollback($database: ID!, $source: String!, $toVersion: String!) {\n    previewRollback(database: $database, source: $source, toVersion: $toVersion) {\n      fromVersion\n      migrations {\n        version\n        name\n        file\n        statements\n      }\n      impact {\n        risk\n        confidence\n        doubts\n        findings {\n          rule\n          version\n          line\n          level\n          message\n          safeForm\n          because\n        }\n        losses {\n          object\n          message\n        }\n        estimate {\n          lowMs\n          highMs\n          basis\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPagePreviewRollbackDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunPageRollback($database: ID!, $source: String!, $toVersion: String!, $key: String!) {\n    rollbackMigration(\n      database: $database\n      source: $source\n      toVersion: $toVersion\n      clientMutationId: $key\n    ) {\n      __typename\n      ... on MigrationRun {\n        id\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageRollbackDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunPageAlerts($since: DateTime!) {\n    alerts(last: 40, filter: { since: $since }) {\n      edges {\n        node {\n          id\n          title\n          state\n          severity\n          startedAt\n          labels\n          metadata\n          suspects {\n            reason\n            event {\n              subject\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunPageAlertsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunsPage($first: Int!, $after: String, $filter: MigrationRunFilter) {\n    migrationRuns(first: $first, after: $after, filter: $filter) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          kind\n          state\n          origin\n          dryRun\n          emergency\n          source\n          toVersion\n          triggeredBy\n          percent\n          queuedAt\n          startedAt\n          finishedAt\n          database {\n            name\n          }\n          error {\n            message\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunsPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunsDatabaseNames {\n    databases(first: 100) {\n      edges {\n        node {\n          id\n          name\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunsDatabaseNamesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunsWaves {\n    migrationWaves(first: 5) {\n      edges {\n        node {\n          id\n          source\n          toVersion\n          state\n          reason\n          startedBy\n          createdAt\n          finishedAt\n          databases {\n            state\n            stage\n            reason\n            database {\n              id\n              name\n            }\n            run {\n              id\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunsWavesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RunsCancelWave($id: ID!, $running: Boolean!, $reason: String) {\n    cancelMigrationWave(id: $id, cancelRunning: $running, reason: $reason) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RunsCancelWaveDocument;
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
