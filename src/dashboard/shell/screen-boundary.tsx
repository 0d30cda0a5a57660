// Keeps the page when a screen cannot be shown: its file did not come, because hawkwatch is away or another
// version was started since the page was loaded, or the screen itself failed. The menu stays, and one is told
// what to do.
import { Component, type ReactNode } from 'react';

import { Failure } from '../parts/notes.tsx';
import { Screen } from '../parts/panel.tsx';

interface BoundaryProps {
  /** Where one is: elsewhere is another try. */
  readonly location: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | undefined;
}

const isMissingFile = ({ message }: Error): boolean =>
  /dynamically imported module|module script|preload/i.test(message);

/** Shows its children, or why that is not possible. */
export class ScreenBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(error: Error): BoundaryState {
    return { error };
  }

  override componentDidUpdate({ location: before }: BoundaryProps): void {
    if (this.state.error === undefined || before === this.props.location) return;
    this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Screen title="This screen cannot be shown">
        <Failure
          error={
            isMissingFile(error)
              ? 'It could not be loaded: hawkwatch does not answer, or another version of it was started since. Load the page anew.'
              : `It failed: ${error.message}. Load the page anew; when it fails again, please report it.`
          }
          onRetry={() => location.reload()}
        />
      </Screen>
    );
  }
}
