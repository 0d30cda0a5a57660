// Pauses a monitor: nothing is noticed by it until somebody lets it go on, so its name must be typed.
import { inDialog, useAction } from '../../../client/use-action.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { nameOf } from './columns.tsx';
import { pauseMonitorMutation, type ShownMonitor } from './operations.ts';

/** The question, and the deed. */
export function PauseMonitor({ monitor, onClose }: { monitor: ShownMonitor; onClose(): void }) {
  const name = nameOf(monitor);
  const pause = useAction(pauseMonitorMutation, `${name} is paused.`, inDialog);
  return (
    <Confirm
      title={`Pause ${name}?`}
      deed="Pause it"
      typed={name}
      isDangerous
      isBusy={pause.isBusy}
      failure={pause.failure}
      onConfirm={() => void pause.run({ id: monitor.id }).then((done) => done && onClose())}
      onCancel={onClose}
    >
      <p>
        {monitor.description ?? 'It watches nothing any more.'} While it is paused nothing of that
        is noticed and no alert comes of it, also after a restart, until somebody lets it go on.
      </p>
    </Confirm>
  );
}
