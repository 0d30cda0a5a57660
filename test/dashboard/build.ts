// Builds the dashboard as `npm run build` does.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');

export async function buildDashboard(): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const config = path.join(root, 'src/dashboard/vite.config.ts');
  const call = [vite, 'build', '--config', config, '--logLevel', 'warn'];
  // Vitest says `test`; React would be built for development then.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, call, { cwd: root, env });
}
