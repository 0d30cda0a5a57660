// Tells browsers that open a page from programs that ask for data.
import type { IncomingMessage } from 'node:http';

/** True when a browser asks for the page, not a program for data. */
export function isPageRequest(request: IncomingMessage): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead && (request.headers.accept ?? '').includes('text/html');
}
