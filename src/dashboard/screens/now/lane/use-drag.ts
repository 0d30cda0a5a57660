// Dragging over an element chooses a part of it; pressing without moving is a click. Links and buttons in
// it are left alone.
import { useState, type PointerEvent } from 'react';

export interface DragOptions {
  /** From where to where, 0 to 1; the smaller one first. */
  onDrag(from: number, to: number): void;
  /** Where, and on what. */
  onClick(at: number, target: Element): void;
}

interface Dragging {
  readonly target: Element;
  readonly start: number;
  readonly end: number;
}

export interface Part {
  readonly from: number;
  readonly to: number;
}

const leastPixels = 6;

/** Handlers for the element, and what is chosen while somebody drags. */
export function useDrag({ onDrag, onClick }: DragOptions) {
  const [drag, setDrag] = useState<Dragging>();
  const fractionOf = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      const isControl = (event.target as Element).closest('a, button') !== null;
      if (isControl || event.button !== 0 || event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = fractionOf(event);
      setDrag({ target: event.target as Element, start: at, end: at });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (drag !== undefined) setDrag({ ...drag, end: fractionOf(event) });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>): void => {
      if (drag === undefined) return;
      setDrag(undefined);
      const end = fractionOf(event);
      const pixels = Math.abs(end - drag.start) * event.currentTarget.clientWidth;
      if (pixels < leastPixels) onClick(end, drag.target);
      else onDrag(Math.min(drag.start, end), Math.max(drag.start, end));
    },
    onPointerCancel: (): void => setDrag(undefined),
  };
  const selected: Part | undefined =
    drag === undefined || drag.start === drag.end
      ? undefined
      : { from: Math.min(drag.start, drag.end), to: Math.max(drag.start, drag.end) };
  return { handlers, selected, fractionOf };
}
