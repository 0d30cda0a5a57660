// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Database() {
  return <Screen title="Database">{null}</Screen>;
}
