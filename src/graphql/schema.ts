// The whole schema. Importing it opens nothing and needs no environment.
import { builder } from './builder.ts';
import './types/scalars.ts';
import './types/errors.ts';
import './types/database.ts';
import './types/migration-status.ts';
import './types/migration-run.ts';
import './types/migration-runs-query.ts';
import './types/migration-commands.ts';
import './types/migration-progress.ts';
import './types/event.ts';
import './types/health.ts';
import './types/viewer.ts';
import './types/access-token.ts';
import './types/audit-log.ts';

export const schema = builder.toSchema();
