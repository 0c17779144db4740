import { runMeasuring } from "./measure";
import { readLedgerOptions } from "./options";
import { Place } from "./orders";
import { renderLedgerTable } from "./report";
import { runLedgerBench } from "./run";

async function main([role, ...rest]: readonly string[]): Promise<void> {
  if (role === "measure") return await runMeasuring(Place.parse(JSON.parse(rest[0] ?? "")));
  const options = readLedgerOptions(role === undefined ? [] : [role, ...rest]);
  const report = await runLedgerBench(options, (sentence) => console.log(sentence));
  console.log(renderLedgerTable(report));
  if (options.isJson) console.log(JSON.stringify(report));
}

main(process.argv.slice(2)).catch((cause: unknown) => {
  console.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  process.exitCode = 1;
});
