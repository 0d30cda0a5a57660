// The opaque position in the event log: (epoch, id). The epoch names one log; a restored or new
// store has another one, so a cursor can never point into the wrong history.

import { encodeBase64Url } from './base64url.ts';

export interface LogPosition {
  readonly epoch: string;
  /** Id of the last event that was seen; 0 stands before the first one. */
  readonly id: number;
}

const form = /^([0-9a-z]{4,32})\.([0-9]{1,16})$/;

/** The cursor of a position, as clients see it. */
export function encodeCursor(position: LogPosition): string {
  return encodeBase64Url(`${position.epoch}.${position.id}`);
}

/** The position of a cursor, or undefined when the text is no cursor at all. */
export function decodeCursor(cursor: string): LogPosition | undefined {
  if (cursor.length > 128) return undefined;
  const match = form.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const id = Number(match?.[2]);
  if (match?.[1] === undefined || !Number.isSafeInteger(id)) return undefined;
  return { epoch: match[1], id };
}
