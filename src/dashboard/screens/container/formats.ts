// How the figures of containers are written.
import { formatBytes } from '../../parts/bytes.ts';

/** `12 %`, and with a digit while it is small: `0.4 %`. */
export const formatPercent = (value: number): string =>
  `${value.toFixed(value < 10 && !Number.isInteger(value) ? 1 : 0)} %`;

/** `4.1 KiB/s`. */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;
