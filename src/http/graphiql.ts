// GraphiQL without a network: its page and its files, all served by us under one strict policy.
// The page holds no data and no token. The token comes in the address's fragment, which browsers
// never send, and is kept in the tab's session storage.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { startScript } from './graphiql-start.ts';

export interface Graphiql {
  sendPage(response: ServerResponse): void;
  /** Sends one of the page's files; false when there is none at this path. */
  sendAsset(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
  readonly tag: string;
}

const folder = '/graphql/assets/';
const script = 'text/javascript; charset=utf-8';
const assetTypes: Readonly<Record<string, string>> = {
  'start.js': script,
  'graphiql.js': script,
  'graphiql.css': 'text/css; charset=utf-8',
  'editor.worker.js': script,
  'json.worker.js': script,
  'graphql.worker.js': script,
};

// Monaco writes style elements and styles into the page; scripts come from our files only.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>hawkwatch</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${folder}graphiql.css">
<style>body{margin:0}#root{height:100vh}form{font:16px system-ui;margin:15vh auto;max-width:30rem;
padding:0 1rem}input{box-sizing:border-box;font:inherit;margin:.5rem 0;padding:.5rem;width:100%}
button{font:inherit;padding:.4rem 1rem}</style>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script src="${folder}start.js"></script>
</body>
</html>
`;

/** GraphiQL's nine megabytes are read when the first browser asks for them. */
async function loadFile(name: string): Promise<string> {
  if (name === 'start.js') return startScript;
  const files = await import('@graphql-yoga/render-graphiql/graphiql');
  const contents: Readonly<Record<string, string>> = {
    'graphiql.js': files.js,
    'graphiql.css': files.css,
    'editor.worker.js': files.editorWorkerService,
    'json.worker.js': files.jsonWorker,
    'graphql.worker.js': files.graphqlWorker,
  };
  return contents[name] ?? '';
}

async function loadAsset(name: string, type: string): Promise<Asset> {
  const plain = Buffer.from(await loadFile(name));
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, plain, gzipped: await promisify(gzip)(plain), tag };
}

/** GraphiQL for `/graphql`. */
export function createGraphiql(): Graphiql {
  const assets = new Map<string, Promise<Asset>>();
  return {
    sendPage: (response) => {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      });
      response.end(page);
    },
    sendAsset: async (path, request, response) => {
      const name = path.startsWith(folder) ? path.slice(folder.length) : '';
      const type = Object.hasOwn(assetTypes, name) ? assetTypes[name] : undefined;
      if (type === undefined) return false;
      const loading = assets.get(name) ?? loadAsset(name, type);
      assets.set(name, loading);
      const asset = await loading;
      const common = { 'cache-control': 'no-cache', etag: asset.tag, vary: 'Accept-Encoding' };
      // Workers run under the policy of their own answer.
      const headers = { ...common, 'content-type': asset.type, 'content-security-policy': policy };
      if (request.headers['if-none-match'] === asset.tag) {
        response.writeHead(304, common).end();
        return true;
      }
      const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      response.writeHead(200, zipped ? { ...headers, 'content-encoding': 'gzip' } : headers);
      response.end(zipped ? asset.gzipped : asset.plain);
      return true;
    },
  };
}
