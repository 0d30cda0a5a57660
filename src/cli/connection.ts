// The options with which a subcommand names a server, and the server that they name. A token is
// never an argument: other users of the machine could read it in the list of processes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { coerceError } from '../core/errors.ts';
import type { CommandContext } from './command.ts';
import { CommandError } from './failures.ts';
import type { CommandOption } from './options.ts';
import { createServer, type Server } from './server.ts';

export const connectionOptions = {
  url: {
    kind: 'value',
    placeholder: 'URL',
    help: 'the server, as http://127.0.0.1:4000 (default: HAWKWATCH_URL)',
  },
  'token-file': {
    kind: 'value',
    placeholder: 'FILE',
    help: 'a file that holds the access token (default: HAWKWATCH_TOKEN)',
  },
} as const satisfies Record<string, CommandOption>;

export interface ConnectionValues {
  readonly url: string | undefined;
  readonly 'token-file': string | undefined;
}

const tokenForm = /^[\x21-\x7e]{1,4096}$/;

async function readToken(file: string, cwd: string): Promise<string> {
  try {
    return (await readFile(path.resolve(cwd, file), 'utf8')).trim();
  } catch (error) {
    const failure = coerceError(error);
    const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : 'no reason';
    throw new CommandError(`the token file ${file} cannot be read: ${code}`, { cause: error });
  }
}

/** The server that options and environment name. */
export async function connect(
  values: ConnectionValues,
  { environment, clock, terminal, cwd }: CommandContext,
): Promise<Server> {
  const url = values.url ?? environment.url;
  if (url === undefined) {
    throw new CommandError('give the server’s address with --url or HAWKWATCH_URL');
  }
  const file = values['token-file'];
  const token = file === undefined ? environment.token : await readToken(file, cwd);
  if (token === undefined) {
    throw new CommandError('give an access token with --token-file or HAWKWATCH_TOKEN');
  }
  if (!tokenForm.test(token)) {
    throw new CommandError('the access token must be one line of printable ASCII without blanks');
  }
  return createServer({ url, token, clock, signal: terminal.signal });
}
