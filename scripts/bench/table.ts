import { cpus } from 'node:os';
import type { BenchResult } from './measure';

/** What a person waits for with the dialog open. */
const MOST_SIMULATION_SECONDS = 1.5;

export function printTable(result: BenchResult): void {
  const { stages, total, simulationSeconds, peakMemoryMb, longestLock, yardstick } = result;
  console.log(`\n${count(result.orders)} orders on ${cpus().length} cores`);
  console.table(
    Object.fromEntries(
      stages.map((stage) => [
        stage.name,
        {
          seconds: stage.seconds.toFixed(2),
          'orders/s': count(stage.ordersPerSecond),
          'floor s': stage.floorSeconds.toFixed(2),
          ratio: stage.ratio.toFixed(2),
          'in one go s': stage.inOneGoSeconds.toFixed(2),
        },
      ]),
    ),
  );
  const inOneGo = stages.reduce((sum, stage) => sum + stage.inOneGoSeconds, 0);
  console.log(
    `total ${total.seconds.toFixed(1)} s, ${count(total.ordersPerSecond)} orders/s; ` +
      `in one go ${inOneGo.toFixed(1)} s`,
  );
  console.log(
    `three policies simulated in ${simulationSeconds.toFixed(2)} s ` +
      `(to be at most ${MOST_SIMULATION_SECONDS} s for 100,000 orders)`,
  );
  console.log(`peak memory ${peakMemoryMb} MB`);
  console.log(`longest lock held ${longestLock.seconds.toFixed(2)} s, by ${longestLock.stage}`);
  console.log(
    `yardstick: ${count(yardstick.insertedRowsPerSecond)} inserted rows/s, ` +
      `${count(yardstick.updatedRowsPerSecond)} HOT-updated rows/s`,
  );
}

/** What other programs read: the stages, their total, the simulation, and the memory. */
export function jsonOf({ stages, total, simulationSeconds, peakMemoryMb }: BenchResult): string {
  const shown = stages.map(({ inOneGoSeconds: _, ...stage }) => stage);
  return JSON.stringify({ stages: shown, total, simulationSeconds, peakMemoryMb }, null, 2);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
