// `npm run bench [-- --quick | --SUITE ...] [--large]`: Stackyard beside a bare node:http server, same client, same run. Only ratios of one run
// mean anything: absolute numbers are those of the machine and the hour. Without a suite, `cloud` and `delivery` run.

import { measureApis } from "./cases/apis.mjs";
import { measureBeside } from "./cases/beside.mjs";
import { measureBesideTurns } from "./cases/beside-turns.mjs";
import { measureCalls } from "./cases/calls.mjs";
import { measureDelivery } from "./cases/delivery.mjs";
import { measureFunctions } from "./cases/functions.mjs";
import { measureGigabytes, measureObjects } from "./cases/objects.mjs";
import { measureQueues } from "./cases/queues.mjs";
import { measureSoak } from "./cases/soak.mjs";
import { measureSockets } from "./cases/sockets.mjs";
import { measureStackOperations } from "./cases/stack-operations.mjs";
import { measureStacks } from "./cases/stacks.mjs";
import { measureStreams } from "./cases/streams.mjs";
import { measureTables } from "./cases/tables.mjs";
import { startRivals } from "./rivals.mjs";
import { startBare, startStackyard } from "./servers.mjs";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const isQuick = process.argv.includes("--quick");
// The large ones take minutes, and all need the machine for themselves.
const isLarge = process.argv.includes("--large");
const options = { durationMs: isQuick ? 500 : 3_000, warmupMs: isQuick ? 500 : 2_000, rounds: isQuick ? 1 : 3 };

function report(name, value, remark) {
  console.log(`${name.padEnd(60)} ${value.padStart(32)}   ${remark ?? ""}`);
}

/** Each on servers of its own. */
const SUITES = {
  /** Calls, streams, functions and stacks, and what the server takes. */
  cloud: () =>
    withServers(async ({ bare, yard }) => {
      report("start to first answered call", `${yard.readyMs.toFixed(0)} ms`, "budget 300 ms");
      // A server reads services in ahead when it has started.
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      report("resident memory, idle", `${yard.residentMb().toFixed(0)} MB`, "budget 150 MB");
      await measureCalls({ bare, yard, options, report });
      await measureStreams({ bare, yard, options, report });
      await measureFunctions({ yard, options, report });
      await measureStacks({ yard, report });
    }),
  /** Functions alone. */
  functions: () => withServers(({ yard }) => measureFunctions({ yard, options, report })),
  /** Generated systems of many units. */
  delivery: () => measureDelivery({ report, isLarge }),
  /** The same calls against moto and dynalite, where they are on the PATH. */
  beside: () =>
    withServers(async ({ bare, yard }) => {
      const rivals = await startRivals();
      try {
        await measureBeside({ bare, yard, rivals, options, report });
        await measureBesideTurns({ yard, rivals, options, report });
      } finally {
        for (const rival of rivals) rival.stop();
      }
    }),
  /** Objects of every size, and listings. */
  objects: () => withServers(({ yard }) => measureObjects({ yard, options, report, isLarge })),
  /** Objects of 1 GiB on many connections. */
  gigabytes: () => withServers(({ yard }) => measureGigabytes({ yard, report })),
  /** APIs in front of functions. */
  apis: () => withServers(({ bare, yard }) => measureApis({ bare, yard, options, report })),
  /** Messages of WebSocket APIs. */
  sockets: () => withServers(({ yard }) => measureSockets({ yard, options, report })),
  /** Queues at any depth. */
  queues: () => withServers(({ yard }) => measureQueues({ yard, options, report, isLarge })),
  /** Tables up to 1,000,000 items. */
  tables: () => withServers(({ yard }) => measureTables({ yard, options, report, isLarge })),
  /** Stacks of 40 and 500 resources, and 100 at once, beside moto. */
  stacks: () =>
    withServers(async ({ yard }) => {
      const rivals = await startRivals();
      try {
        await measureStackOperations({ yard, rivals, report });
      } finally {
        for (const rival of rivals) rival.stop();
      }
    }),
  /** 100,000 calls with memory flat. */
  soak: () => withServers(({ yard }) => measureSoak({ yard, report })),
};

async function withServers(measure) {
  const bare = await startBare();
  const yard = await startStackyard();
  try {
    await measure({ bare, yard });
    report("resident memory, after all that", `${yard.residentMb().toFixed(0)} MB`);
  } finally {
    bare.stop();
    await yard.stop();
  }
}

const chosen = Object.keys(SUITES).filter((name) => process.argv.includes(`--${name}`));
const suites = chosen.length > 0 ? chosen : isQuick ? ["cloud"] : ["cloud", "delivery"];
console.log(`${process.version}, 16 connections unless said otherwise\n`);
for (const name of suites) await SUITES[name]();
