import type { BenchResult } from './measure';

export function printTable(result: BenchResult): void {
  const { stages, total, peakMemoryMb, yardstick } = result;
  const count = (value: number) => Math.round(value).toLocaleString('en-US');
  console.log(`\n${count(result.orders)} orders`);
  console.table(
    stages.map((stage) => ({
      stage: stage.name,
      seconds: stage.seconds.toFixed(2),
      'orders/s': count(stage.ordersPerSecond),
      'floor s': stage.floorSeconds.toFixed(2),
      ratio: stage.ratio.toFixed(2),
    })),
  );
  console.log(`total ${total.seconds.toFixed(1)} s, ${count(total.ordersPerSecond)} orders/s`);
  console.log(`peak memory ${peakMemoryMb} MB`);
  console.log(
    `yardstick: ${count(yardstick.insertedRowsPerSecond)} inserted rows/s, ` +
      `${count(yardstick.updatedRowsPerSecond)} HOT-updated rows/s`,
  );
}
