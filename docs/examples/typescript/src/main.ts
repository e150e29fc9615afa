// node dist/main.js [--url URL] [--station NAME] [--minutes N] [--from 09:00] [--until 15:00] [--watch]
import { parseArgs } from "node:util";
import { Doorstep, GraphError } from "./doorstep.js";
import { changes, findStation, jobsNear, line } from "./jobs.js";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8000/graphql" },
    station: { type: "string", default: "耀华" },
    minutes: { type: "string", default: "15" },
    from: { type: "string", default: "09:00" },
    until: { type: "string", default: "15:00" },
    watch: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const doorstep = new Doorstep(values.url);
  const hours = { from: values.from, until: values.until };
  const station = await findStation(doorstep, values.station);
  if (station === undefined) throw new Error(`no station is called ${values.station}`);
  console.log(`${station.name}：${hours.from}–${hours.until}，${values.minutes} 分钟内`);
  let count = 0;
  for await (const job of jobsNear(doorstep, station.id, Number(values.minutes), hours)) {
    console.log(`${String(++count).padStart(3)}  ${line(job)}`);
  }
  if (!values.watch) return;
  console.log("…");
  for await (const change of changes(doorstep, hours)) {
    console.log(`${change.kind}  ${change.job === null ? "" : line(change.job)}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof GraphError ? error.errors.map((told) => told.message).join("\n") : error);
  process.exitCode = 1;
});
