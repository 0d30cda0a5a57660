// All endpoints: how they are, how they were in the last day, and the way to register one.
import { useState } from 'react';

import { Screen } from '../../parts/panel.tsx';
import { useMay } from '../../shell/viewer.ts';
import { EndpointList } from './endpoint-list.tsx';
import { RegisterDialog } from './register/register-dialog.tsx';

/** The screen of `/endpoints`. */
export default function Endpoints() {
  const mayRegister = useMay('ADMIN');
  const [isRegistering, setRegistering] = useState(false);
  return (
    <Screen
      title="Endpoints"
      aside={
        mayRegister ? (
          <button onClick={() => setRegistering(true)}>Register an endpoint …</button>
        ) : undefined
      }
    >
      <EndpointList mayRegister={mayRegister} />
      {isRegistering ? <RegisterDialog onClose={() => setRegistering(false)} /> : null}
    </Screen>
  );
}
