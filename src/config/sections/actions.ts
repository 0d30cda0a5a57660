// The section `actions`: what hawkwatch may do to what it watches. All of it is off until somebody says
// so, because whoever has a token of an admin could do it then.
import { onOrOff, section } from '../forms.ts';

const allowed = onOrOff('must be on or off, true or false').default(false);

export const actions = section({
  restartContainers: allowed,
  /** As a remediation of an alert; what an operator asks for with `emergencyRollback` needs no leave. */
  rollBackMigrations: allowed,
});
