/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How an alert stands. */
export type AlertState =
  /** It fires, and somebody has taken it on. */
  | 'ACKNOWLEDGED'
  /** Its condition holds. */
  | 'FIRING'
  /** Its condition holds, but not for long enough yet; nobody was told. */
  | 'PENDING'
  /** Its condition does not hold any more, but not for long enough. */
  | 'RECOVERING'
  /** It is over. */
  | 'RESOLVED';

/** What a token may do; each role includes those before it. */
export type Role =
  /** Also manages tokens, reads the audit log and repairs the history. */
  | 'ADMIN'
  /** Also runs, cancels, retries and rolls back migrations. */
  | 'OPERATOR'
  /** Reads everything but tokens and the audit log. */
  | 'VIEWER';

/** How bad something is. */
export type Severity =
  /** Somebody must act now. */
  | 'CRITICAL'
  /** Something does not work. */
  | 'ERROR'
  /** Worth knowing. */
  | 'INFO'
  /** Something will not work, or not well. */
  | 'WARNING';

export type LiveEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveEventsSubscription = { events: { cursor: string, type: string, occurredAt: string, subject: string, payload: unknown } };

export type HeadQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadQuery = { head: string };

export type DatabaseHeaderQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseHeaderQuery = { database: { id: string, name: string } | null };

export type NowAlertsQueryVariables = Exact<{ [key: string]: never; }>;


export type NowAlertsQuery = { alerts: { totalCount: number, edges: Array<{ node: { id: string, title: string, state: AlertState, severity: Severity, startedAt: string } }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { name: string, role: Role } };

export type SearchNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchNamesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }> }, containers: { edges: Array<{ node: { id: string, name: string } }> }, endpoints: { edges: Array<{ node: { id: string, name: string } }> } };

export type SearchAlertsQueryVariables = Exact<{
  text: string;
}>;


export type SearchAlertsQuery = { alerts: { edges: Array<{ node: { id: string, title: string } }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const LiveEventsDocument = new TypedDocumentString(`
    subscription LiveEvents($after: Cursor) {
  events(after: $after) {
    cursor
    type
    occurredAt
    subject
    payload
  }
}
    `) as unknown as TypedDocumentString<LiveEventsSubscription, LiveEventsSubscriptionVariables>;
export const HeadDocument = new TypedDocumentString(`
    query Head {
  head
}
    `) as unknown as TypedDocumentString<HeadQuery, HeadQueryVariables>;
export const DatabaseHeaderDocument = new TypedDocumentString(`
    query DatabaseHeader($id: ID!) {
  database(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<DatabaseHeaderQuery, DatabaseHeaderQueryVariables>;
export const NowAlertsDocument = new TypedDocumentString(`
    query NowAlerts {
  alerts(first: 10, filter: {states: [FIRING, ACKNOWLEDGED, RECOVERING]}) {
    totalCount
    edges {
      node {
        id
        title
        state
        severity
        startedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowAlertsQuery, NowAlertsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    name
    role
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const SearchNamesDocument = new TypedDocumentString(`
    query SearchNames {
  databases(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
  containers(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
  endpoints(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchNamesQuery, SearchNamesQueryVariables>;
export const SearchAlertsDocument = new TypedDocumentString(`
    query SearchAlerts($text: String!) {
  alerts(first: 8, filter: {text: $text}) {
    edges {
      node {
        id
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchAlertsQuery, SearchAlertsQueryVariables>;