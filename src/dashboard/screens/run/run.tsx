// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Run() {
  return <Screen title="Run">{null}</Screen>;
}
