// Global ids (Relay): opaque to clients, `<type>:<id>` inside.
import { encodeBase64Url } from '../core/base64url.ts';
import { InvalidInputError } from '../core/errors.ts';

export const nodeTypes = [
  'Database',
  'MigrationRun',
  'MigrationWave',
  'Event',
  'AccessToken',
  'SchemaChange',
  'SchemaChangeSet',
  'SchemaSnapshot',
  'SchemaDrift',
  'Container',
  'Endpoint',
  'Monitor',
  'WatchedFile',
  'FileChange',
  'Alert',
  'Silence',
  'MaintenanceWindow',
  'Delivery',
  'NotificationGroup',
  'AlertRule',
  'Incident',
  'Deployment',
] as const;
export type NodeType = (typeof nodeTypes)[number];

export interface NodeId {
  readonly typename: NodeType;
  readonly id: string;
}

/** The node type of this name; throws for one that is not listed. */
export function nodeTypeOf(typename: string): NodeType {
  const type = nodeTypes.find((known) => known === typename);
  if (type === undefined) throw new Error(`${typename} is not listed in nodeTypes`);
  return type;
}

/** The global id of an object. */
export function encodeGlobalId(typename: NodeType, id: string | number): string {
  return encodeBase64Url(`${typename}:${id}`);
}

/** What a global id names, or undefined when the text is none. */
export function decodeGlobalId(text: string): NodeId | undefined {
  if (text.length > 128 || !/^[\w-]+$/.test(text)) return undefined;
  const plain = Buffer.from(text, 'base64url').toString('latin1');
  const colon = plain.indexOf(':');
  const typename = nodeTypes.find((type) => type === plain.slice(0, colon));
  return typename === undefined ? undefined : { typename, id: plain.slice(colon + 1) };
}

/**
 * The parts of a global id.
 * @throws InvalidInputError when the text is no global id of this API.
 */
export function parseGlobalId(text: string): NodeId {
  const id = decodeGlobalId(text);
  if (id !== undefined) return id;
  throw new InvalidInputError(
    'This is not an id of this API. Pass an `id` that a query returned.',
    [{ path: 'id', message: 'is not a global id' }],
  );
}

/** The bare id of an object of one type, given as its global id or bare already. */
export function bareId(typename: NodeType, reference: string): string {
  const decoded = decodeGlobalId(reference);
  return decoded?.typename === typename ? decoded.id : reference;
}
